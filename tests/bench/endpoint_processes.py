"""What a process and all that it started take: from /proc, so on Linux only."""

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
# In /proc/<pid>/stat, behind the name of the command.
_PARENT, _USER, _LAST_OF_TIMES = 1, 11, 15
_INTERVAL = 0.05


def tree(root: int) -> list[int]:
    """Return a process and all below it that live now."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children[int(fields[_PARENT])].append(int(entry.name))
    found = [root]
    for pid in found:
        found.extend(children[pid])
    return found


def cpu_seconds(root: int) -> float:
    """Return the CPU seconds of a process and all below it, those that ended too."""
    ticks = 0
    for pid in tree(root):
        # Own time, and that of children that ended and were waited for.
        ticks += sum(map(int, _stat(pid)[_USER:_LAST_OF_TIMES]))
    return ticks / _TICKS


def resident_memory(root: int) -> float:
    """Return the resident memory of a process and all below it, in MB.

    Pages that several of them share count for each.
    """
    pages = 0
    for pid in tree(root):
        try:
            text = (_PROC / str(pid) / "statm").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            continue
        pages += int(text.split()[1])
    return pages * _PAGE / (1 << 20)


@dataclass(slots=True)
class Watch:
    """The most memory seen, in MB, while a server is watched."""

    peak: float = 0.0
    samples: int = field(default=0)


@contextmanager
def memory_watched(root: int) -> Iterator[Watch]:
    """Look at the memory of a process and all below it, time and again."""
    watch, over = Watch(), Event()

    def look() -> None:
        while not over.is_set():
            watch.peak = max(watch.peak, resident_memory(root))
            watch.samples += 1
            time.sleep(_INTERVAL)

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()


def _stat(pid: int) -> list[str]:
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        # It ended since it was listed.
        return []
    return text.rpartition(")")[2].split()
