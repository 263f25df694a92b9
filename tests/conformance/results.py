"""Results of queries and graphs: reading them from any format, and comparing them.

JSON, XML, CSV and the vocabulary of result sets are read with nothing of the store's
engine, which wrote what is to be measured.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.rdf.conversion import from_term, from_triple

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"

# What the files of the suites hold, by their ending.
MEDIA_TYPES: Mapping[str, str] = {
    "srj": JSON,
    "srx": XML,
    "csv": CSV,
    "tsv": TSV,
    "ttl": TURTLE,
    "nt": N_TRIPLES,
    "rdf": "application/rdf+xml",
}

_RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_XML = "{http://www.w3.org/2005/sparql-results#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

type Row = Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions; a variable that is not bound is absent from a row."""

    variables: frozenset[str]
    rows: tuple[Row, ...]


type Result = bool | Table | Graph


def read_result(content: bytes, media_type: str, base: str | None = None) -> Result:
    """Return what a document holds: a truth value, solutions or a graph.

    Args:
        content: The document.
        media_type: Without parameters; one of `MEDIA_TYPES`.
        base: What relative IRIs of a graph are resolved against.

    Raises:
        ValueError: If it is not of that media type.
    """
    if reader := _READERS.get(media_type):
        return reader(content)
    graph = read_graph(content, media_type, base)
    found = graph.value(predicate=RDF.type, object=_RS.ResultSet)
    return graph if found is None else _read_result_set(graph, found)


def read_graph(content: bytes, media_type: str, base: str | None = None) -> Graph:
    """Return a graph, with literals as they are written.

    Raises:
        ValueError: If the document cannot be read.
    """
    known = ox.RdfFormat.from_media_type(media_type)
    if known is None:
        raise ValueError(f"{media_type!r} is no format of graphs")
    graph = Graph(bind_namespaces="none")
    try:
        for quad in ox.parse(content, format=known, base_iri=base):
            graph.add(from_triple(quad.triple))
    except SyntaxError as error:
        raise ValueError(f"not {media_type}: {error}") from error
    return graph


def _read_json(content: bytes) -> bool | Table:
    document = json.loads(content)
    if "boolean" in document:
        return bool(document["boolean"])
    rows = tuple(
        {name: _json_term(term) for name, term in binding.items()}
        for binding in document["results"]["bindings"]
    )
    return Table(frozenset(document["head"].get("vars", ())), rows)


def _json_term(term: Mapping[str, Any]) -> Node:
    if term["type"] in ("literal", "typed-literal"):
        return _literal(term["value"], term.get("xml:lang"), term.get("datatype"))
    return URIRef(term["value"]) if term["type"] == "uri" else BNode(term["value"])


def _read_xml(content: bytes) -> bool | Table:
    root = ET.fromstring(content)  # noqa: S314 - from our server or the suite
    boolean = root.find(f"{_XML}boolean")
    if boolean is not None:
        return (boolean.text or "").strip() == "true"
    names = (each.get("name", "") for each in root.iter(f"{_XML}variable"))
    rows = tuple(
        {binding.get("name", ""): _xml_term(binding[0]) for binding in result}
        for result in root.iter(f"{_XML}result")
    )
    return Table(frozenset(names), rows)


def _xml_term(element: ET.Element) -> Node:
    text = element.text or ""
    if element.tag == f"{_XML}uri":
        return URIRef(text)
    if element.tag == f"{_XML}bnode":
        return BNode(text)
    return _literal(text, element.get(_LANGUAGE), element.get("datatype"))


def _read_csv(content: bytes) -> Table:
    reader = csv.reader(io.StringIO(content.decode(), newline=""))
    names = next(reader)
    rows = tuple(
        # Nothing and the empty string are the same in CSV.
        {name: _csv_term(text) for name, text in zip(names, row, strict=True) if text}
        for row in reader
    )
    return Table(frozenset(names), rows)


def _csv_term(text: str) -> Node:
    return BNode(text[2:]) if text.startswith("_:") else Literal(text)


def _read_tsv(content: bytes) -> Table:
    read = ox.parse_query_results(content, format=ox.QueryResultsFormat.TSV)
    if not isinstance(read, ox.QuerySolutions):
        raise ValueError("no table of tab-separated values")  # noqa: TRY004 - of the data
    names = [variable.value for variable in read.variables]
    rows = tuple(
        {
            name: from_term(term)
            for name, term in zip(names, solution, strict=True)
            if term is not None
        }
        for solution in read
    )
    return Table(frozenset(names), rows)


def _read_result_set(graph: Graph, root: Node) -> bool | Table:
    boolean = graph.value(root, _RS.boolean)
    if boolean is not None:
        return str(boolean) == "true"
    names = frozenset(map(str, graph.objects(root, _RS.resultVariable)))
    rows = tuple(
        {
            str(graph.value(binding, _RS.variable)): value
            for binding in graph.objects(solution, _RS.binding)
            if (value := graph.value(binding, _RS.value)) is not None
        }
        for solution in graph.objects(root, _RS.solution)
    )
    return Table(names, rows)


def _literal(text: str, language: str | None, datatype: str | None) -> Literal:
    if language:
        return Literal(text, lang=language)
    if datatype:
        return Literal(text, datatype=URIRef(datatype), normalize=False)
    return Literal(text)


_READERS: Mapping[str, Callable[[bytes], bool | Table]] = {
    JSON: _read_json,
    XML: _read_xml,
    CSV: _read_csv,
    TSV: _read_tsv,
}
