"""Class expressions and data ranges of OWL 2, as RDF writes them.

Source: OWL 2 Mapping to RDF Graphs, section 3.2.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from kg.ontology.skolem import is_anonymous

if TYPE_CHECKING:
    from rdflib.term import Node

# What follows the property in a restriction, and whether it is a class or data range.
_FILLERS = {
    OWL.someValuesFrom: True,
    OWL.allValuesFrom: True,
    OWL.hasValue: False,
    OWL.hasSelf: False,
    OWL.minCardinality: False,
    OWL.maxCardinality: False,
    OWL.cardinality: False,
    OWL.minQualifiedCardinality: False,
    OWL.maxQualifiedCardinality: False,
    OWL.qualifiedCardinality: False,
}
# Lists of one are accepted: OWL 1 wrote them.
_LISTS = (OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.withRestrictions)
_SINGLE = (OWL.complementOf, OWL.datatypeComplementOf, OWL.onDatatype)
CONSTRUCTORS = frozenset({*_FILLERS, *_LISTS, *_SINGLE, OWL.onProperties})

# The datatypes of OWL 2 RL (Profiles, section 4.2.1); xsd:date is not among them.
DATATYPES = frozenset(
    {
        RDF.PlainLiteral,
        RDF.XMLLiteral,
        RDF.langString,
        RDFS.Literal,
        XSD.decimal,
        XSD.integer,
        XSD.nonNegativeInteger,
        XSD.nonPositiveInteger,
        XSD.positiveInteger,
        XSD.negativeInteger,
        XSD.long,
        XSD.int,
        XSD.short,
        XSD.byte,
        XSD.unsignedLong,
        XSD.unsignedInt,
        XSD.unsignedShort,
        XSD.unsignedByte,
        XSD.float,
        XSD.double,
        XSD.string,
        XSD.normalizedString,
        XSD.token,
        XSD.language,
        XSD.Name,
        XSD.NCName,
        XSD.NMTOKEN,
        XSD.boolean,
        XSD.hexBinary,
        XSD.base64Binary,
        XSD.anyURI,
        XSD.dateTime,
        XSD.dateTimeStamp,
    }
)


class MalformedError(ValueError):
    """The triples do not make up the expression or list they begin."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One class expression or data range, without what is inside its operands.

    `constructor` is the property that builds it, or `None` for a name; `operands`
    are the expressions inside; `number` is the bound of a cardinality.
    """

    constructor: URIRef | None
    operands: tuple["Node", ...] = ()
    on: "Node | None" = None
    number: int | None = None


def read_expression(graph: Graph, node: "Node") -> Expression:
    """Read the expression that a node of the graph stands for.

    Raises:
        MalformedError: If parts are missing, doubled or of the wrong kind.
    """
    if isinstance(node, URIRef) and not is_anonymous(node):
        return Expression(None)
    if not is_anonymous(node):
        raise MalformedError(f"{node!s} is a literal, not a class or data range")
    found = [p for p in sorted(CONSTRUCTORS) if (node, p, None) in graph]
    if OWL.onDatatype in found and OWL.withRestrictions in found:
        found.remove(OWL.withRestrictions)
    if len(found) != 1:
        names = ", ".join(short(p) for p in found) or "none"
        raise MalformedError(f"an expression needs one constructor, has {names}")
    return build_expression(graph, node, found[0])


def build_expression(graph: Graph, node: "Node", constructor: URIRef) -> Expression:
    """Read the expression that a constructor builds at a node.

    Raises:
        MalformedError: If parts are missing, doubled or of the wrong kind.
    """
    value = _only(graph, node, constructor)
    if constructor == OWL.oneOf:
        read_list(graph, value, 1)
        return Expression(constructor)
    if constructor in _LISTS:
        return Expression(constructor, read_list(graph, value, 1))
    if constructor not in _FILLERS:
        return Expression(constructor, (value,))
    on = _only(graph, node, OWL.onProperty)
    if constructor in (OWL.hasValue, OWL.hasSelf):
        return Expression(constructor, (), on)
    if _FILLERS[constructor]:
        return Expression(constructor, (value,), on)
    operands: tuple[Node, ...] = ()
    if constructor == OWL.maxQualifiedCardinality:
        over = (
            OWL.onDataRange if (node, OWL.onDataRange, None) in graph else OWL.onClass
        )
        operands = (_only(graph, node, over),)
    number = getattr(value, "value", None)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise MalformedError(f"{short(constructor)} needs a number, not {value!s}")
    return Expression(constructor, operands, on, number)


def read_list(graph: Graph, start: "Node", least: int) -> tuple["Node", ...]:
    """Return the members of an RDF list.

    Raises:
        MalformedError: If a cell is broken, the list is a circle or too short.
    """
    members: list[Node] = []
    seen: set[Node] = set()
    cell = start
    while cell != RDF.nil:
        if cell in seen:
            raise MalformedError("a list that runs in a circle")
        seen.add(cell)
        members.append(_only(graph, cell, RDF.first))
        cell = _only(graph, cell, RDF.rest)
    if len(members) < least:
        message = f"a list of {len(members)} where {least} or more are needed"
        raise MalformedError(message)
    return tuple(members)


def describe(graph: Graph, node: "Node", depth: int = 3) -> str:
    """Return the expression as one short line for messages."""
    if not is_anonymous(node):
        return short(node)
    try:
        read = read_expression(graph, node)
    except MalformedError:
        inverse = graph.value(node, OWL.inverseOf)
        return "[...]" if inverse is None else f"inverse {short(inverse)}"
    inner = " ".join(
        describe(graph, operand, depth - 1) if depth else "..."
        for operand in read.operands
    )
    parts = (
        *([describe(graph, read.on)] if read.on is not None else []),
        short(read.constructor),
        *([str(read.number)] if read.number is not None else []),
        *([inner] if inner else []),
    )
    return f"[{' '.join(parts)}]"


def short(term: "Node | None") -> str:
    """Return the last part of an IRI, or the term as it is."""
    text = str(term)
    if not isinstance(term, URIRef):
        return text
    return text.rstrip("/#").rpartition("#")[2].rpartition("/")[2]


def is_datatype(graph: Graph, node: "Node") -> bool:
    """Say whether a node is declared, or built in, as a datatype."""
    builtin = node in DATATYPES or str(node).startswith(str(XSD))
    return builtin or (node, RDF.type, RDFS.Datatype) in graph


def _only(graph: Graph, node: "Node", predicate: URIRef) -> "Node":
    values = list(graph.objects(node, predicate))
    if len(values) != 1:
        message = f"{short(predicate)} needs one value, has {len(values)}"
        raise MalformedError(message)
    return values[0]
