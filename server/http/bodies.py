"""Bodies of answers that are more than bytes in memory.

A worker hands them to the front in its own way; for any other WSGI server, and for
Flask's test client, they are iterables of bytes.
"""

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from server.http.file_body import FileBody

__all__ = ["FileBody", "WrittenBody"]


class WrittenBody:
    """A body that writes itself, as it is found.

    Evaluation goes on while it is written, so an error can come late.
    """

    def __init__(self, write: Callable[[BinaryIO], int | None]) -> None:
        """Take what writes the body and returns how many rows there were."""
        self._write = write

    def write_to(self, output: BinaryIO) -> int | None:
        """Write the body; return the number of its rows where it has any."""
        return self._write(output)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the whole body, once it is complete."""
        buffer = io.BytesIO()
        self._write(buffer)
        yield buffer.getvalue()
