"""278 requests, 278 answers and 275 in many shapes, as values and as bytes."""

from shared.x12.translate.write_attachment import write_attachments
from shared.x12.translate.write_review import write_reviews
from tests.unit.x12.samples import HEADER
from tests.unit.x12.shapes.review_answers import ANSWERS
from tests.unit.x12.shapes.review_attachments import ATTACHMENTS
from tests.unit.x12.shapes.review_requests import REQUESTS

SHAPES: dict[str, dict[str, bytes]] = {
    "278 request": {name: write_reviews(HEADER, [review], group_control_number=7) for name, review in REQUESTS.items()},
    "278 answer": {name: write_reviews(HEADER, [review], group_control_number=7) for name, review in ANSWERS.items()},
    "275": {name: write_attachments(HEADER, [sent], group_control_number=7) for name, sent in ATTACHMENTS.items()},
}
