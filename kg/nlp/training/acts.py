"""Read sentences that show who does what to whom: `acts.txt`.

`{Kenya} asked [Chad] for help.` marks who acts and whom it concerns; the word before
the sentence is the relation, or `none` where nobody acts on anybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ACTS = Path(__file__).with_name("acts.txt")
NONE = "none"
_MARK = re.compile(r"[{}\[\]]")


@dataclass(frozen=True, slots=True)
class Act:
    """A sentence with the spans of who acts and whom it concerns, in code points."""

    text: str
    relation: str
    subjects: tuple[tuple[int, int], ...]
    objects: tuple[tuple[int, int], ...]


def read_acts(path: Path = ACTS) -> Iterator[Act]:
    """Yield the sentences of a file; lines with # are comments."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            relation, _, marked = line.partition(" ")
            yield read_act(relation, marked)


def read_act(relation: str, marked: str) -> Act:
    """Return a sentence without its marks."""
    spans: dict[str, list[tuple[int, int]]] = {"}": [], "]": []}
    text = ""
    start = end = 0
    for mark in _MARK.finditer(marked):
        text += marked[end : mark.start()]
        end = mark.end()
        if mark[0] in spans:
            spans[mark[0]].append((start, len(text)))
        start = len(text)
    return Act(text + marked[end:], relation, tuple(spans["}"]), tuple(spans["]"]))
