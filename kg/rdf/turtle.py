"""A deterministic writer of Turtle and TriG (RDF 1.1).

Subjects, predicates and objects come sorted, `a` first; a name is abbreviated where
that is certain to be valid; only prefixes in use are declared. Equal graphs give
equal bytes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from kg.rdf.ntriples import quoted, term_text, triple_order
from kg.rdf.terms import NodeTriple

# A cautious part of PN_LOCAL (Turtle 1.1, 6.5): no colon, no escapes, no final dot.
_LETTER = (
    r"A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF"
    r"\u3001-\uD7FF"
)
_LOCAL = re.compile(
    rf"(?:[0-9{_LETTER}]|%[0-9A-Fa-f]{{2}})"
    rf"(?:[-0-9{_LETTER}]|%[0-9A-Fa-f]{{2}}|\.(?=[-0-9{_LETTER}%]))*"
)
_SHORTHAND = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}


def turtle(triples: Iterable[NodeTriple], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the parts of a Turtle document.

    Args:
        triples: Of one graph; duplicates are written once.
        prefixes: From prefix to namespace; the longest namespace wins.
    """
    distinct = set(triples)
    names = _Names(prefixes)
    yield from names.header(term for triple in distinct for term in triple)
    yield from _blocks(distinct, names, "")


def trig(
    graphs: Mapping[URIRef, Iterable[NodeTriple]], prefixes: Mapping[str, str]
) -> Iterator[str]:
    """Yield the parts of a TriG document: one block per named graph, sorted."""
    distinct = {graph: set(triples) for graph, triples in graphs.items()}
    names = _Names(prefixes)
    triples_of_all = chain.from_iterable(distinct.values())
    yield from names.header(chain(distinct, chain.from_iterable(triples_of_all)))
    for graph in sorted(distinct):
        yield f"\n{names.term(graph)} {{\n"
        yield from _blocks(distinct[graph], names, "    ")
        yield "}\n"


class _Names:
    """Abbreviates IRIs and literals, each once, and knows the prefixes used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        by_length = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._namespaces = tuple(by_length)
        self._known: dict[Node, str] = {}
        self._used: set[str] = set()

    def header(self, terms: Iterable[Node]) -> Iterator[str]:
        """Yield the declarations of the prefixes that the terms use."""
        for term in terms:
            self.term(term)
        for prefix, namespace in sorted(self._namespaces):
            if prefix in self._used:
                yield f"@prefix {prefix}: <{namespace}> .\n"

    def predicate(self, term: Node) -> str:
        """Return a predicate in Turtle, `a` for rdf:type."""
        return "a" if term == RDF.type else self.term(term)

    def term(self, term: Node) -> str:
        """Return a term in Turtle."""
        text = self._known.get(term)
        if text is None:
            text = self._known[term] = self._text(term)
        return text

    def _text(self, term: Node) -> str:
        if isinstance(term, URIRef):
            return self._abbreviated(term) or term_text(term)
        if isinstance(term, Literal) and term.datatype not in (None, XSD.string):
            shorthand = _SHORTHAND.get(term.datatype)
            if shorthand and shorthand.fullmatch(term):
                return str(term)
            return f"{quoted(term)}^^{self.term(term.datatype)}"
        return term_text(term)

    def _abbreviated(self, iri: URIRef) -> str | None:
        for prefix, namespace in self._namespaces:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if not _LOCAL.fullmatch(local):
                    return None
                self._used.add(prefix)
                return f"{prefix}:{local}"
        return None


def _blocks(triples: Iterable[NodeTriple], names: _Names, indent: str) -> Iterator[str]:
    ordered = sorted(triples, key=triple_order)
    for subject, about in groupby(ordered, key=lambda triple: triple[0]):
        lines = [
            f"{indent}    {names.predicate(predicate)} "
            + " , ".join(names.term(object_) for _, _, object_ in same)
            for predicate, same in groupby(
                sorted(about, key=_type_first), key=lambda triple: triple[1]
            )
        ]
        yield f"\n{indent}{names.term(subject)}\n" + " ;\n".join(lines) + " .\n"


def _type_first(triple: NodeTriple) -> bool:
    return triple[1] != RDF.type
