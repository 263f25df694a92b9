"""Which triples are axioms, and which data no axiom can touch.

Most of a knowledge graph is labels, offsets, quotes and evidence. A rule of OWL 2 RL
needs an axiom about a property or class to do anything with a triple, so a triple
whose predicate, or whose class, is in no axiom can be left out beforehand.
"""

from collections.abc import Iterable

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from kg.rdf.terms import NodeTriple

_OWL, _RDFS, _RDF = str(OWL), str(RDFS), str(RDF)

# Said about terms, but never a premise of a rule (OWL 2, section 5.5).
_ANNOTATIONS = frozenset(
    (
        RDFS.comment,
        RDFS.isDefinedBy,
        RDFS.label,
        RDFS.seeAlso,
        OWL.backwardCompatibleWith,
        OWL.deprecated,
        OWL.imports,
        OWL.incompatibleWith,
        OWL.priorVersion,
        OWL.versionIRI,
        OWL.versionInfo,
    )
)
# Saying that a term is one of these says nothing that follows for its uses.
_DECLARATIONS = frozenset(
    (
        OWL.AnnotationProperty,
        OWL.Class,
        OWL.DatatypeProperty,
        OWL.NamedIndividual,
        OWL.ObjectProperty,
        OWL.Ontology,
        RDF.Property,
        RDFS.Class,
    )
)
# What axioms usually say things about, of the built-in vocabulary.
_PLAIN = _DECLARATIONS | {
    OWL.Nothing,
    OWL.Thing,
    RDF.langString,
    RDF.nil,
    RDFS.Datatype,
    RDFS.Literal,
    RDFS.Resource,
}
# With any of these about, two names can turn out to mean one thing, and then all
# that is said of one is said of the other.
_EQUATING = frozenset(
    (
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.hasKey,
        OWL.maxCardinality,
        OWL.maxQualifiedCardinality,
        OWL.sameAs,
    )
)


def is_axiom(triple: NodeTriple) -> bool:
    """Say whether a triple is one that rules of OWL 2 RL are about."""
    _, predicate, object_ = triple
    if predicate == RDF.type:
        return is_builtin(object_)
    if predicate in (RDF.first, RDF.rest):
        return True
    return str(predicate).startswith((_OWL, _RDFS)) and predicate not in _ANNOTATIONS


def is_builtin(term: Node) -> bool:
    """Say whether a term belongs to the vocabulary of OWL, RDFS or RDF."""
    return isinstance(term, URIRef) and str(term).startswith((_OWL, _RDFS, _RDF))


def relevant(graph: Graph) -> Graph:
    """Return the part of a graph that its closure depends on.

    The closure of the part and that of the whole have the same new triples. Where
    axioms can equate things, or are about axioms, nothing can be told beforehand,
    and the whole graph is returned.
    """
    axioms = [triple for triple in graph if is_axiom(triple)]
    if not all(map(_is_plain, axioms)):
        return graph
    touched = _touched(axioms)
    part = Graph(bind_namespaces="none")
    for triple in graph:
        _, predicate, object_ = triple
        if predicate == RDF.type:
            wanted = RDF.type in touched or is_axiom(triple) or object_ in touched
        else:
            wanted = predicate in touched or is_axiom(triple)
        if wanted:
            part.add(triple)
    return part


def _is_plain(axiom: NodeTriple) -> bool:
    """Say whether an axiom is about properties and classes of the data only."""
    subject, predicate, object_ = axiom
    if any(term in _EQUATING for term in axiom):
        return False
    if is_builtin(subject) and subject not in _PLAIN:
        return False
    is_kind = predicate == RDF.type
    return is_kind or not is_builtin(object_) or object_ in _PLAIN


def _touched(axioms: Iterable[NodeTriple]) -> set[Node]:
    """Return all terms that stand in an axiom which is more than a declaration."""
    return {
        term
        for subject, predicate, object_ in axioms
        if not (predicate == RDF.type and object_ in _DECLARATIONS)
        for term in (subject, object_)
    }
