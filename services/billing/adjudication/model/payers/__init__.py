"""Several payers of one claim: who is next in line, and what it is told."""
