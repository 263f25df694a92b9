"""Deterministic dumps: equal content gives equal bytes, in every format.

However large the graphs are, memory holds a bounded number of triples.
"""

import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from rdflib import URIRef

from kg.rdf.formats import rdf_format
from kg.rdf.jsonld import json_ld
from kg.rdf.ntriples import line, triple_texts
from kg.rdf.rdfxml import rdf_xml
from kg.rdf.records import Graphs
from kg.rdf.sorting import sorted_lines
from kg.rdf.terms import NodeTriple
from kg.rdf.turtle import trig

_CHUNK = 1 << 16


def dump_graph(
    triples: Iterable[NodeTriple], format_name: str, prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield one graph, sorted, in any RDF format.

    Raises:
        StoreError: For a format that is unknown or cannot hold the graph.
    """
    yield from dump_texts({None: map(triple_texts, triples)}, format_name, prefixes)


def dump_dataset(
    graphs: Mapping[URIRef, Iterable[NodeTriple]],
    format_name: str,
    prefixes: Mapping[str, str],
) -> Iterator[bytes]:
    """Yield several graphs, sorted; formats without graphs hold their union.

    Raises:
        StoreError: For a format that is unknown or cannot hold the graphs.
    """
    texts: Graphs = {
        graph: map(triple_texts, triples) for graph, triples in graphs.items()
    }
    yield from dump_texts(texts, format_name, prefixes)


def dump_texts(
    graphs: Graphs, format_name: str, prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield graphs whose terms are N-Triples already, as `dump_dataset` does.

    Args:
        graphs: Triples by graph; `None` is the default graph.
        format_name: The name of an RDF format.
        prefixes: From prefix to namespace.

    Raises:
        StoreError: For a format that is unknown or cannot hold the graphs.
    """
    union = chain.from_iterable(graphs.values())
    match rdf_format(format_name).name:
        case "nt":
            yield from _sorted(line(texts) for texts in union)
        case "nq":
            quads = (line(t, graph) for graph in graphs for t in graphs[graph])
            yield from _sorted(quads)
        case "ttl":
            yield from _encoded(trig({None: union}, prefixes))
        case "trig":
            yield from _encoded(trig(graphs, prefixes))
        case "rdf":
            yield from _encoded(rdf_xml(union, prefixes))
        case _:
            yield from _encoded(json_ld(graphs, prefixes))


def gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the gzip file of the parts; it names no file and no time."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as file:
        for part in parts:
            file.write(part)
            if buffer.tell() >= _CHUNK:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue()


def _sorted(lines: Iterable[bytes]) -> Iterator[bytes]:
    with sorted_lines(lines) as in_order:
        yield from _chunks(in_order)


def _encoded(parts: Iterable[str]) -> Iterator[bytes]:
    return _chunks(part.encode() for part in parts)


def _chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts, many at a time."""
    waiting: list[bytes] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
