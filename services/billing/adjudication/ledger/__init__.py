"""The ledger by hand: claims of an earlier system, adjustments, refunds, contra entries, closed periods; and whether it is what it says."""
