"""Run a program as another user, for PostgreSQL refuses to run as root: `demote.py UID GID program arguments...`.

Started by its path, with the standard library only, as a program of its own: the same work between fork and exec would be
unsafe in a process that has threads. When the other user cannot reach the program or the folder (both may lie under a home
that only root enters), it keeps just the right to pass closed doors, instead of opening those folders for everybody.
"""

import ctypes
import os
import sys

READ_SEARCH, OVERRIDE = 2, 1  # CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE
PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 8, 47, 2
CAPABILITY_VERSION = 0x20080522


def main(uid: int, gid: int, argv: list[str]) -> None:
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if libc:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if libc:
        _keep(libc, [] if _reaches(argv) else [READ_SEARCH, OVERRIDE])
    os.execv(argv[0], argv)


def _reaches(argv: list[str]) -> bool:
    folder = argv[argv.index("-D") + 1]
    return os.access(argv[0], os.X_OK) and os.access(os.path.dirname(folder), os.X_OK)


def _keep(libc: ctypes.CDLL, capabilities: list[int]) -> None:
    """Hold these capabilities over exec, those of them that this machine grants, and drop all others."""
    for wanted in (capabilities, capabilities[1:], []):
        bits = sum(1 << capability for capability in wanted)
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
        sets = (ctypes.c_uint32 * 6)(bits, bits, bits, 0, 0, 0)
        if libc.capset(header, sets) == 0:
            for capability in wanted:
                libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)
            return


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
