"""Logs and counts that never show an event's values."""
