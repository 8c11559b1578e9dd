"""Where a claim is in its life, and what it adds to the figures."""
