"""Adjudication: remittances in, a ledger that cannot lie."""
