"""What people tell the ledger: write-offs, refunds, contra entries, and what becomes of them."""
