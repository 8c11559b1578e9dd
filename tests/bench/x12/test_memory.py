"""Memory does not grow with the file: an 835 of a gigabyte, made up while it is read, in a process of its own."""

import subprocess
import sys

WORK = """
import sys
from pathlib import Path
from shared.x12.interchange import read_transactions
from shared.x12.translate.remittance import read_remittance
from shared.x12.validate import findings
from shared.x12.guides import guide_for
from tests.bench.x12.stream import Stream

megabytes, what = int(sys.argv[1]), sys.argv[2]
count = 0
for each in read_transactions(Stream(megabytes)):
    if what == "read":
        count += sum(1 for claim in read_remittance(each).claims())
    else:
        count += sum(1 for finding in findings(each, guide_for(each.set_id, each.version), each.delimiters))
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) / 1024, count)
"""


def peak(megabytes: int, what: str) -> float:
    """Most resident memory (MiB) of a process that reads or validates an 835 of that size."""
    done = subprocess.run([sys.executable, "-c", WORK, str(megabytes), what], capture_output=True, text=True, check=True, timeout=900)
    used, count = done.stdout.split()
    print(f"| {what} {megabytes:,} MB | {float(used):.0f} MiB | {int(count):,} |")
    return float(used)


def test_a_gigabyte_is_read_in_flat_memory() -> None:
    print("\n| 835 | peak memory of the process | claims or findings |\n|---|---:|---:|")
    small, large = peak(10, "read"), peak(1000, "read")
    assert large < 64
    assert large < 1.2 * small


def test_a_file_is_validated_in_flat_memory() -> None:
    print("\n| 835 | peak memory of the process | claims or findings |\n|---|---:|---:|")
    small, large = peak(10, "validate"), peak(100, "validate")
    assert large < 1.2 * small
