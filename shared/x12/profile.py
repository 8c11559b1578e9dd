"""Which findings count, and how much: types of check as the trade numbers them (SNIP 1 to 7), and severities by rule.

1 syntax (segments, elements, envelope), 2 the guide (loops, usage, codes of its own lists), 3 balance, 4 situations (one value
calls for another), 5 code sets by date, 7 what a payer asks for beyond the guide. Type 6 (one line of business) is part of 4 here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]
TYPES = frozenset({1, 2, 3, 4, 5, 7})
_RULES: dict[int, str] = {
    1: "element-characters element-date element-time element-too-long element-too-short segment-unknown element-relation element-excluded",
    3: "claim-total line-balance claim-balance payment-balance earlier-payer-balance patient-responsibility payment-negative reversal-sign"
    " acknowledgement-totals",
    4: "anesthesia-minutes code-repeated diagnosis-pointer equipment-code line-number-repeated no-claims patient-is-subscriber patient-missing"
    " period-reversed poa-missing ack-received-count ack-accepted-count ack-group-status",
    5: "npi-check-digit code-unknown code-expired tax-id-shape postal-code-shape ndc-shape",
    7: "account-number-length",
}
_TYPE_OF = {rule: snip for snip, rules in _RULES.items() for rule in rules.split()}


@dataclass(frozen=True, slots=True)
class Profile:
    """What a validation reports. `types` are those that run; `severities` turns a rule by its name into error, warning or off.

    `strict`: what is a warning by default is an error.
    """

    types: frozenset[int] = TYPES
    severities: Mapping[str, Severity | Literal["off"]] = field(default_factory=dict)
    strict: bool = False

    def judge(self, rule: str, snip: int, severity: Severity) -> Severity | Literal["off"]:
        """How a finding counts here."""
        if snip not in self.types:
            return "off"
        chosen = self.severities.get(rule)
        if chosen is not None:
            return chosen
        return "error" if self.strict else severity


DEFAULT = Profile()
STRICT = Profile(strict=True)


def type_of(rule: str) -> int:
    """The type of check that a rule of our own belongs to; 2 (the guide) when it is none of the others."""
    return _TYPE_OF.get(rule, 2)
