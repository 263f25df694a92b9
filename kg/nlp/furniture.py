"""Page furniture: lines of a crawled page that are not part of its article."""

import re
from functools import cache
from pathlib import Path

import yaml

from kg.model import Span

FURNITURE = Path(__file__).with_name("furniture.yaml")


@cache
def _pattern(path: Path) -> re.Pattern[str]:
    lines = yaml.safe_load(path.read_text(encoding="utf-8"))["lines"]
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


def find_furniture(text: str) -> tuple[Span, ...]:
    """Return the lines of a text that are page furniture, as spans in code points."""
    found: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip() and _pattern(FURNITURE).fullmatch(line.strip()):
            found.append(Span(start, start + len(line)))
        start += len(line)
    return tuple(found)
