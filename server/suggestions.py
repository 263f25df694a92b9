"""What somebody may have meant who asked for a thing that is not there."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from urllib.parse import unquote

from kg.errors import QueryError
from kg.rdf.text_index import Kind, Suggestion, TextIndex
from kg.rdf.text_words import fold

_LIMIT = 5
# Of names that begin alike, so many are looked at.
_POOL = 60
# A misspelt word begins as it should, for the most part.
_BEGINNING = 3
_ALIKE = 0.6
_WORDS = 4
_LONGEST = 200
_WORD = re.compile(r"\w(?:[\w’']*\w)?")
_SUFFIX = re.compile(r"\.(?:html|ttl|nt|nq|trig|jsonld|rdf)$")


def nearest_names(
    index: TextIndex, local_name: str, kinds: Iterable[Kind]
) -> tuple[Suggestion, ...]:
    """Return things of some kinds whose names are like one that nothing has.

    Args:
        index: Knows the names.
        local_name: The end of an address: `Azerbaidjan`, `Aliyev.ttl`.
        kinds: What is wanted.

    Raises:
        StoreError: If the index cannot be read.
    """
    wanted = _readable(local_name)
    kinds = frozenset(kinds)
    found: dict[str, Suggestion] = {}
    for beginning in _beginnings(wanted):
        try:
            suggested = index.suggest(beginning, _POOL)
        except QueryError:
            # Such as signs alone, which begin no word.
            continue
        found |= {each.iri: each for each in suggested if each.kind in kinds}
    return rank_names(wanted, found.values())


def rank_names(wanted: str, found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the suggestions that are like what was wanted, the nearest first."""
    scored = [(_likeness(wanted, each.title), each) for each in found]
    near = [(score, each) for score, each in scored if score >= _ALIKE]
    near.sort(key=lambda pair: (-pair[0], pair[1].title, pair[1].iri))
    return tuple(each for _, each in near[:_LIMIT])


def _readable(local_name: str) -> str:
    name = _SUFFIX.sub("", unquote(local_name)).replace("_", " ").replace("-", " ")
    return " ".join(name.split())[:_LONGEST]


def _beginnings(wanted: str) -> Iterable[str]:
    words = wanted.split()
    yield wanted
    yield from words[:_WORDS]
    yield from (word[:_BEGINNING] for word in words[:_WORDS])


def _likeness(wanted: str, title: str) -> float:
    """Return from 0 to 1 how alike two names are, or a name and part of another."""
    one, other = fold(wanted), fold(title)
    parts = [other, *_WORD.findall(other)]
    # A part that fits is less than a whole that does.
    weights = [1.0, *([0.9] * (len(parts) - 1))]
    return max(
        weight * SequenceMatcher(None, one, part, autojunk=False).ratio()
        for weight, part in zip(weights, parts, strict=True)
    )
