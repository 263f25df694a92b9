"""A deterministic writer of Turtle and TriG (RDF 1.1).

Subjects, predicates and objects come sorted, `a` first; a name is abbreviated where
that is certain to be valid; only prefixes in use are declared. Equal graphs give
equal bytes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby

from rdflib.namespace import XSD

from kg.rdf.ntriples import literal_parts
from kg.rdf.records import (
    FIRST,
    TYPE,
    Graphs,
    Record,
    by_graph,
    predicate_of,
    record,
    subject_of,
)
from kg.rdf.sorting import sorted_lines

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
    str(XSD.integer): re.compile(r"[+-]?[0-9]+"),
    str(XSD.decimal): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    str(XSD.boolean): re.compile(r"true|false"),
}
# Terms come again soon or, sorted as they are, hardly ever.
_TERMS_KEPT = 1 << 16


def trig(graphs: Graphs, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the parts of a TriG document: one block per named graph, sorted.

    Args:
        graphs: Duplicates are written once. The default graph alone makes a Turtle
            document.
        prefixes: From prefix to namespace; the longest namespace wins.

    Raises:
        StoreError: If there is no room to sort them.
    """
    names = _Names(prefixes)
    with sorted_lines(_records(graphs, names)) as lines:
        yield from names.header()
        for graph, records in by_graph(graphs, lines):
            if graph is None:
                yield from _blocks(records, names, "")
            else:
                yield f"\n{names.term(f'<{graph}>')} {{\n"
                yield from _blocks(records, names, "    ")
                yield "}\n"


class _Names:
    """Abbreviates the N-Triples of terms, and knows the prefixes used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        by_length = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._namespaces = tuple(by_length)
        self._used: set[str] = set()
        self.term = lru_cache(_TERMS_KEPT)(self._term)

    def header(self) -> Iterator[str]:
        """Yield the declarations of the prefixes that were used so far."""
        for prefix, namespace in sorted(self._namespaces):
            if prefix in self._used:
                yield f"@prefix {prefix}: <{namespace}> .\n"

    def _term(self, text: str) -> str:
        if text.startswith("<") and not text.startswith("<<"):
            return self._abbreviated(text[1:-1]) or text
        if not text.startswith('"'):
            return text
        quoted, _, datatype = literal_parts(text)
        if datatype is None:
            return text
        shorthand = _SHORTHAND.get(datatype)
        if shorthand and shorthand.fullmatch(quoted, 1, len(quoted) - 1):
            return quoted[1:-1]
        return f"{quoted}^^{self.term(f'<{datatype}>')}"

    def _abbreviated(self, iri: str) -> str | None:
        for prefix, namespace in self._namespaces:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if not _LOCAL.fullmatch(local):
                    return None
                self._used.add(prefix)
                return f"{prefix}:{local}"
        return None


def _records(graphs: Graphs, names: _Names) -> Iterator[bytes]:
    """Yield the records, `a` first, once the names have seen their terms."""
    term = names.term
    for graph, triples in graphs.items():
        if graph is not None:
            term(f"<{graph}>")
        for subject, predicate, object_ in triples:
            term(subject)
            term(object_)
            if predicate == TYPE:
                yield record(graph, (subject, FIRST, object_))
            else:
                term(predicate)
                yield record(graph, (subject, predicate, object_))


def _blocks(records: Iterable[Record], names: _Names, indent: str) -> Iterator[str]:
    term = names.term
    for subject, about in groupby(records, key=subject_of):
        yield f"\n{indent}{term(subject)}\n"
        end = ""
        for predicate, same in groupby(about, key=predicate_of):
            verb = "a" if predicate == FIRST else term(predicate)
            objects = " , ".join(term(object_) for _, _, _, object_ in same)
            yield f"{end}{indent}    {verb} {objects}"
            end = " ;\n"
        yield " .\n"
