"""The chart of one encounter as a coder sees it, and the named rules it is judged by; all pure."""
