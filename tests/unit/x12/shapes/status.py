"""276, 277 and 277CA as bytes, each in more than thirty shapes."""

from shared.x12.translate.status_inquiry import write_status_inquiries
from shared.x12.translate.write_claim_acks import write_claim_acknowledgement
from shared.x12.translate.write_status_answer import write_status_answers
from tests.unit.x12.shapes.claim_acknowledgements import ACKNOWLEDGEMENTS
from tests.unit.x12.shapes.status_answers import ANSWERS
from tests.unit.x12.shapes.status_inquiries import INQUIRIES
from tests.unit.x12.shapes.status_people import HEADER

SHAPES: dict[str, dict[str, bytes]] = {
    "276": {name: write_status_inquiries(HEADER, batch, group_control_number=1) for name, batch in INQUIRIES.items()},
    "277": {name: write_status_answers(HEADER, batch, group_control_number=1) for name, batch in ANSWERS.items()},
    "277CA": {name: write_claim_acknowledgement(HEADER, ack, group_control_number=1) for name, ack in ACKNOWLEDGEMENTS.items()},
}
