"""Values of submission and the rules on them. Pure."""
