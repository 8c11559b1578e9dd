"""Calls to the clearinghouse."""
