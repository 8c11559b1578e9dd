"""Migrations of adjudication."""
