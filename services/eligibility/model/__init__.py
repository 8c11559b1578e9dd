"""Values and named rules of registration, coverage and clearance. Pure."""
