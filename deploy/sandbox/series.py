"""Numbers of real time answers: fetched from the store many at once, because each of them would otherwise cost a commit."""

import threading

from deploy.sandbox.store import Store

BLOCK = 100


class Series:
    """A counter of the store whose numbers come once, to any thread; those in hand when the process dies are never given out."""

    def __init__(self, store: Store, counter: str) -> None:
        self._store, self._counter, self._lock = store, counter, threading.Lock()
        self._next = self._end = 0

    def next(self) -> int:
        """The next number, from 1; after a restart some may be left out."""
        with self._lock:
            if self._next == self._end:
                self._next = self._store.reserve(self._counter, BLOCK)
                self._end = self._next + BLOCK
            self._next += 1
            return self._next - 1
