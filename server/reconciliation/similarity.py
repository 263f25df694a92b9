"""The names of the gazetteer that are like one that is not among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.gazetteer import Gazetteer
from kg.gazetteer.folding import fold

# How many places of the index are looked at for a name that is misspelt.
_PLACES = 150
# Two words that differ in a letter or two are one word misspelt, if they are long.
_LONG_WORD = 5
_SPELLING = 0.8
_HEAD = 4


@dataclass(frozen=True, slots=True)
class Similar:
    """An entity by its id, with the folded name that is like the one asked for.

    `share` is how much of the words of both are the same, from 0 to 1.
    """

    id: str
    surface: str
    share: float


def similar_names(text: str, gazetteer: Gazetteer) -> Iterator[Similar]:
    """Yield entities with names of much the same words, misspelt perhaps.

    The longest word has to be among them, and to begin alike. Each entity comes once.
    """
    words = fold(text).split()
    best: dict[str, tuple[float, str]] = {}
    longest = max(words, key=len, default="")
    alike: dict[str, float] = {}
    for found in gazetteer.starting(longest[:_HEAD], _PLACES):
        word = found.start.partition(" ")[0]
        if word not in alike:
            alike[word] = likeness(longest, word)
        if alike[word]:
            like = (overlap(words, found.surface.split()), found.surface)
            best[found.entry] = max(like, best.get(found.entry, like))
    for entity, (share, surface) in best.items():
        yield Similar(entity, surface, share)


def overlap(one: list[str], other: list[str]) -> float:
    """Return how many words two names share, of all that they have, from 0 to 1.

    >>> overlap(["ilham", "aliyev"], ["aliyev"])
    0.5
    """
    left = list(other)
    shared = 0.0
    for word in one:
        alike = [(likeness(word, each), each) for each in left]
        best = max(alike, default=(0.0, ""))
        if best[0]:
            shared += best[0]
            left.remove(best[1])
    return shared / max(1, len(one) + len(left))


def likeness(one: str, other: str) -> float:
    """Return 1 for equal words, less for one that is misspelt, 0 for others."""
    if one == other:
        return 1.0
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _LONG_WORD or longer - shorter > 2 or one[0] != other[0]:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # An upper bound, quicker to have.
    if matcher.quick_ratio() < _SPELLING:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _SPELLING else 0.0
