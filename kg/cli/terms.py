"""How terms are written on the command line: short, as people type them."""

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from kg.errors import KgError
from kg.ontology import is_anonymous
from kg.rdf.ntriples import term_text
from kg.rdf.terms import Names

# Enough to tell apart the nodes without a name in one proof.
_ANONYMOUS_DIGITS = 6


def shorten(term: Node, names: Names) -> str:
    """Return a term for people: `ent:Iran`, plain text, or else as in N-Triples."""
    if isinstance(term, Literal):
        is_plain = term.datatype not in (None, XSD.string) or not term.language
        return str(term) if is_plain else f"{term}@{term.language}"
    if term == RDF.type:
        return "a"
    text = str(term)
    if not isinstance(term, URIRef):
        return term_text(term)
    if is_anonymous(term):
        return f"[{text.rpartition('/')[2][:_ANONYMOUS_DIGITS]}]"
    for prefix, namespace in names.prefixes.items():
        if text.startswith(namespace) and text != namespace:
            return f"{prefix}:{text.removeprefix(namespace)}"
    return term_text(term)


def read_term(text: str, names: Names, *, bare: str) -> URIRef:
    """Read an IRI, in full, with a prefix, or as a local name.

    Args:
        text: Such as `<http://...>`, `ent:Iran`, `Iran` or `a`.
        names: Give the prefixes.
        bare: The namespace of a name without a prefix.

    Raises:
        KgError: For a prefix that is not known.
    """
    if text == "a":
        return RDF.type
    if text.startswith("<") and text.endswith(">"):
        return URIRef(text[1:-1])
    prefix, colon, local = text.partition(":")
    if colon and local.startswith("//"):
        return URIRef(text)
    if colon and prefix in names.prefixes:
        return URIRef(names.prefixes[prefix] + local)
    if colon:
        known = ", ".join(names.prefixes)
        raise KgError(f"{text}: no prefix {prefix!r}; known are {known}")
    return URIRef(bare + text)
