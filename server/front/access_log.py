"""A line of JSON for each request: who asked what, how long it took, how it ended."""

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from kg.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An answered request.

    `query` is a digest of the SPARQL text as it was sent, so that equal queries can be
    found without keeping what they ask; `seconds` is until the answer was complete;
    `outcome` says how it ended: `ok`, `cached`, or why not.
    """

    id: str
    client: str
    method: str
    path: str
    query: str | None
    status: int
    seconds: float
    bytes: int
    rows: int | None
    outcome: str
    generation: str


class AccessLog:
    """Writes entries to a file, to standard error, or nowhere."""

    def __init__(self, destination: str) -> None:
        """Open the log.

        Args:
            destination: A file to add to, `-` for standard error, empty for none.

        Raises:
            ConfigError: If the file cannot be opened.
        """
        self._file: TextIO | None = None
        if destination == "-":
            self._file = sys.stderr
        elif destination:
            try:
                # By lines, so that what happened is there when somebody looks.
                self._file = Path(destination).open("a", 1, encoding="utf-8")  # noqa: SIM115 - open as long as the server
            except OSError as error:
                message = f"{destination}: cannot be written: {error.strerror}"
                raise ConfigError(message) from error

    @property
    def is_on(self) -> bool:
        """Whether anything is written."""
        return self._file is not None

    def write(self, entry: Entry) -> None:
        """Write an entry; whatever a client sent, it is one line."""
        if self._file is not None:
            time = datetime.now(UTC).isoformat(timespec="milliseconds")
            fields = {"time": time, **asdict(entry)}
            # ASCII, so that nothing in it can end or disguise a line.
            self._file.write(json.dumps(fields) + "\n")


def hash_query(sent: bytes) -> str | None:
    """Return a short digest of what was asked, if anything was."""
    return hashlib.sha256(sent).hexdigest()[:16] if sent else None
