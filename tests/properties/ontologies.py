"""Hypothesis strategies for small ontologies that use all of OWL 2 RL, and for data.

An axiom is a tuple of triples. Nodes of lists are named after what the list holds, so
that equal axioms are equal triples. Few names are used, so that axioms meet.
"""

from collections.abc import Sequence

from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.rdf.terms import NodeTriple

EX = "http://example.org/"

type Axiom = tuple[NodeTriple, ...]


def named(names: str) -> st.SearchStrategy[URIRef]:
    return st.sampled_from([URIRef(EX + name) for name in names])


def literal(text: str, datatype: URIRef | None = None) -> Literal:
    return Literal(text, datatype=datatype, normalize=False)


THINGS, PROPERTIES, DATA_PROPERTIES = named("abcd"), named("pqrs"), named("uv")
# M and N stand for class expressions, though any class may be defined.
CLASSES = named("CDEFMN")
ONE = [
    literal("1", XSD.integer),
    literal("01", XSD.integer),
    literal("1.0", XSD.decimal),
]
LITERALS = st.sampled_from(
    [*ONE, literal("2", XSD.integer), literal("1"), literal("true", XSD.boolean)]
)
DATATYPES = st.sampled_from(
    [XSD.integer, XSD.decimal, XSD.string, XSD.boolean, RDFS.Literal]
)


def list_of(items: Sequence[Node]) -> tuple[Node, Axiom]:
    """Return the node of a list, and the triples that describe the list."""
    triples: list[NodeTriple] = []
    rest: Node = RDF.nil
    for place in reversed(range(len(items))):
        name = "-".join(str(item).removeprefix(EX) for item in items[place:])
        node = URIRef(f"{EX}list/{name}")
        triples += [(node, RDF.first, items[place]), (node, RDF.rest, rest)]
        rest = node
    return rest, tuple(triples)


def _single(*parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Axiom]:
    return st.tuples(st.tuples(*parts))


def _a(*kinds: Node) -> tuple[st.SearchStrategy[Node], st.SearchStrategy[Node]]:
    return st.just(RDF.type), st.sampled_from(kinds)


def _by(*predicates: Node) -> st.SearchStrategy[Node]:
    return st.sampled_from(predicates)


def _about_list(
    subject: st.SearchStrategy[Node],
    predicates: st.SearchStrategy[Node],
    items: st.SearchStrategy[list[Node]],
) -> st.SearchStrategy[Axiom]:
    def build(about: Node, predicate: Node, listed: list[Node]) -> Axiom:
        node, triples = list_of(listed)
        return ((about, predicate, node), *triples)

    return st.builds(build, subject, predicates, items)


def _lists(
    items: st.SearchStrategy[Node], low: int, high: int
) -> st.SearchStrategy[list[Node]]:
    return st.lists(items, min_size=low, max_size=high)


def _restriction(
    properties: st.SearchStrategy[Node],
    predicates: st.SearchStrategy[Node],
    fillers: st.SearchStrategy[Node],
) -> st.SearchStrategy[Axiom]:
    def build(class_: Node, on: Node, predicate: Node, filler: Node) -> Axiom:
        return (class_, OWL.onProperty, on), (class_, predicate, filler)

    return st.builds(build, CLASSES, properties, predicates, fillers)


def _together(
    kind: Node, links: st.SearchStrategy[Node], items: st.SearchStrategy[list[Node]]
) -> st.SearchStrategy[Axiom]:
    def build(link: Node, listed: list[Node]) -> Axiom:
        node, triples = list_of(listed)
        about = URIRef(f"{EX}all/{str(node).removeprefix(EX)}")
        return (about, RDF.type, kind), (about, link, node), *triples

    return st.builds(build, links, items)


def _denied(link: Node, source: Node, on: Node, target: Node) -> Axiom:
    name = "-".join(str(term).removeprefix(EX) for term in (source, on, target))
    about = URIRef(f"{EX}not/{name}")
    return (
        (about, OWL.sourceIndividual, source),
        (about, OWL.assertionProperty, on),
        (about, link, target),
    )


def _qualified(class_: Node, number: Literal, on: Node, properties: Node) -> Axiom:
    return (
        (class_, OWL.maxQualifiedCardinality, number),
        (class_, OWL.onProperty, properties),
        (class_, OWL.onClass, on),
    )


_ANY_CLASS = st.one_of(CLASSES, CLASSES, CLASSES, _by(OWL.Thing))
_NUMBERS = _by(*(literal(text, XSD.nonNegativeInteger) for text in "01"), ONE[1])
_FILLERS = st.one_of(_by(OWL.someValuesFrom), _by(OWL.allValuesFrom))

CLASS_AXIOMS = st.one_of(
    _single(CLASSES, _by(RDFS.subClassOf, OWL.equivalentClass), CLASSES),
    _single(CLASSES, _by(RDFS.subClassOf), _by(OWL.Nothing)),
    _single(CLASSES, *_a(OWL.Class)),
    _about_list(CLASSES, _by(OWL.intersectionOf, OWL.unionOf), _lists(CLASSES, 1, 3)),
    _about_list(CLASSES, _by(OWL.oneOf), _lists(THINGS, 1, 2)),
)
RESTRICTIONS = st.one_of(
    _restriction(PROPERTIES, _FILLERS, _ANY_CLASS),
    _restriction(PROPERTIES, _by(OWL.hasValue), THINGS),
    _restriction(PROPERTIES, _by(OWL.maxCardinality), _NUMBERS),
    st.builds(_qualified, CLASSES, _NUMBERS, _ANY_CLASS, PROPERTIES),
)
PROPERTY_AXIOMS = st.one_of(
    _single(
        PROPERTIES,
        _by(RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf),
        PROPERTIES,
    ),
    _single(PROPERTIES, _by(RDFS.domain, RDFS.range), _ANY_CLASS),
    _single(
        PROPERTIES,
        *_a(OWL.SymmetricProperty, OWL.TransitiveProperty, OWL.ObjectProperty),
    ),
    _about_list(PROPERTIES, _by(OWL.propertyChainAxiom), _lists(PROPERTIES, 1, 3)),
)
# With these about, two names can turn out to mean one thing.
EQUATING = st.one_of(
    _single(PROPERTIES, *_a(OWL.FunctionalProperty, OWL.InverseFunctionalProperty)),
    _single(THINGS, _by(OWL.sameAs), THINGS),
)
KEYS = _about_list(
    CLASSES, _by(OWL.hasKey), _lists(st.one_of(PROPERTIES, DATA_PROPERTIES), 1, 2)
)
LITERAL_AXIOMS = st.one_of(
    _single(DATA_PROPERTIES, _by(RDFS.subPropertyOf), DATA_PROPERTIES),
    _single(DATA_PROPERTIES, _by(RDFS.domain), CLASSES),
    _single(DATA_PROPERTIES, _by(RDFS.range), DATATYPES),
    _single(DATA_PROPERTIES, *_a(OWL.FunctionalProperty, OWL.DatatypeProperty)),
    _single(DATA_PROPERTIES, _by(OWL.propertyDisjointWith), DATA_PROPERTIES),
    _restriction(DATA_PROPERTIES, _FILLERS, DATATYPES),
    _restriction(DATA_PROPERTIES, _by(OWL.hasValue), LITERALS),
    _restriction(DATA_PROPERTIES, _by(OWL.maxCardinality), _NUMBERS),
    st.builds(_denied, st.just(OWL.targetValue), THINGS, DATA_PROPERTIES, LITERALS),
)
DENIALS = st.one_of(
    _single(CLASSES, _by(OWL.disjointWith, OWL.complementOf), CLASSES),
    _single(PROPERTIES, _by(OWL.propertyDisjointWith), PROPERTIES),
    _single(PROPERTIES, *_a(OWL.AsymmetricProperty, OWL.IrreflexiveProperty)),
    _single(THINGS, _by(OWL.differentFrom), THINGS),
    _together(OWL.AllDisjointClasses, _by(OWL.members), _lists(CLASSES, 2, 3)),
    _together(OWL.AllDisjointProperties, _by(OWL.members), _lists(PROPERTIES, 2, 3)),
    _together(
        OWL.AllDifferent,
        _by(OWL.members, OWL.distinctMembers),
        _lists(THINGS, 2, 3),
    ),
    st.builds(_denied, st.just(OWL.targetIndividual), THINGS, PROPERTIES, THINGS),
)
# Names of one class, or relation, for the ontology itself to equate.
SYNONYMS = st.one_of(
    _single(CLASSES, _by(OWL.sameAs), CLASSES),
    _single(PROPERTIES, _by(OWL.sameAs), PROPERTIES),
)

LINKS = st.tuples(THINGS, PROPERTIES, THINGS)
MEMBERSHIPS = st.tuples(THINGS, st.just(RDF.type), CLASSES)
VALUES = st.tuples(THINGS, DATA_PROPERTIES, LITERALS)
IDENTITIES = st.tuples(THINGS, st.just(OWL.sameAs), THINGS)
DIFFERENCES = st.tuples(THINGS, st.just(OWL.differentFrom), THINGS)

PLAIN_AXIOMS = st.one_of(CLASS_AXIOMS, RESTRICTIONS, PROPERTY_AXIOMS, EQUATING, DENIALS)
AXIOMS = st.one_of(PLAIN_AXIOMS, KEYS, LITERAL_AXIOMS)
PLAIN_DATA = st.one_of(LINKS, LINKS, MEMBERSHIPS)
DATA = st.one_of(LINKS, MEMBERSHIPS, VALUES, IDENTITIES, DIFFERENCES)


def ontologies(
    axioms: st.SearchStrategy[Axiom] = AXIOMS, size: int = 8
) -> st.SearchStrategy[list[NodeTriple]]:
    """Return a strategy for the triples of some axioms."""
    return st.lists(axioms, max_size=size).map(
        lambda found: list(dict.fromkeys(t for axiom in found for t in axiom))
    )


def assertions(
    data: st.SearchStrategy[NodeTriple] = DATA, size: int = 8
) -> st.SearchStrategy[list[NodeTriple]]:
    """Return a strategy for some triples of data."""
    return st.lists(data, max_size=size, unique=True)
