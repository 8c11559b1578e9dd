"""What the five services share: contracts, the stage idiom, and the plumbing that is written once."""
