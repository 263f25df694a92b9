"""Canonical N-Triples and N-Quads (RDF 1.2 N-Triples, section 4), and their order.

The order of terms and triples everywhere is that of their N-Triples text, by code
point: total, and the same in every run.
"""

import re

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.rdf.terms import NodeTriple

# A triple as the N-Triples of its terms.
type TripleTexts = tuple[str, str, str]

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
_LONG = {short[1]: character for character, short in _SHORT.items()}
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")


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


def unquoted(text: str) -> str:
    """Return the string that `quoted` was given."""
    return _ESCAPE.sub(_unescape, text[1:-1])


def literal_parts(text: str) -> tuple[str, str | None, str | None]:
    """Return of a literal's text the string in quotation marks, language, datatype."""
    end = text.rindex('"') + 1
    rest = text[end:]
    if rest.startswith("@"):
        return text[:end], rest[1:], None
    # What stands behind is `^^<`, the IRI and `>`.
    return text[:end], None, rest[3:-1] or None


def triple_texts(triple: NodeTriple) -> TripleTexts:
    """Return the N-Triples of the three terms."""
    subject, predicate, object_ = triple
    return term_text(subject), term_text(predicate), term_text(object_)


def triple_order(triple: NodeTriple) -> TripleTexts:
    """Return the key that sorts triples by subject, predicate and object."""
    return triple_texts(triple)


def line(texts: TripleTexts, graph: URIRef | None = None) -> bytes:
    """Return a line of N-Triples, or of N-Quads for a triple of a graph."""
    subject, predicate, object_ = texts
    if graph is None:
        return f"{subject} {predicate} {object_} .\n".encode()
    return f"{subject} {predicate} {object_} <{graph}> .\n".encode()


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def _unescape(match: re.Match[str]) -> str:
    code, short = match.groups()
    return chr(int(code, 16)) if code else _LONG[short]
