"""One decision per module. Pure."""
