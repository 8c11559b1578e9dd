"""One pair of real servers for a whole test session."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from deploy.embedded.settings import StackSettings
from deploy.embedded.stack import Stack


class Addresses(NamedTuple):
    """Where the servers of this test session are."""

    bootstrap: str
    database_url: str


@contextmanager
def session_stack(folder: Path | None = None, *, durable: bool = False, cache: Path | None = None) -> Iterator[Addresses]:
    """Both servers, for the length of the block; servers of one's own when RCM_KAFKA and RCM_DATABASE name them.

    Without a folder the data are temporary. Downloads are kept (RCM_CACHE, otherwise var/cache), so that only the first
    session on a machine needs the network. `durable=False` lets the database forget on a power cut, which makes tests faster.
    """
    named = StackSettings.from_environment()
    if named.kafka and named.database:
        yield Addresses(named.kafka, named.database)
        return
    with ExitStack() as ends:
        data = folder or Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="rcm-", ignore_cleanup_errors=True)))
        cache = cache or named.cache or Path("var/cache")
        settings = replace(named, data=data, cache=cache, durable=durable, kafka_port=None, database_port=None)
        stack = ends.enter_context(Stack(settings))
        yield Addresses(stack.bootstrap, stack.database_url)
