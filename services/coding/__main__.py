"""`python -m services.coding`: this service alone, worker and API in one process."""

import sys

from services.coding.service import SERVICE
from shared.runtime import main

if __name__ == "__main__":
    sys.exit(main(SERVICE))
