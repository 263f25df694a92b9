"""Class expressions as values, so that what they deny can be said as well.

Negations stand only before names, as `negation` drives them inwards: what is not in
all of some classes is outside one of them, and so on. Source of the expressions: OWL 2
Mapping to RDF Graphs, section 3.2.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.reasoning.datatypes import Space, value_of
from kg.reasoning.lexical import is_whole


class MalformedDescriptionError(ValueError):
    """The triples about a node make no class expression, property or list."""


@dataclass(frozen=True, slots=True)
class Role:
    """A property, or its inverse."""

    name: URIRef
    inverted: bool = False

    def relate(self, start: Node, end: Node) -> tuple[Node, Node, Node]:
        """Return the triple that says that this relates two things."""
        return (end, self.name, start) if self.inverted else (start, self.name, end)


@dataclass(frozen=True, slots=True)
class Named:
    """A class or datatype, or all that is not in it."""

    name: Node
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Parts:
    """What is in all of some classes, or in one of them."""

    parts: tuple["Description", ...]
    all: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One of some things, or none of them."""

    nodes: tuple[Node, ...]
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Only:
    """All that is so related is of the class."""

    role: Role
    filler: "Description"


@dataclass(frozen=True, slots=True)
class Related:
    """Related to the value, or not; to itself, if the value is None."""

    role: Role
    value: Node | None
    positive: bool = True


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many things of the class are so related."""

    number: int
    role: Role
    filler: "Description"


@dataclass(frozen=True, slots=True)
class AtMost:
    """No more things of the class are so related."""

    number: int
    role: Role
    filler: "Description"


type Description = Named | Parts | Listed | Only | Related | AtLeast | AtMost

THING = Named(OWL.Thing)
_DEEPEST = 64


def negation(description: Description) -> Description:  # noqa: PLR0911 - one a kind
    """Return what all is that a description does not fit."""
    match description:
        case Named(name, positive):
            return Named(name, not positive)
        case Parts(parts, every):
            return Parts(tuple(map(negation, parts)), not every)
        case Listed(nodes, positive):
            return Listed(nodes, not positive)
        case Only(role, filler):
            return AtLeast(1, role, negation(filler))
        case Related(role, value, positive):
            return Related(role, value, not positive)
        case AtLeast(0):
            return Named(OWL.Nothing)
        case AtLeast(1, role, filler) if filler != THING:
            return Only(role, negation(filler))
        case AtLeast(number, role, filler):
            return AtMost(number - 1, role, filler)
        case AtMost(number, role, filler):
            return AtLeast(number + 1, role, filler)


def is_description(node: Node, graph: Graph) -> bool:
    """Say whether a blank node stands for a class expression."""
    return isinstance(node, BNode) and any(
        predicate in CONSTRUCTORS for predicate in graph.predicates(node)
    )


def read_description(node: Node, graph: Graph) -> Description:
    """Return the class expression that a node stands for.

    Raises:
        MalformedDescriptionError: If the triples about the node make up none.
    """
    return _read(node, graph, ())


def read_constructed(node: Node, graph: Graph) -> Iterator[Description]:
    """Yield the expressions that a node is said to mean, if any, by their operators.

    Raises:
        MalformedDescriptionError: If an operand is not what the operator needs.
    """
    yield from _constructed(node, graph, ())


def read_role(node: Node, graph: Graph) -> Role:
    """Return the property that a node stands for: itself, or the inverse of another.

    Raises:
        MalformedDescriptionError: If it stands for none.
    """
    if isinstance(node, URIRef):
        return Role(node)
    inverse = graph.value(node, OWL.inverseOf)
    if isinstance(node, BNode) and isinstance(inverse, URIRef):
        return Role(inverse, inverted=True)
    raise MalformedDescriptionError(f"{node.n3()} is no property")


def read_items(head: Node, graph: Graph) -> tuple[Node, ...]:
    """Return the items of a list.

    Raises:
        MalformedDescriptionError: If it has no end, or a node with no item or several.
    """
    items: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first, rest = list(graph.objects(head, RDF.first)), graph.value(head, RDF.rest)
        if len(first) != 1 or rest is None or head in seen:
            raise MalformedDescriptionError(f"{head.n3()} is no list")
        seen.add(head)
        items += first
        head = rest
    return tuple(items)


def _read(node: Node, graph: Graph, inside: tuple[Node, ...]) -> Description:
    if node in inside:
        raise MalformedDescriptionError("a class expression that contains itself")
    if len(inside) > _DEEPEST:
        raise MalformedDescriptionError(f"it is nested deeper than {_DEEPEST}")
    if isinstance(node, BNode) and len(_parents(node, graph)) > 1:
        raise MalformedDescriptionError("a class expression is part of several others")
    if isinstance(node, URIRef):
        return Named(node)
    found = [] if isinstance(node, Literal) else list(_constructed(node, graph, inside))
    if len(found) != 1:
        raise MalformedDescriptionError(f"{node.n3()} is no class expression")
    return found[0]


def _parents(node: Node, graph: Graph) -> list[Node]:
    # Expressions that share their parts could be longer than anything can read.
    triples = graph.subject_predicates(node)
    return [s for s, p in triples if p == RDF.first or p in DESCRIBING]


def _constructed(
    node: Node, graph: Graph, inside: tuple[Node, ...]
) -> Iterator[Description]:
    def read(part: Node) -> Description:
        return _read(part, graph, (*inside, node))

    for operator, operand in sorted(graph.predicate_objects(node)):
        if operator in (OWL.intersectionOf, OWL.unionOf):
            parts = tuple(map(read, read_items(operand, graph)))
            yield Parts(parts, all=operator == OWL.intersectionOf)
        elif operator == OWL.complementOf:
            yield negation(read(operand))
        elif operator == OWL.oneOf:
            yield Listed(read_items(operand, graph))
        elif operator in _RESTRICTIONS:
            role = read_role(_one(node, OWL.onProperty, graph), graph)
            qualified = operator in _QUALIFIED
            filler = read(_qualifier(node, graph) if qualified else OWL.Thing)
            yield _restriction(operator, operand, role, filler, read)


def _qualifier(node: Node, graph: Graph) -> Node:
    on_data = (node, OWL.onDataRange, None) in graph
    return _one(node, OWL.onDataRange if on_data else OWL.onClass, graph)


def _one(node: Node, predicate: URIRef, graph: Graph) -> Node:
    found = list(graph.objects(node, predicate))
    if len(found) != 1:
        raise MalformedDescriptionError(f"{node.n3()} has not one {predicate.n3()}")
    return found[0]


def _restriction(  # noqa: PLR0911 - one for each operator
    operator: Node,
    operand: Node,
    role: Role,
    filler: Description,
    read: Callable[[Node], Description],
) -> Description:
    if operator == OWL.someValuesFrom:
        return AtLeast(1, role, read(operand))
    if operator == OWL.allValuesFrom:
        return Only(role, read(operand))
    if operator == OWL.hasValue:
        return Related(role, operand)
    if operator == OWL.hasSelf:
        return Related(role, None)
    number = _count(operand)
    if operator in (OWL.minCardinality, OWL.minQualifiedCardinality):
        return AtLeast(number, role, filler)
    if operator in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        return AtMost(number, role, filler)
    both = AtLeast(number, role, filler), AtMost(number, role, filler)
    return Parts(both, all=True)


def _count(node: Node) -> int:
    value = value_of(node) if isinstance(node, Literal) else None
    if value is not None and value.space is Space.NUMBER:
        number = Decimal(str(value.content))
        if is_whole(number) and number >= 0:
            return int(number)
    raise MalformedDescriptionError(f"{node.n3()} is no number of things")


_QUALIFIED = frozenset(
    {
        OWL.minQualifiedCardinality,
        OWL.maxQualifiedCardinality,
        OWL.qualifiedCardinality,
    }
)
_RESTRICTIONS = _QUALIFIED | {
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.hasValue,
    OWL.hasSelf,
    OWL.minCardinality,
    OWL.maxCardinality,
    OWL.cardinality,
}
BOOLEANS = frozenset({OWL.intersectionOf, OWL.unionOf, OWL.complementOf, OWL.oneOf})
CONSTRUCTORS = _RESTRICTIONS | BOOLEANS
# All that a node of a class expression is described with.
DESCRIBING = CONSTRUCTORS | {OWL.onProperty, OWL.onClass, OWL.onDataRange}
KINDS = frozenset(
    {OWL.Class, OWL.Restriction, OWL.DataRange, RDFS.Class, RDFS.Datatype, RDF.List}
)
