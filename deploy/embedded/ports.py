"""Loopback ports: chosen free, kept while they stay free, never those that the system hands out by itself.

A port from the system's ephemeral range could be given to any outgoing connection between our choice and the server's bind,
and the server would fail once in a while for no visible reason.
"""

import secrets
import socket

LOOPBACK = "127.0.0.1"
FIRST, LAST = 20_000, 32_000


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what just closed and waits out its time is free
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody accepts connections on this loopback port."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def choose(remembered: int | None, taken: set[int]) -> int:
    """The remembered port when it is still free, otherwise another free one; it is added to `taken`."""
    port = remembered or 0
    while port in taken or not port or not is_free(port):
        port = FIRST + secrets.randbelow(LAST - FIRST)
    taken.add(port)
    return port
