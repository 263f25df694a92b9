"""Deterministic dumps: equal content gives equal bytes, in every format."""

import gzip
import io
from collections.abc import Iterable, Iterator, Mapping

from rdflib import URIRef

from kg.rdf.formats import rdf_format
from kg.rdf.jsonld import json_ld
from kg.rdf.ntriples import quad_text, triple_text
from kg.rdf.rdfxml import rdf_xml
from kg.rdf.terms import NodeTriple
from kg.rdf.turtle import trig, turtle

type Graphs = Mapping[URIRef, Iterable[NodeTriple]]

_CHUNK = 1 << 16


def dump_graph(
    triples: Iterable[NodeTriple], format_name: str, prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield one graph, sorted, in any RDF format.

    Raises:
        StoreError: For a format that is unknown or cannot hold the graph.
    """
    match rdf_format(format_name).name:
        case "nt" | "nq":
            lines = sorted({triple_text(triple) for triple in triples})
            yield from _chunks(f"{line}\n" for line in lines)
        case "ttl" | "trig":
            yield from _chunks(turtle(triples, prefixes))
        case "rdf":
            yield from _chunks(rdf_xml(triples, prefixes))
        case _:
            yield from _chunks(json_ld({None: triples}, prefixes))


def dump_dataset(
    graphs: Graphs, format_name: str, prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield several graphs, sorted; formats without graphs hold their union.

    Raises:
        StoreError: For a format that is unknown or cannot hold the graphs.
    """
    known = rdf_format(format_name)
    match known.name:
        case "nq":
            lines = {
                quad_text(triple, graph)
                for graph, triples in graphs.items()
                for triple in triples
            }
            yield from _chunks(f"{line}\n" for line in sorted(lines))
        case "trig":
            yield from _chunks(trig(graphs, prefixes))
        case "jsonld":
            yield from _chunks(json_ld(dict(graphs.items()), prefixes))
        case _:
            union = (triple for triples in graphs.values() for triple in triples)
            yield from dump_graph(union, known.name, prefixes)


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


def _chunks(parts: Iterable[str]) -> Iterator[bytes]:
    waiting, size = [], 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= _CHUNK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode()
