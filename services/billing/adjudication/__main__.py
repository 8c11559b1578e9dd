"""Runs adjudication as a process of its own: `python -m services.billing.adjudication`."""

from services.billing.adjudication.service import SERVICE
from shared.runtime import main

raise SystemExit(main(SERVICE))
