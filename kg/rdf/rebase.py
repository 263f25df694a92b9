"""The ontology's IRIs below the base IRI that is set."""

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef

from kg.rdf.terms import Names, NodeTriple

# What the files in ontology/ are written with.
WRITTEN_BASE = "https://w3id.org/araz/"


def rebased(triples: Iterable[NodeTriple], names: Names) -> Iterator[NodeTriple]:
    """Yield the triples of the ontology with its own IRIs below another base."""
    for subject, predicate, object_ in triples:
        yield _term(subject, names), _term(predicate, names), _term(object_, names)


def _term[T](term: T, names: Names) -> T | URIRef | Literal:
    if isinstance(term, URIRef) and term.startswith(WRITTEN_BASE):
        return URIRef(names.base + term.removeprefix(WRITTEN_BASE))
    if isinstance(term, Literal) and term.startswith(WRITTEN_BASE):
        # vann:preferredNamespaceUri names the namespace as a text.
        text = names.base + term.removeprefix(WRITTEN_BASE)
        return Literal(text, lang=term.language, datatype=term.datatype)
    return term
