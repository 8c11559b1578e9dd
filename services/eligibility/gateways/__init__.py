"""Outside calls of patient access."""
