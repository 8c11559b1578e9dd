"""Typed values of the transactions: what the cycle reads and writes, without segments in sight."""
