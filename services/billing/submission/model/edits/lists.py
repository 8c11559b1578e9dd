"""Codes that are not in their national list on the day that counts."""

UNLISTED = "code_not_in_force"
"""Reason code. A person may set it aside: a list may lag behind the agency that keeps it."""
