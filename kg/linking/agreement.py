"""How far two classes agree: that of a mention and that of a candidate.

The classes under which things are told apart are data, in `coarse_types.tsv`: two
things of different coarse classes are hardly ever one. Beside each stand the words
that show by a name which class it belongs to ("Alma *Center*").
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

from kg.gazetteer.folding import fold
from kg.gazetteer.tables import read_rows, values
from kg.ontology import Ontology

TABLE = Path(__file__).with_name("coarse_types.tsv")

_AFTER_HEAD = frozenset({"of", "for", "on"})
_YEAR = re.compile(r"\b(19|20)\d\d$")
_FINER = 1.0
_COARSER = 0.95
_SAME_COARSE = 0.85
_STATE_OR_PLACE = 0.8


@dataclass(frozen=True, slots=True)
class CoarseType:
    """A coarse class, and the words that show that a name is of it."""

    name: str
    words: frozenset[str]


@cache
def coarse_types() -> tuple[CoarseType, ...]:
    """Return the coarse classes, in the order in which they are tried."""
    return tuple(
        CoarseType(row.cells[0], frozenset(values(row.cells[1])))
        for row in read_rows(TABLE, ("type", "words"))
    )


def coarse_type(type_name: str, ontology: Ontology) -> str:
    """Return the coarse class of a class; one that has none stands for itself."""
    for coarse in coarse_types():
        if type_name == coarse.name or ontology.is_a(type_name, coarse.name):
            return coarse.name
    return type_name


def named_type(name: str) -> str:
    """Return the coarse class that a name shows by itself.

    >>> named_type("Alma Center"), named_type("Altai Goyushov"), named_type("Khojavend")
    ('Organization', 'Person', 'Place')
    """
    words = fold(name).split()
    # What a body is stands at an edge, or before "of": "Armed Forces of Plimpton".
    head = list(takewhile(lambda word: word not in _AFTER_HEAD, words))
    edges = {word for part in (head, words) for word in (*part[:1], *part[-1:])}
    for coarse in coarse_types():
        if not coarse.words.isdisjoint(edges):
            return coarse.name
    if _YEAR.search(name):
        return "Event"
    if any(character.isdigit() for character in name):
        return "WeaponSystem"
    return "Person" if len(words) > 1 else "Place"


def agreement(mention: str | None, entry: str, ontology: Ontology) -> float:
    """Return how far a mention's class allows an entry of another, from 0 to 1.

    Args:
        mention: The class that the text gives, if it gives one.
        entry: The class that the gazetteer gives.
        ontology: The classes.
    """
    if mention is None or mention == entry or ontology.is_a(entry, mention):
        return _FINER
    if ontology.is_a(mention, entry):
        return _COARSER
    coarse = {coarse_type(mention, ontology), coarse_type(entry, ontology)}
    if len(coarse) == 1:
        return _SAME_COARSE
    # A recogniser of names does not tell states from cities.
    return _STATE_OR_PLACE if coarse == {"State", "Place"} else 0.0


def finer(one: str, other: str, ontology: Ontology) -> str:
    """Return the finer of two classes, or the first when neither is."""
    return other if other != one and ontology.is_a(other, one) else one
