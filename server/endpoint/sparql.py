"""The SPARQL endpoint: queries and their results, the query page, the description."""

import io
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from rdflib import URIRef
from rdflib.namespace import VOID

from kg.errors import QueryError
from kg.rdf.dump import dump_graph
from kg.rdf.formats import RDF_FORMATS, RESULT_FORMATS, Format
from kg.rdf.sparql_tokens import is_volatile, may_hold
from kg.rdf.store import Answer
from kg.rdf.terms import digest
from server.current import current_settings
from server.editing.updates import make_update
from server.endpoint.description import SD, abilities_of, describe_service
from server.errors import position_of, status_of
from server.http.negotiation import HTML, choose, prefers_html
from server.http.sending import send, write
from server.protocol.datasets import choose_dataset
from server.protocol.operations import (
    Entailment,
    Kind,
    Operation,
    ProtocolError,
    parse_request,
)
from server.querying.emptiness import explain_empty
from server.querying.marks import mark_rows
from server.querying.names import read_names
from server.querying.view import (
    Question,
    address_of_proof,
    first_question,
    show_page,
)
from server.reading.links import Link
from server.reading.results import ResultTerm, Table, read_table
from server.reading.snapshots import Snapshot, current_links, current_snapshot

blueprint = Blueprint("sparql", __name__)

_MAX_QUERY = 1_000_000
_MEGABYTE = 1 << 20
# A page for people shows so many rows and characters; the other formats have all.
_ROWS_SHOWN = 500
_ROWS_MARKED = 200
_CHARACTERS_SHOWN = 200_000


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, or say what the endpoint can do."""
    operation = _operation()
    if operation is None:
        return _introduce(current_snapshot())
    if operation.kind is Kind.UPDATE:
        return make_update(operation)
    try:
        return _answer(operation, current_snapshot())
    except QueryError as error:
        return _refuse(operation, error)


@blueprint.route("/update", methods=["POST"])
def update() -> Response:
    """Carry out an update."""
    operation = _operation()
    if operation is None or operation.kind is not Kind.UPDATE:
        raise ProtocolError(400, "this address takes updates; queries go to /sparql")
    return make_update(operation)


def _operation() -> Operation | None:
    operation = parse_request(
        method=request.method,
        content_type=request.headers.get("Content-Type", ""),
        query_string=request.query_string,
        body=request.get_data(),
    )
    if operation is not None and operation.kind is Kind.QUERY:
        # A letter has one to four bytes: few texts need to be encoded for this.
        text = operation.text
        if len(text) > _MAX_QUERY // 4 and len(text.encode()) > _MAX_QUERY:
            message = f"the query is longer than {_MAX_QUERY:,} bytes"
            raise ProtocolError(413, message)
    return operation


def _introduce(snapshot: Snapshot) -> Response:
    """Return the query page to people, the service description to programs."""
    accept = request.headers.get("Accept", "")
    offer, media_type = choose(
        (*RDF_FORMATS, HTML), accept=accept, format_name=request.args.get("format")
    )
    if offer is HTML:
        return show_page(first_question())
    triples = describe_service(
        request.base_url,
        snapshot.store.graphs(),
        abilities_of(snapshot, current_settings()),
    )
    prefixes = snapshot.names.prefixes | {"sd": str(SD), "void": str(VOID)}
    return send(b"".join(dump_graph(triples, offer.name, prefixes)), media_type)


def _answer(operation: Operation, snapshot: Snapshot) -> Response:
    settings = current_settings()
    dataset = choose_dataset(operation, snapshot.store, snapshot.names)
    answer = dataset.store.query(
        operation.text,
        base_iri=request.base_url,
        default_graphs=dataset.default_graphs,
        named_graphs=dataset.named_graphs,
    )
    formats = RDF_FORMATS if answer.kind == "graph" else RESULT_FORMATS
    offer, media_type = choose(
        (*formats, HTML),
        accept=request.headers.get("Accept", ""),
        format_name=operation.format_name,
    )
    if offer is HTML:
        return _results(operation, answer, formats)
    response = write(
        lambda output: answer.stream(
            output,
            offer.name,
            max_rows=settings.max_rows,
            max_bytes=settings.max_answer * _MEGABYTE,
        ),
        media_type,
    )
    if is_volatile(operation.text) or may_hold(operation.text, "service", "\\u"):
        response.cache_control.no_store = True
        return response
    parts = (snapshot.generation, request.base_url, repr(operation), media_type)
    response.set_etag(digest(parts), weak=True)
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def _results(
    operation: Operation, answer: Answer, downloads: tuple[Format, ...]
) -> Response:
    settings = current_settings()
    links = current_links()
    shown: dict[str, Any] = {"boolean": None, "turtle": None, "rows": ()}
    if answer.kind == "boolean":
        caption = "Answer"
        shown["boolean"] = answer.boolean
    elif answer.kind == "graph":
        output = io.BytesIO()
        answer.stream(output, "ttl", max_bytes=settings.max_answer * _MEGABYTE)
        turtle = output.getvalue().decode()
        caption = "Triples" if len(turtle) <= _CHARACTERS_SHOWN else "The first triples"
        shown["turtle"] = turtle[:_CHARACTERS_SHOWN]
    else:
        table = read_table(answer, _ROWS_SHOWN + 1)
        rows = table.rows[:_ROWS_SHOWN]
        labels = read_names(current_snapshot(), map(_iris, rows))
        caption = _count(len(table.rows))
        shown["variables"] = table.variables
        shown["rows"] = [
            [links.term(row.get(name), labels) for name in table.variables]
            for row in rows
        ]
        shown["marks"] = _marks(operation, table)
        if not table.rows:
            shown["reasons"] = explain_empty(current_snapshot(), operation)
    return show_page(
        _question(operation),
        template="results.html",
        caption=caption,
        downloads=downloads,
        **shown,
    )


def _marks(operation: Operation, table: Table) -> list[list[Link]]:
    """Return what was inferred in each row that is shown; nothing for none at all."""
    if operation.entailment is Entailment.NONE:
        return []
    rows = list(map(_iris, table.rows[:_ROWS_MARKED]))
    links = current_links()
    marked = mark_rows(current_snapshot(), operation.text, rows)
    return [
        [
            Link(" ".join(map(links.short, statement)), address_of_proof(statement))
            for statement in row
        ]
        for row in marked
        if any(marked)
    ]


def _iris(row: Mapping[str, ResultTerm]) -> dict[str, str]:
    return {name: str(term) for name, term in row.items() if isinstance(term, URIRef)}


def _count(rows: int) -> str:
    if rows > _ROWS_SHOWN:
        return f"The first {_ROWS_SHOWN} rows"
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _refuse(operation: Operation, error: QueryError) -> Response:
    position = position_of(error)
    if not prefers_html(request.headers.get("Accept", "")):
        raise error
    lines = operation.text.splitlines()
    excerpt = None
    if position and position[0] <= len(lines):
        excerpt = f"{lines[position[0] - 1]}\n{' ' * (position[1] - 1)}^"
    return show_page(
        _question(operation),
        status=status_of(error),
        problem=str(error),
        excerpt=excerpt,
    )


def _question(operation: Operation) -> Question:
    return Question(text=operation.text, entailment=operation.entailment)
