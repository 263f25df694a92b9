"""Counts the rows of results as they are written, and ends what is too large.

The engine writes results by itself, far faster than Python could row by row, so rows
are counted in the bytes. Each format has a mark that occurs once for each row and
nowhere in a value: a line's end outside quotes, `<result>`, a comma before a brace.
"""

import re
from collections.abc import Callable
from typing import BinaryIO

from kg.errors import AnswerTooLargeError

_ESCAPED = re.compile(rb"\\.", re.DOTALL)


class BoundedOutput:
    """A file to write results into; it counts rows and bytes, and refuses too many."""

    def __init__(
        self,
        output: BinaryIO,
        format_name: str,
        *,
        max_rows: int | None = None,
        max_bytes: int | None = None,
    ) -> None:
        """Take where the results go.

        Args:
            output: The file that is written.
            format_name: json, xml, csv or tsv; rows of other formats are not counted.
            max_rows: Most rows allowed.
            max_bytes: Most bytes allowed.
        """
        self._output = output
        self._count = _COUNTERS[format_name]() if format_name in _COUNTERS else None
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._bytes = 0
        self._rows = 0

    @property
    def rows(self) -> int | None:
        """How many rows were written; `None` for a format without rows."""
        return None if self._count is None else max(self._rows, 0)

    def write(self, data: bytes) -> int:
        """Take the next bytes.

        Raises:
            AnswerTooLargeError: If there are more rows or bytes than are allowed.
        """
        self._bytes += len(data)
        if self._max_bytes is not None and self._bytes > self._max_bytes:
            raise AnswerTooLargeError(f"the answer has over {self._max_bytes:,} bytes")
        if self._count is not None:
            self._rows += self._count(data)
            if self._max_rows is not None and self._rows > self._max_rows:
                raise AnswerTooLargeError(
                    f"the answer has over {self._max_rows:,} rows"
                )
        self._output.write(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written has been passed on."""


class _Json:
    """Counts the braces of bindings: `[{` and `,{` outside strings."""

    def __init__(self) -> None:
        self._in_string = False
        self._rest = b""
        self._last = b""

    def __call__(self, data: bytes) -> int:
        data = self._rest + data
        # An escape may be cut in two.
        cut = len(data) - len(data.rstrip(b"\\"))
        self._rest = data[len(data) - 1 :] if cut % 2 else b""
        data = data[: len(data) - len(self._rest)]
        if b"\\" in data:
            data = _ESCAPED.sub(b"", data)
        pieces = data.split(b'"')
        outside = pieces[1 if self._in_string else 0 :: 2]
        count, seen = 0, b""
        for number, piece in enumerate(outside):
            starts_anew = number > 0 or (not self._in_string and not self._last)
            seen = piece if starts_anew else self._last + piece
            count += seen.count(b",{") + seen.count(b"[{")
        if len(pieces) % 2 == 0:
            self._in_string = not self._in_string
        self._last = b"" if self._in_string else seen[-1:]
        return count


class _Xml:
    """Counts `<result>`, which no value can hold unescaped."""

    _MARK = b"<result>"

    def __init__(self) -> None:
        self._rest = b""

    def __call__(self, data: bytes) -> int:
        data = self._rest + data
        self._rest = data[-len(self._MARK) + 1 :]
        return data.count(self._MARK)


class _Csv:
    """Counts the ends of lines outside quotes, less that of the header."""

    def __init__(self) -> None:
        self._quoted = False
        self._begun = False

    def __call__(self, data: bytes) -> int:
        pieces = data.split(b'"')
        outside = pieces[1 if self._quoted else 0 :: 2]
        if len(pieces) % 2 == 0:
            self._quoted = not self._quoted
        count = sum(piece.count(b"\n") for piece in outside)
        return self._without_header(count)

    def _without_header(self, count: int) -> int:
        if count and not self._begun:
            self._begun = True
            return count - 1
        return count


class _Tsv(_Csv):
    """Counts the ends of lines, which values hold escaped only."""

    def __call__(self, data: bytes) -> int:
        return self._without_header(data.count(b"\n"))


_COUNTERS: dict[str, Callable[[], Callable[[bytes], int]]] = {
    "json": _Json,
    "xml": _Xml,
    "csv": _Csv,
    "tsv": _Tsv,
}
