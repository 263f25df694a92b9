"""Byte ranges of requests (RFC 9110, section 14), without any HTTP library."""

import re

# Eighteen digits are enough for any file there is.
_SINGLE = re.compile(r"bytes\s*=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


class UnsatisfiableRangeError(Exception):
    """The range begins behind the end of what there is."""


def read_range(header: str, size: int) -> range | None:
    """Return the bytes that a Range header asks for, or `None` for all.

    What is no single range of bytes is to be ignored, and so asks for all.

    Args:
        header: The header's value.
        size: How many bytes there are.

    Raises:
        UnsatisfiableRangeError: If none of them is asked for.
    """
    found = _SINGLE.fullmatch(header)
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if first and last and int(last) < int(first):
        return None
    if first:
        start, stop = int(first), int(last) + 1 if last else size
    else:
        start, stop = max(size - int(last), 0), size
    if start >= size:
        raise UnsatisfiableRangeError
    return range(start, min(stop, size))
