"""A deterministic writer of JSON-LD (1.1): flattened, compact where that is certain.

rdflib's own writer orders nodes by hash, and so differently in every run.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby

from kg.errors import FormatError
from kg.rdf.ntriples import literal_parts, unquoted
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

type _Value = str | dict[str, str]

_LOCAL = re.compile(r"\w[\w.-]*")
_VALUES_KEPT = 1 << 16


def json_ld(graphs: Graphs, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the parts of a JSON-LD document.

    Args:
        graphs: Triples by graph; `None` is the default graph.
        prefixes: From prefix to namespace; they make up the context.

    Raises:
        FormatError: Before the first part, for a triple term.
        StoreError: If there is no room to sort the triples.
    """
    schemes: set[str] = set()
    with sorted_lines(_records(graphs, schemes)) as lines:
        names = _Names(prefixes, schemes)
        context = json.dumps(names.prefixes, ensure_ascii=False, indent=1)
        yield f'{{"@context": {context},\n"@graph": ['
        separator = "\n"
        for graph, records in by_graph(graphs, lines):
            if graph is not None:
                yield f'{separator}{{"@id": {_text(names.iri(graph))}, "@graph": ['
                separator = "\n"
            for node in _nodes(records, names):
                yield separator + node
                separator = ",\n"
            if graph is not None:
                yield "\n]}"
                separator = ",\n"
        yield "\n]}\n"


class _Names:
    """Compacts IRIs by those prefixes that cannot be mistaken for a scheme."""

    def __init__(self, prefixes: Mapping[str, str], schemes: set[str]) -> None:
        self.prefixes = {
            prefix: namespace
            for prefix, namespace in sorted(prefixes.items())
            if prefix not in schemes and namespace.endswith(("/", "#"))
        }
        self._longest = sorted(
            self.prefixes.items(), key=lambda item: (-len(item[1]), item[0])
        )
        self.json = lru_cache(_VALUES_KEPT)(self._json)

    def iri(self, iri: str) -> str:
        """Return an IRI, compact if that is safe."""
        for prefix, namespace in self._longest:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                return f"{prefix}:{local}" if _LOCAL.fullmatch(local) else iri
        return iri

    def node(self, text: str) -> str:
        """Return an IRI by its N-Triples, or a blank node's label."""
        return text if text.startswith("_:") else self.iri(text[1:-1])

    def value(self, text: str) -> _Value:
        """Return the object of a triple."""
        if not text.startswith('"'):
            return {"@id": self.node(text)}
        quoted, language, datatype = literal_parts(text)
        if language:
            return {"@value": unquoted(quoted), "@language": language}
        if datatype is None:
            return unquoted(quoted)
        return {"@value": unquoted(quoted), "@type": self.iri(datatype)}

    def _json(self, text: str) -> str:
        return _text(self.value(text))


def _records(graphs: Graphs, schemes: set[str]) -> Iterator[bytes]:
    """Yield the records, types first; gather the schemes of all IRIs."""
    for graph, triples in graphs.items():
        if graph is not None:
            schemes.add(graph.partition(":")[0])
        for subject, predicate, object_ in triples:
            if object_.startswith("<<"):
                raise FormatError(f"{object_}: JSON-LD cannot hold a triple term")
            for text in (subject, predicate, object_):
                if (scheme := _scheme(text)) is not None:
                    schemes.add(scheme)
            is_type = predicate == TYPE and not object_.startswith('"')
            yield record(graph, (subject, FIRST if is_type else predicate, object_))


def _scheme(text: str) -> str | None:
    """Return the scheme of an IRI, or of a literal's datatype."""
    if text.startswith('"'):
        datatype = literal_parts(text)[2]
        return datatype and datatype.partition(":")[0]
    return None if text.startswith("_:") else text[1:].partition(":")[0]


def _nodes(records: Iterable[Record], names: _Names) -> Iterator[str]:
    for subject, about in groupby(records, key=subject_of):
        parts = [f'{{"@id": {_text(names.node(subject))}']
        for predicate, same in groupby(about, key=predicate_of):
            if predicate == FIRST:
                key = "@type"
                values = [_text(names.node(object_)) for _, _, _, object_ in same]
            else:
                key = names.node(predicate)
                values = [names.json(object_) for _, _, _, object_ in same]
            parts.append(f"{_text(key)}: [{', '.join(values)}]")
        yield f"{', '.join(parts)}}}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
