"""What the denials desk knows about a claim, and the named rules it judges by; all pure."""
