"""Sorting of more lines than memory holds: sorted runs on disk, then merged."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from operator import itemgetter
from typing import IO

from kg.errors import StoreError

_RUN = 50_000
_FAN_IN = 200
# A run ends earlier where its lines are long.
_MAX_BYTES = 32 << 20


@contextmanager
def sorted_lines(
    lines: Iterable[bytes], *, run: int = _RUN, fan_in: int = _FAN_IN
) -> Iterator[Iterator[bytes]]:
    """Yield the lines sorted by their bytes, each once.

    When the block is entered all lines have been read, and what the reading found out
    is known. The runs are unnamed files: nothing stays behind, not even of a process
    that is killed.

    Args:
        lines: Each ends with a line feed and holds no other.
        run: How many lines are sorted in memory.
        fan_in: How many runs there may be before they are merged into one.

    Raises:
        StoreError: If there is no room for the runs.
    """
    with ExitStack() as stack:
        files: list[IO[bytes]] = []
        waiting: set[bytes] = set()
        size = 0
        for line in lines:
            waiting.add(line)
            size += len(line)
            if len(waiting) >= run or size >= _MAX_BYTES:
                files.append(_spill(stack, sorted(waiting)))
                waiting, size = set(), 0
            if len(files) >= fan_in:
                files = [_merge(stack, files)]
        yield _distinct([*files, sorted(waiting)])


def _merge(stack: ExitStack, files: Sequence[IO[bytes]]) -> IO[bytes]:
    merged = _spill(stack, _distinct(files))
    for file in files:
        file.close()
    return merged


def _spill(stack: ExitStack, lines: Iterable[bytes]) -> IO[bytes]:
    """Write a run and return its file, to be read from its start."""
    try:
        opened = tempfile.TemporaryFile()  # noqa: SIM115 - the stack closes it
        file = stack.enter_context(opened)
        file.writelines(lines)
        file.seek(0)
    except OSError as error:
        message = f"{tempfile.gettempdir()}: no room to sort a dump: {error}"
        raise StoreError(message) from error
    return file


def _distinct(runs: Sequence[Iterable[bytes]]) -> Iterator[bytes]:
    merged = runs[0] if len(runs) == 1 else heapq.merge(*runs)
    return map(itemgetter(0), groupby(merged))
