"""Work that goes on beside a `with` block and ends with it."""

from abc import ABC, abstractmethod
from threading import Event, Thread
from typing import Self


class Background(ABC):
    """A thread for the length of a `with` block. A subclass says in `_run` what it does; it must return soon after `_stop` is set."""

    def __init__(self, name: str) -> None:
        self._stop = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @abstractmethod
    def _run(self) -> None: ...
