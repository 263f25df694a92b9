"""A body that is a stretch of a file."""

from collections.abc import Iterator
from pathlib import Path

_CHUNK = 64 << 10


class FileBody:
    """A stretch of a file, read as it is sent.

    Attributes:
        path: The file, which stays as it is.
        start: The first byte to send, counted from 0.
        length: How many bytes to send.
    """

    def __init__(self, path: Path, start: int, length: int) -> None:
        self.path = path
        self.start = start
        self.length = length

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes, 64 KiB at a time."""
        left = self.length
        with self.path.open("rb") as file:
            file.seek(self.start)
            while left and (chunk := file.read(min(left, _CHUNK))):
                left -= len(chunk)
                yield chunk
