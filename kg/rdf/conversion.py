"""Between rdflib's terms, the common currency, and the store's."""

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.errors import FormatError, StoreError
from kg.rdf.terms import NodeTriple

type OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_STRING = str(XSD.string)


def to_quad(triple: NodeTriple, graph: ox.NamedNode) -> ox.Quad:
    """Return the store's quad for a triple of a graph.

    Raises:
        StoreError: For a blank node, an invalid IRI or a literal out of place.
    """
    subject, predicate, object_ = triple
    return ox.Quad(
        to_named_node(subject), to_named_node(predicate), _to_object(object_), graph
    )


def to_named_node(term: Node) -> ox.NamedNode:
    """Return the store's term for an IRI.

    Raises:
        StoreError: If it is not a valid IRI.
    """
    if not isinstance(term, URIRef):
        raise StoreError(f"{term!r}: the store needs an IRI here")
    try:
        return ox.NamedNode(str(term))
    except ValueError as error:
        raise StoreError(f"<{term}>: not an IRI: {error}") from error


def from_term(term: OxTerm) -> URIRef | BNode | Literal:
    """Return rdflib's term, with the lexical form of a literal as it is.

    Raises:
        FormatError: For a triple term (RDF 1.2), which rdflib has not.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == _STRING:
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(datatype), normalize=False)
    raise FormatError(f"{term}: a triple term fits only the formats json, xml, tsv")


def to_text(term: OxTerm) -> str:
    """Return an IRI, the name of a blank node or the lexical form of a literal.

    Raises:
        FormatError: For a triple term (RDF 1.2), which has none of them.
    """
    if isinstance(term, ox.Triple):
        raise FormatError(f"{term}: a triple term fits only the formats json, xml, tsv")
    return term.value


def from_triple(triple: ox.Triple | ox.Quad) -> NodeTriple:
    """Return rdflib's triple.

    Raises:
        FormatError: For a triple term (RDF 1.2) in it.
    """
    return (
        from_term(triple.subject),
        from_term(triple.predicate),
        from_term(triple.object),
    )


def _to_object(term: Node) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, Literal):
        return to_named_node(term)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    if term.datatype is None:
        return ox.Literal(str(term))
    return ox.Literal(str(term), datatype=to_named_node(term.datatype))
