"""What a payer's refusal of an inquiry (AAA03 of a 271) asks somebody to do, in our own words."""

from __future__ import annotations

CARD = "Compare member id, name and birth date with the card."
WORDS = {
    "04": "More was asked for at once than the payer allows. Ask for fewer service types or procedures.",
    "15": "The payer needs more to find the person. Send member id, name and birth date.",
    "41": "The payer does not let this provider ask. Enrol the provider for inquiries with the payer.",
    "42": "The payer cannot answer at the moment. Ask again later.",
    "43": "The payer does not know the provider's number. Send another provider_npi, or have the payer add it.",
    "44": "The payer does not accept the provider's name. Correct it in the site file.",
    "45": "The payer does not accept the provider's specialty. Ask under another provider.",
    "46": "The payer does not accept the provider's telephone number. Correct it in the site file.",
    "47": "The payer does not accept the provider's state. Correct it in the site file.",
    "48": "The payer does not accept the referring provider's number. Send another provider.",
    "49": "The provider is not the one who coordinates the person's care. Ask under that provider.",
    "50": "The payer does not let this provider ask. Enrol the provider for inquiries with the payer.",
    "51": "The payer does not have the provider on file. Send another provider_npi, or have the payer add it.",
    "52": "The provider had no contract with this plan on that day. Ask under another provider.",
    "53": "The payer does not answer this service type to such a provider. Ask for service type 30.",
    "54": "The payer does not answer this service type. Ask for service type 30.",
    "55": "The payer does not answer about this procedure. Ask without procedures.",
    "56": "The payer does not accept the date. Send another service_on.",
    "57": "The payer needs a date of service. Send service_on.",
    "58": f"The payer needs another birth date. {CARD}",
    "60": "The birth date lies after the date of service. Correct one of the two.",
    "61": "The payer has the person as deceased before the date of service. Correct the date, or the person.",
    "62": "The payer does not answer for a date so far from today. Send another service_on, or ask the payer by telephone.",
    "63": "The payer does not answer for the future. Ask again on the day of service.",
    "64": f"The payer does not find the patient. {CARD}",
    "65": f"The payer has the patient under another name. {CARD}",
    "66": "The payer has another sex of the patient on file. Compare it with the card.",
    "67": f"The payer does not find the patient. {CARD}",
    "68": "The payer has the patient's number twice. Ask the payer by telephone.",
    "69": "The service does not fit the patient's age. Compare birth date and procedures.",
    "70": "The service does not fit the patient's sex. Compare sex and procedures.",
    "71": f"The payer has another birth date on file. {CARD}",
    "72": f"The payer does not know the member id. {CARD}",
    "73": f"The payer has the policy holder under another name. {CARD}",
    "74": "The payer has another sex of the policy holder on file. Compare it with the card.",
    "75": f"The payer does not find the policy holder. {CARD}",
    "76": "The payer has the member id twice. Ask the payer by telephone.",
    "77": "The payer finds the policy, but not this patient on it. Send the patient as on the card, with the right relationship.",
    "78": "The policy is not in the group that was named. Compare the group number with the card.",
    "79": "The clearinghouse does not know the payer under this id. Correct payer_id, or the payer directory.",
    "80": "The payer did not answer the clearinghouse. Ask again later.",
    "T4": "The payer's name or id was missing. Correct the payer directory.",
}


def words_for(code: str) -> str:
    """A sentence for a code; for one that is not known here, where to look."""
    return WORDS.get(code) or "The payer refused the inquiry with this code. Look it up in the payer's companion guide."
