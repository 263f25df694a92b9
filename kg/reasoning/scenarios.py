"""Denials written as triples that the rules can be applied to.

What is denied may be so in several ways: outside all of some classes means outside one
or the other. Each way is a scenario of its own, and all of them have to contradict the
premises for the denial to.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product

from rdflib import OWL, RDF, XSD, Literal, URIRef
from rdflib.term import Node

from kg.rdf.terms import NodeTriple
from kg.reasoning.descriptions import (
    THING,
    AtLeast,
    AtMost,
    Description,
    Listed,
    Named,
    Only,
    Parts,
    Related,
    Role,
)
from kg.reasoning.statements import Denial, Fresh

# Of what has more cases than this it is not tried whether it follows.
MOST_SCENARIOS = 64
_MOST_THINGS = 16

type Scenario = tuple[NodeTriple, ...]


class TooManyCasesError(ValueError):
    """There are more ways in which a statement may be false than are tried."""


def scenarios(denial: Denial, fresh: Fresh) -> tuple[Scenario, ...]:
    """Return the ways in which a denial can be so; none if it cannot.

    Raises:
        TooManyCasesError: If there are more than `MOST_SCENARIOS`.
    """
    writer = _Writer(fresh)
    members = (writer.member(node, each) for node, each in denial.members)
    return tuple((*denial.triples, *found) for found in _combined(members))


def _combined(parts: Iterable[Iterable[Scenario]]) -> tuple[Scenario, ...]:
    """Return each way to choose a scenario for each of the parts."""
    found: tuple[Scenario, ...] = ((),)
    for part in parts:
        pairs = islice(product(found, part), MOST_SCENARIOS + 1)
        found = tuple((*one, *other) for one, other in pairs)
        if len(found) > MOST_SCENARIOS:
            raise TooManyCasesError(f"more than {MOST_SCENARIOS} cases")
    return found


class _Writer:
    def __init__(self, fresh: Fresh) -> None:
        self._fresh = fresh

    def member(self, node: Node, description: Description) -> Iterator[Scenario]:
        """Yield the ways in which a thing can fit a description."""
        match description:
            case Named(OWL.Thing | OWL.Nothing as name, positive):
                if (name == OWL.Thing) is positive:
                    yield ()
            case Parts(parts, all=True):
                yield from _combined(self.member(node, part) for part in parts)
            case Parts(parts):
                for part in parts:
                    yield from self.member(node, part)
            case Listed(nodes, positive=True):
                yield from (((node, OWL.sameAs, each),) for each in nodes)
            case Listed(nodes):
                yield tuple((node, OWL.differentFrom, each) for each in nodes)
            case Related(role, value, positive):
                end = node if value is None else value
                related = (role.relate(node, end),)
                yield related if positive else self._unrelated(role, node, end)
            case AtLeast(number, role, filler):
                yield from self._witnesses(node, number, role, filler)
            case _:
                name, triples = self._named(description)
                yield ((node, RDF.type, name), *triples)

    def _unrelated(self, role: Role, start: Node, end: Node) -> Scenario:
        """Say that two things are not related so."""
        if role.inverted:
            start, end = end, start
        node = self._fresh()
        is_value = isinstance(end, Literal)
        return (
            (node, RDF.type, OWL.NegativePropertyAssertion),
            (node, OWL.sourceIndividual, start),
            (node, OWL.assertionProperty, role.name),
            (node, OWL.targetValue if is_value else OWL.targetIndividual, end),
        )

    def _witnesses(
        self, node: Node, number: int, role: Role, filler: Description
    ) -> Iterator[Scenario]:
        if number > _MOST_THINGS:
            raise TooManyCasesError(f"more than {_MOST_THINGS} things")
        things = [self._fresh() for _ in range(number)]
        told = (
            *(role.relate(node, thing) for thing in things),
            *((x, OWL.differentFrom, y) for x, y in combinations(things, 2)),
        )
        for found in _combined(self.member(thing, filler) for thing in things):
            yield (*told, *found)

    def _named(self, description: Description) -> tuple[Node, Scenario]:
        """Return a class that a description describes, and the triples to say so."""
        if isinstance(description, Named) and description.positive:
            return description.name, ()
        name = self._fresh()
        return name, tuple(self._describe(name, description))

    def _describe(self, name: Node, description: Description) -> Iterator[NodeTriple]:
        match description:
            case Named(other):
                yield name, OWL.complementOf, other
            case Parts(parts, every):
                named = [self._named(part) for part in parts]
                operator = OWL.intersectionOf if every else OWL.unionOf
                yield from self._listed(name, operator, [each for each, _ in named])
                for _, triples in named:
                    yield from triples
            case Listed(nodes, positive):
                one_of = name if positive else self._fresh()
                yield from self._listed(one_of, OWL.oneOf, nodes)
                if not positive:
                    yield name, OWL.complementOf, one_of
            case Related(role, value, positive):
                described = name if positive else self._fresh()
                yield from self._on(described, role)
                if value is None:
                    yield described, OWL.hasSelf, Literal("true", datatype=XSD.boolean)
                else:
                    yield described, OWL.hasValue, value
                if not positive:
                    yield name, OWL.complementOf, described
            case _:
                yield from self._restrict(name, description)

    def _restrict(
        self, name: Node, description: Only | AtLeast | AtMost
    ) -> Iterator[NodeTriple]:
        yield from self._on(name, description.role)
        match description:
            case Only(filler=filler):
                yield from self._filled(name, OWL.allValuesFrom, filler)
            case AtLeast(1, filler=filler):
                yield from self._filled(name, OWL.someValuesFrom, filler)
            case AtLeast(number, filler=filler):
                yield from self._counted(name, "min", number, filler)
            case AtMost(number, filler=filler):
                yield from self._counted(name, "max", number, filler)

    def _counted(
        self, name: Node, bound: str, number: int, filler: Description
    ) -> Iterator[NodeTriple]:
        count = Literal(str(number), datatype=XSD.nonNegativeInteger)
        if filler == THING:
            yield name, OWL[f"{bound}Cardinality"], count
        else:
            yield name, OWL[f"{bound}QualifiedCardinality"], count
            yield from self._filled(name, OWL.onClass, filler)

    def _filled(
        self, name: Node, operator: URIRef, filler: Description
    ) -> Iterator[NodeTriple]:
        other, triples = self._named(filler)
        yield name, operator, other
        yield from triples

    def _on(self, name: Node, role: Role) -> Iterator[NodeTriple]:
        inverse = self._fresh() if role.inverted else role.name
        yield name, OWL.onProperty, inverse
        if role.inverted:
            yield inverse, OWL.inverseOf, role.name

    def _listed(
        self, name: Node, operator: URIRef, items: Iterable[Node]
    ) -> Iterator[NodeTriple]:
        rest: Node = RDF.nil
        for item in reversed(tuple(items)):
            node = self._fresh()
            yield node, RDF.first, item
            yield node, RDF.rest, rest
            rest = node
        yield name, operator, rest
