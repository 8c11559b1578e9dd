"""One file, one decision: what follows from a fact that arrived."""
