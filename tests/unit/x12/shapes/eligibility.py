"""270 and 271 as our writers write them, one file for each shape."""

from shared.x12.translate.eligibility import write_inquiries
from shared.x12.translate.write_benefits import write_benefits
from tests.unit.x12.answers import ANSWERS
from tests.unit.x12.inquiries import INQUIRIES
from tests.unit.x12.samples import HEADER

SHAPES: dict[str, dict[str, bytes]] = {
    "270": {name: write_inquiries(HEADER, asked, reference="INQ-1", group_control_number=1) for name, asked in INQUIRIES.items()},
    "271": {name: write_benefits(HEADER, said, reference="INQ-1", group_control_number=1) for name, said in ANSWERS.items()},
}
