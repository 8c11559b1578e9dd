"""Remittances (835) as they come in: proven, named, read claim by claim, and each decision put where it belongs in the order of its claim.

Shared by every service that takes 835s in, so that what balances, what is a copy, and which decision has to wait is decided once.
"""
