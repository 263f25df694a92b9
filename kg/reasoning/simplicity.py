"""Properties that are not simple, and the axioms that need simple ones.

A property is not simple if it follows from a chain or from transitivity. OWL 2 allows
no cardinality, asymmetry, irreflexivity, functionality or disjointness of such a one
(Structural Specification, section 11.1 and 11.2).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, Graph

from kg.reasoning.expressions import short

if TYPE_CHECKING:
    from rdflib.term import Node

_NEED_SIMPLE = (
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
)
_CARDINALITIES = (
    OWL.hasSelf,
    OWL.minCardinality,
    OWL.maxCardinality,
    OWL.cardinality,
    OWL.minQualifiedCardinality,
    OWL.maxQualifiedCardinality,
    OWL.qualifiedCardinality,
)


def composite_properties(graph: Graph) -> frozenset["Node"]:
    """Return the properties that are not simple, by name or by anonymous inverse."""
    found = {
        *graph.subjects(OWL.propertyChainAxiom),
        *graph.subjects(RDF.type, OWL.TransitiveProperty),
    }
    agenda = list(found)
    while agenda:
        node = agenda.pop()
        above = {
            *graph.objects(node, RDFS.subPropertyOf),
            *graph.objects(node, OWL.equivalentProperty),
            *graph.subjects(OWL.equivalentProperty, node),
            *graph.objects(node, OWL.inverseOf),
            *graph.subjects(OWL.inverseOf, node),
        }
        agenda += above - found
        found |= above
    return frozenset(found)


def not_simple(graph: Graph) -> Iterator[tuple[str, str]]:
    """Find axioms about properties that would have to be simple and are not.

    Yields:
        The axiom and what is wrong with it.
    """
    composite = composite_properties(graph)
    message = "{} is not simple: it follows from a chain or from transitivity"
    for kind in _NEED_SIMPLE:
        for s in graph.subjects(RDF.type, kind):
            if s in composite:
                yield f"{short(kind)}({short(s)})", message.format(short(s))
    for s, o in graph.subject_objects(OWL.propertyDisjointWith):
        for node in {s, o} & composite:
            axiom = f"DisjointProperties({short(s)}, {short(o)})"
            yield axiom, message.format(short(node))
    for constructor in _CARDINALITIES:
        for s in graph.subjects(constructor):
            on = graph.value(s, OWL.onProperty)
            if on in composite:
                yield f"{short(constructor)}({short(on)})", message.format(short(on))
