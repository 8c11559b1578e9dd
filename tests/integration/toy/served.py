"""The toy as a process with worker and API that looks after itself twice a second: `python -m tests.integration.toy.served 127.0.0.1:8000`."""

from __future__ import annotations

import os
import sys

from shared import watch
from shared.runtime import main
from shared.settings import Settings
from tests.integration.toy.service import SERVICE
from tests.integration.toy.settings import toy_settings


def settings() -> Settings:
    named = os.environ
    return toy_settings(named["RCM_KAFKA"], named["RCM_DATABASE"], named["RCM_PREFIX"], listen=sys.argv[1])


if __name__ == "__main__":
    watch.EVERY_SECONDS, watch.SILENT_SECONDS = 0.5, 2.0
    raise SystemExit(main(SERVICE, settings=settings))
