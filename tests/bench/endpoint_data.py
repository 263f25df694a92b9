"""The data of the endpoint's benchmark: people who work, live and know each other.

Made here, by chance that is the same each time; nothing else is needed.
"""

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rdflib import RDF, Literal, Namespace, URIRef

from kg.rdf.store import open_store
from kg.rdf.terms import NodeTriple

BENCH = Namespace("http://example.org/bench/")
GRAPH = BENCH["graph"]
# The figures of research on other servers are of as many.
TRIPLES = 200_001

_FIRST = ("Aida", "Bela", "Cyra", "Dana", "Emin", "Farid", "Gala", "Hasan", "Ines")
_LAST = ("Abbasov", "Brandt", "Cavid", "Duran", "Ertem", "Fischer", "Guliyev")
_CITIES, _ORGANISATIONS, _FAN_OUT, _FRIENDS = 200, 1_000, 4, 3
# Of a hundred people, so many have an address and a telephone.
_WITH_EMAIL, _WITH_PHONE = 60, 30


def make_triples(count: int = TRIPLES) -> Iterator[NodeTriple]:
    """Yield triples, the same each time; fewer are the beginning of more."""
    chance = random.Random(0)  # noqa: S311 - no secret
    return islice(_endless(chance), count)


def make_store(folder: Path, count: int = TRIPLES) -> Path:
    """Write the data into a store, publish it, and return the store's folder."""
    with open_store(folder) as store:
        store.replace_graph(GRAPH, make_triples(count))
        store.publish()
    return folder


def person(number: int) -> URIRef:
    """Return the IRI of a person; those with low numbers are in all data."""
    return BENCH[f"person/{number}"]


def _endless(chance: random.Random) -> Iterator[NodeTriple]:
    for number in range(_CITIES):
        city = BENCH[f"city/{number}"]
        yield city, RDF.type, BENCH.City
        yield city, BENCH.name, Literal(f"City {number}")
        yield city, BENCH.population, Literal(chance.randrange(10_000, 5_000_000))
    for number in range(_ORGANISATIONS):
        yield from _organisation(number, chance)
    number = 0
    while True:
        yield from _person(number, chance)
        number += 1


def _organisation(number: int, chance: random.Random) -> Iterator[NodeTriple]:
    organisation = BENCH[f"organisation/{number}"]
    yield organisation, RDF.type, BENCH.Organisation
    yield organisation, BENCH.name, Literal(f"Organisation {number}")
    yield organisation, BENCH.locatedIn, BENCH[f"city/{chance.randrange(_CITIES)}"]
    if number:
        parent = BENCH[f"organisation/{(number - 1) // _FAN_OUT}"]
        yield organisation, BENCH.partOf, parent


def _person(number: int, chance: random.Random) -> Iterator[NodeTriple]:
    me = person(number)
    workplace = BENCH[f"organisation/{chance.randrange(_ORGANISATIONS)}"]
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}"
    yield me, RDF.type, BENCH.Person
    yield me, BENCH.name, Literal(name)
    yield me, BENCH.age, Literal(chance.randrange(18, 90))
    yield me, BENCH.worksFor, workplace
    yield me, BENCH.livesIn, BENCH[f"city/{chance.randrange(_CITIES)}"]
    # One knows people of nearby numbers, so that there are triangles.
    near = range(max(number - 100, 0), number + 101)
    for friend in sorted(chance.sample(near, _FRIENDS)):
        yield me, BENCH.knows, person(friend)
    if chance.randrange(100) < _WITH_EMAIL:
        yield me, BENCH.email, Literal(f"p{number}@example.org")
    if chance.randrange(100) < _WITH_PHONE:
        yield me, BENCH.phone, Literal(f"+994 {number:07}")
