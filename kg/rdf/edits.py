"""Edits of the store in the engine's terms: SPARQL updates and whole graphs.

See https://www.w3.org/TR/sparql11-update/ and
https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox
from rdflib import URIRef

from kg.errors import EvaluationError, QueryError, StatementError, StoreError
from kg.rdf.conversion import to_named_node
from kg.rdf.federation import inline_services, without_services
from kg.rdf.outside import Access, SparqlCaller, fetch_rdf
from kg.rdf.oxigraph import graph_name, readable
from kg.rdf.oxigraph_writer import Delta, OxigraphWriter
from kg.rdf.sparql_tokens import case_booleans, check_extent
from kg.rdf.update_text import replace_loads, touched_graphs, without_loads

_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """RDF in a format, to be read against a base IRI."""

    data: bytes
    format_name: str
    base_iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What an update may read outside: by SERVICE, and by LOAD."""

    services: Access
    loads: Access


def update(
    store: OxigraphWriter, text: str, base_iri: str | None, sources: Sources
) -> Delta:
    """Carry out a SPARQL 1.1 Update.

    What it reads outside is read before anything is changed; the engine itself never
    reads anything.

    Raises:
        QueryError: For a mistake in the text, with line and column.
        ServiceRefusedError: For a SERVICE that is not allowed.
        LoadRefusedError: For a LOAD that is not allowed.
        OutsideError: If what is allowed cannot be had.
    """
    check_update(text, base_iri)
    text = case_booleans(text)
    graphs = touched_graphs(text, base_iri)
    touched = (
        None if graphs is None else [None if g is None else URIRef(g) for g in graphs]
    )
    services, loads = sources.services, sources.loads
    text = inline_services(
        text, base_iri, services.allowed, SparqlCaller(services.allowed, services)
    )
    fetch = partial(fetch_rdf, access=loads)
    text = replace_loads(text, base_iri, loads.allowed, fetch)

    def apply(opened: ox.Store) -> None:
        try:
            opened.update(text, base_iri=base_iri)
        except SyntaxError as error:
            raise QueryError(readable(str(error))) from error
        except (RuntimeError, ValueError) as error:
            raise EvaluationError(f"the update cannot be made: {error}") from error

    return store.change(apply, touched)


def check_update(text: str, base_iri: str | None) -> None:
    """Check the syntax and the extent of an update; nothing is touched or read.

    Raises:
        QueryError: For a mistake in the text, with line and column.
    """
    check_extent(text)
    still = without_loads(without_services(case_booleans(text), base_iri), base_iri)
    try:
        ox.Store().update(still, base_iri=base_iri)
    except SyntaxError as error:
        raise QueryError(readable(str(error))) from error
    except (RuntimeError, ValueError, OSError):
        # It was read; that it cannot be made in an empty store says nothing.
        return


def put_graph(
    store: OxigraphWriter,
    graph: URIRef | None,
    contents: Iterable[Content],
    *,
    replace: bool,
) -> Delta:
    """Make a graph hold what is given, instead of or besides what it holds.

    Raises:
        StatementError: If a content cannot be read, with the line of the mistake.
    """
    name = graph_name(graph)
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, name)
        for content in contents
        for quad in _parse(content)
    ]

    def apply(opened: ox.Store) -> None:
        if replace:
            opened.clear_graph(name)
        opened.extend(quads)
        if graph is not None:
            # A graph that was put exists, even an empty one.
            opened.add_graph(to_named_node(graph))

    return store.change(apply, {graph})


def drop_graph(store: OxigraphWriter, graph: URIRef | None) -> Delta:
    """Remove a graph; the unnamed one is emptied."""
    name = graph_name(graph)
    remove: Callable[[ox.Store], None] = (
        (lambda opened: opened.clear_graph(name))
        if graph is None
        else (lambda opened: opened.remove_graph(name))
    )
    return store.change(remove, {graph})


def _parse(content: Content) -> list[ox.Quad]:
    if content.format_name not in _FORMATS:
        known = ", ".join(_FORMATS)
        raise StoreError(f"{content.format_name}: a graph is read from {known}")
    try:
        return list(
            ox.parse(
                content.data,
                format=_FORMATS[content.format_name],
                base_iri=content.base_iri,
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
        )
    except SyntaxError as error:
        where = f"line {error.lineno}: " if error.lineno else ""
        raise StatementError(f"{where}{error.msg}") from error
