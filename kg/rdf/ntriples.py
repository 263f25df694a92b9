"""Canonical N-Triples and N-Quads (RDF 1.2 N-Triples, section 4), and their order.

The order of terms and triples everywhere is that of their N-Triples text, by code
point: total, and the same in every run.
"""

import re

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.rdf.terms import NodeTriple

_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {
    "\b": r"\b",
    "\t": r"\t",
    "\n": r"\n",
    "\f": r"\f",
    "\r": r"\r",
    '"': r"\"",
    "\\": r"\\",
}


def term_text(term: Node) -> str:
    """Return a term as canonical N-Triples writes it."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        raise TypeError(f"{term!r} is no RDF term")
    if term.language:
        return f"{quoted(term)}@{term.language}"
    if term.datatype in (None, XSD.string):
        return quoted(term)
    return f"{quoted(term)}^^<{term.datatype}>"


def quoted(value: str) -> str:
    """Return a string in quotation marks, escaped only where it must be."""
    return f'"{_ESCAPED.sub(_escape, value)}"'


def triple_text(triple: NodeTriple) -> str:
    """Return a triple as one line of N-Triples, without the line's end."""
    subject, predicate, object_ = map(term_text, triple)
    return f"{subject} {predicate} {object_} ."


def quad_text(triple: NodeTriple, graph: URIRef) -> str:
    """Return a triple of a graph as one line of N-Quads, without the line's end."""
    subject, predicate, object_ = map(term_text, triple)
    return f"{subject} {predicate} {object_} <{graph}> ."


def triple_order(triple: NodeTriple) -> tuple[str, str, str]:
    """Return the key that sorts triples by subject, predicate and object."""
    subject, predicate, object_ = map(term_text, triple)
    return subject, predicate, object_


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"
