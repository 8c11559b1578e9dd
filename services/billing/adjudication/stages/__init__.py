"""The decisions of adjudication: match remittances to claims, post them, clear payments against the bank."""
