"""National code tables by date: which diagnosis and procedure codes may stand on a claim of a day."""
