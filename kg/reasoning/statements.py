"""What a conclusion states, and what would be the case if it did not hold.

Each axiom is read from its triples as denials: states of affairs in which it is false.
It follows from premises if all of these contradict them. What an axiom says of all
things, its denials say of things that nothing else is known of.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from kg.rdf.terms import NodeTriple
from kg.reasoning.descriptions import (
    BOOLEANS,
    DESCRIBING,
    KINDS,
    Description,
    MalformedDescriptionError,
    Named,
    Related,
    Role,
    is_description,
    negation,
    read_constructed,
    read_description,
    read_items,
    read_role,
)

# Gives names for things that nothing else is known of.
type Fresh = Callable[[], URIRef]


@dataclass(frozen=True, slots=True)
class Denial:
    """Something that would be so if a statement were false.

    `triples` hold in it, and each of `members` is as described.
    """

    triples: tuple[NodeTriple, ...] = ()
    members: tuple[tuple[Node, Description], ...] = ()


class StatementReader:
    """Reads the statements of a graph."""

    def __init__(self, graph: Graph, fresh: Fresh) -> None:
        """Take the graph, and what gives new names."""
        self._graph = graph
        self._fresh = fresh

    def is_statement(self, triple: NodeTriple) -> bool:
        """Say whether a triple says something, and is no part of another that does."""
        subject, predicate, object_ = triple
        if not isinstance(subject, BNode):
            return True
        if predicate in (RDF.first, RDF.rest) or object_ == RDF.List:
            return False
        if is_description(subject, self._graph):
            kind = predicate == RDF.type and object_ in KINDS
            return not kind and predicate not in DESCRIBING
        if (subject, OWL.inverseOf, None) in self._graph:
            kind = predicate == RDF.type and object_ == OWL.ObjectProperty
            return not kind and predicate != OWL.inverseOf
        return predicate not in _PARTS

    def denials(  # noqa: PLR0911 - one for each kind
        self, triple: NodeTriple
    ) -> tuple[Denial, ...] | None:
        """Return what would be the case, one or the other, if a triple did not hold.

        None for what has to be known as it is, such as that a name is one of a class.

        Raises:
            MalformedDescriptionError: If the axiom is not as it has to be.
        """
        subject, predicate, object_ = triple
        if predicate == RDF.type:
            return self._kind(subject, object_)
        if predicate in _OF_CLASSES:
            return tuple(self._of_classes(subject, predicate, object_))
        if predicate in _OF_PROPERTIES:
            return tuple(self._of_properties(subject, predicate, object_))
        if predicate in BOOLEANS:
            parts = Graph()
            parts += self._graph
            parts.remove((subject, None, None))
            parts.add(triple)
            constructed = list(read_constructed(subject, parts))
            return tuple(_equal(Named(subject), constructed[0], self._fresh()))
        if predicate in (OWL.sameAs, OWL.differentFrom):
            opposite = OWL.differentFrom if predicate == OWL.sameAs else OWL.sameAs
            return (Denial(((subject, opposite, object_),)),)
        if not isinstance(predicate, URIRef) or predicate in OWL or predicate in RDFS:
            return None
        return (Denial(members=((subject, _unrelated(Role(predicate), object_)),)),)

    def _kind(self, subject: Node, kind: Node) -> tuple[Denial, ...] | None:
        if kind in _CHARACTERISTICS:
            role = read_role(subject, self._graph)
            return (_characteristic(role, *_CHARACTERISTICS[kind], self._fresh),)
        if kind in _AXIOMS:
            return tuple(self._axiom(subject, kind))
        if isinstance(kind, URIRef) and _is_metaclass(kind):
            return None
        described = read_description(kind, self._graph)
        return (Denial(members=((subject, negation(described)),)),)

    def _axiom(self, node: Node, kind: Node) -> Iterator[Denial]:
        """Yield the denials of an axiom that has a node of its own."""
        if kind == OWL.NegativePropertyAssertion:
            role = read_role(self._part(node, OWL.assertionProperty), self._graph)
            source = self._part(node, OWL.sourceIndividual)
            target = self._part(node, OWL.targetIndividual, OWL.targetValue)
            yield Denial((role.relate(source, target),))
            return
        members = self._part(node, OWL.members, OWL.distinctMembers)
        for one, other in combinations(read_items(members, self._graph), 2):
            if kind == OWL.AllDifferent:
                yield Denial(((one, OWL.sameAs, other),))
            elif kind == OWL.AllDisjointClasses:
                yield from self._of_classes(one, OWL.disjointWith, other)
            else:
                yield from self._of_properties(one, OWL.propertyDisjointWith, other)

    def _part(self, node: Node, *predicates: URIRef) -> Node:
        found = [o for p in predicates for o in self._graph.objects(node, p)]
        if len(found) != 1:
            names = " or ".join(p.n3(self._graph.namespace_manager) for p in predicates)
            raise MalformedDescriptionError(f"{node.n3()} has not one {names}")
        return found[0]

    def _of_classes(self, one: Node, axiom: Node, other: Node) -> Iterator[Denial]:
        something = self._fresh()
        if axiom in (RDFS.domain, RDFS.range):
            role, value = read_role(one, self._graph), self._fresh()
            missing = negation(read_description(other, self._graph))
            place = something if axiom == RDFS.domain else value
            yield Denial((role.relate(something, value),), ((place, missing),))
            return
        first = read_description(one, self._graph)
        if axiom == OWL.hasKey:
            roles = [read_role(r, self._graph) for r in read_items(other, self._graph)]
            yield self._key(first, roles)
            return
        second = read_description(other, self._graph)
        if axiom == OWL.disjointWith:
            yield Denial(members=((something, first), (something, second)))
        elif axiom == RDFS.subClassOf:
            yield _outside(first, second, something)
        else:
            yield from _equal(first, second, something)

    def _key(self, description: Description, roles: Iterable[Role]) -> Denial:
        one, other = self._fresh(), self._fresh()
        shared = [(role, self._fresh()) for role in roles]
        told = [role.relate(x, value) for role, value in shared for x in (one, other)]
        return Denial(
            (*told, (one, OWL.differentFrom, other)),
            ((one, description), (other, description)),
        )

    def _of_properties(self, one: Node, axiom: Node, other: Node) -> Iterator[Denial]:
        start, end = self._fresh(), self._fresh()
        first = read_role(one, self._graph)
        if axiom == OWL.propertyChainAxiom:
            links = [read_role(r, self._graph) for r in read_items(other, self._graph)]
            stops = [start, *(self._fresh() for _ in links[1:]), end]
            pairs = zip(links, pairwise(stops), strict=True)
            path = tuple(link.relate(*pair) for link, pair in pairs)
            yield Denial(path, ((start, _unrelated(first, end)),))
            return
        second = read_role(other, self._graph)
        if axiom == OWL.inverseOf:
            second = Role(second.name, not second.inverted)
        if axiom == OWL.propertyDisjointWith:
            yield Denial((first.relate(start, end), second.relate(start, end)))
            return
        yield _broken(first, second, start, end)
        if axiom != RDFS.subPropertyOf:
            yield _broken(second, first, start, end)


def _is_metaclass(kind: URIRef) -> bool:
    if kind in (OWL.Thing, OWL.Nothing):
        return False
    return kind in OWL or kind in (RDF.Property, RDFS.Class, RDFS.Datatype)


def _unrelated(role: Role, value: Node) -> Related:
    return Related(role, value, positive=False)


def _outside(narrow: Description, wide: Description, something: Node) -> Denial:
    return Denial(members=((something, narrow), (something, negation(wide))))


def _equal(one: Description, other: Description, node: Node) -> Iterator[Denial]:
    yield _outside(one, other, node)
    yield _outside(other, one, node)


def _broken(narrow: Role, wide: Role, start: Node, end: Node) -> Denial:
    return Denial((narrow.relate(start, end),), ((start, _unrelated(wide, end)),))


def _characteristic(role: Role, told: str, denied: str, fresh: Fresh) -> Denial:
    things = {letter: fresh() for letter in "abc"}

    def pairs(text: str) -> Iterator[tuple[URIRef, URIRef]]:
        return ((things[pair[0]], things[pair[-1]]) for pair in text.split())

    triples: list[NodeTriple] = [role.relate(*pair) for pair in pairs(told)]
    if "=" in denied:
        triples += ((one, OWL.differentFrom, other) for one, other in pairs(denied))
        return Denial(tuple(triples))
    missing = ((start, _unrelated(role, end)) for start, end in pairs(denied))
    return Denial(tuple(triples), tuple(missing))


# What is so of unknown things a, b and c, and what then is not where the axiom is
# false: which is related to which.
_CHARACTERISTICS: dict[Node, tuple[str, str]] = {
    OWL.TransitiveProperty: ("ab bc", "ac"),
    OWL.SymmetricProperty: ("ab", "ba"),
    OWL.AsymmetricProperty: ("ab ba", ""),
    OWL.ReflexiveProperty: ("", "aa"),
    OWL.IrreflexiveProperty: ("aa", ""),
    OWL.FunctionalProperty: ("ab ac", "b=c"),
    OWL.InverseFunctionalProperty: ("ac bc", "a=b"),
}
_AXIOMS = frozenset(
    {
        OWL.AllDifferent,
        OWL.AllDisjointClasses,
        OWL.AllDisjointProperties,
        OWL.NegativePropertyAssertion,
    }
)
_PARTS = frozenset(
    {
        OWL.members,
        OWL.distinctMembers,
        OWL.sourceIndividual,
        OWL.assertionProperty,
        OWL.targetIndividual,
        OWL.targetValue,
    }
)
_OF_CLASSES = frozenset(
    {
        RDFS.subClassOf,
        OWL.equivalentClass,
        OWL.disjointWith,
        OWL.hasKey,
        RDFS.domain,
        RDFS.range,
    }
)
_OF_PROPERTIES = frozenset(
    {
        RDFS.subPropertyOf,
        OWL.equivalentProperty,
        OWL.inverseOf,
        OWL.propertyDisjointWith,
        OWL.propertyChainAxiom,
    }
)


def roles_of(denials: Iterable[Denial]) -> Iterator[URIRef]:
    """Yield the properties that denials relate things by."""
    for denial in denials:
        for _, predicate, _ in denial.triples:
            if isinstance(predicate, URIRef) and predicate not in OWL:
                yield predicate


def is_structure(node: Node, graph: Graph) -> bool:
    """Say whether a blank node is a part of an axiom, and stands for no other thing."""
    return (
        is_description(node, graph)
        or (node, RDF.first, None) in graph
        or (isinstance(node, BNode) and (node, OWL.inverseOf, None) in graph)
        or any(kind in _AXIOMS for kind in graph.objects(node, RDF.type))
    )
