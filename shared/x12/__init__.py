"""X12 for the revenue cycle, standard library only: see README.md."""
