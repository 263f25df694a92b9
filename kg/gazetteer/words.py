"""The names of entries from each of their words on, to find them by a beginning."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.gazetteer.content import Content
from kg.gazetteer.folding import fold
from kg.gazetteer.values import GazetteerEntry


class WordStart(NamedTuple):
    """A folded name from one of its words on, with the whole name, and whose it is.

    `entry` is the local name of the entry, `prior` its prior.
    """

    start: str
    surface: str
    entry: str
    prior: float


def word_starts(
    content: Content, identifiers: Mapping[GazetteerEntry, str]
) -> Iterator[WordStart]:
    """Yield each name and alias from each of its words on, not in order."""
    for entry in content.entries:
        identifier = identifiers[entry]
        for surface in {fold(name) for name in (entry.name, *entry.aliases)}:
            words = surface.split()
            for number in range(len(words)):
                start = " ".join(words[number:])
                yield WordStart(start, surface, identifier, entry.prior)
