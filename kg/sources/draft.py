"""What the readers of one format share: an open input and an unchecked article."""

from dataclasses import dataclass
from typing import BinaryIO

from kg.errors import ArticleError

# Markup, front matter and escapes may make a file this much longer than its text.
_OVERHEAD = 16
_SLACK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An open file or stream; `name` is what messages call it."""

    name: str
    stem: str
    stream: BinaryIO
    max_length: int

    @property
    def max_bytes(self) -> int:
        """The most bytes worth reading for one article."""
        return self.max_length * _OVERHEAD + _SLACK

    def read_text(self) -> str:
        """Return the whole input as text.

        Raises:
            ArticleError: If it is longer than `max_bytes`, binary or not UTF-8.
        """
        content = self.stream.read(self.max_bytes + 1)
        if len(content) > self.max_bytes:
            reason = (
                f"too long: more than {self.max_bytes} bytes,"
                f" with articles of at most {self.max_length} code points"
            )
            raise ArticleError(self.name, reason)
        return decode(self.name, content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as its input states it; nothing is checked yet.

    `where` is the file, with the line or record where there are many in one.
    """

    where: str
    id: str
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None


def decode(where: str, content: bytes, encoding: str = "utf-8") -> str:
    """Return bytes as text, without a byte order mark; newlines stay as they are.

    Raises:
        ArticleError: For NUL bytes or bytes that are not in the encoding.
    """
    if (position := content.find(b"\0")) >= 0:
        raise ArticleError(where, f"binary, not text: NUL at byte {position}")
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        reason = f"not {encoding.upper()} text: bad byte at {error.start}"
        raise ArticleError(where, reason) from error
    except LookupError as error:
        raise ArticleError(where, f"unknown encoding {encoding!r}") from error
