"""One file, one decision; all pure."""
