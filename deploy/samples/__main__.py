"""Write the sample encounters into a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from deploy.samples.generate import COUNT, SEED, generate


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.samples", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write into; sample bundles already there are replaced")
    parser.add_argument("--count", type=int, default=COUNT, metavar="N", help=f"how many encounters (default {COUNT})")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"the same seed gives the same bytes (default {SEED})")
    arguments = parser.parse_args()
    generate(arguments.out, arguments.count, arguments.seed)
    print(f"{arguments.count} encounters in {arguments.out}")


if __name__ == "__main__":
    main()
