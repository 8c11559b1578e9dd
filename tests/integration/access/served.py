"""One service's API as a process of its own, on a real socket, without servers behind it: `served.py PORT FOLDER`."""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path

from services.billing.adjudication.service import SERVICE
from shared.http.app import create_app
from shared.http.limit import MEGABYTE, Limits
from shared.runtime import Runtime
from shared.serve import serve
from shared.telemetry.log import set_up
from tests.unit.http.doorway import settings_for

HASTY = Limits(most=32 * MEGABYTE, pause_seconds=1.0, whole_seconds=3.0)


def main(port: int, folder: Path) -> None:
    set_up()
    settings = settings_for(folder, listen=f"127.0.0.1:{port}")
    gc.freeze()
    asyncio.run(serve(create_app(Runtime(SERVICE, settings), HASTY), "127.0.0.1", port))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
