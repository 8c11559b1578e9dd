"""Coded encounters that another system hands in whole: registration, coverage and codes in one document."""
