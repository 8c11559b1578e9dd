"""Tokens: who may use which service for what. The file that keeps them, the check, and how a command shows its own."""
