"""The sandbox as a process: runs until SIGTERM or SIGINT, says on standard output what it does."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from deploy.sandbox.clearinghouse import Delays, Faults, Report
from deploy.sandbox.sandbox import FolderInUse, Sandbox

PATIENCE = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 after a clean stop, 1 when the folder is in use or could not be worked on any more."""
    options = _parser().parse_args(arguments)
    report, asked = _reporter(options.json), _Signals()
    try:
        sandbox = _sandbox(options, report)
    except FolderInUse:
        report("folder in use")
        return 1
    sandbox.start()
    while not (asked.received or sandbox.ended.wait(PATIENCE)):
        pass
    sandbox.stop()
    return 0 if asked.received else 1


class _Signals:
    """Remembers that the process was asked to end; takes no lock, so that it may interrupt anything."""

    def __init__(self) -> None:
        self.received = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.received = True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rcm-sandbox", description="A simulated clearinghouse with three fictional payers.")
    parser.add_argument("--folder", type=Path, required=True, help="holds to-clearinghouse, from-clearinghouse and sandbox")
    parser.add_argument("--members", type=Path, required=True, help="CSV of members, read again when it changes")
    parser.add_argument("--listen", default="", metavar="HOST:PORT", help="serve eligibility there (port 0: any free one)")
    parser.add_argument("--acknowledge-after", type=float, default=0.3, metavar="SECONDS")
    parser.add_argument("--remit-after", type=float, default=1.0, metavar="SECONDS", help="counted from the acknowledgement")
    parser.add_argument("--seed", type=int, default=0, help="other control numbers of the payers, other faults")
    parser.add_argument("--drop-percent", type=float, default=0, help="answers that are never written")
    parser.add_argument("--duplicate-percent", type=float, default=0, help="answers that are written twice")
    parser.add_argument("--json", action="store_true", help="report in JSON lines")
    return parser


def _sandbox(options: argparse.Namespace, report: Report) -> Sandbox:
    delays = Delays(options.acknowledge_after, options.remit_after)
    faults = Faults(options.drop_percent, options.duplicate_percent, options.seed)
    return Sandbox(options.folder, options.members, options.listen, delays, faults, report)


def _reporter(as_json: bool) -> Report:
    """One line per event; facts are control numbers, file names and counts, never names or ids of people."""

    def report(event: str, **facts: object) -> None:
        if as_json:
            print(json.dumps({"event": event, **facts}), flush=True)
        else:
            print(event, *(f"{name}={value}" for name, value in facts.items()), flush=True)

    return report


if __name__ == "__main__":
    sys.exit(main())
