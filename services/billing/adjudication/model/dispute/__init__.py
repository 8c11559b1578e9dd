"""The payer's decision against the contract, and what follows from a shortfall."""
