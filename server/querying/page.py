"""The query page, and what its scripts ask: completions, empty results, inferences."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, Response, json, request, url_for
from rdflib import URIRef

from kg.errors import QueryError
from server.http.sending import send
from server.protocol.operations import Entailment, Kind, Operation, ProtocolError
from server.queries import fill, read_query
from server.querying.completions import CompletionKind, complete
from server.querying.emptiness import Reason, ReasonKind, explain_empty
from server.querying.marks import Statement, mark_rows
from server.querying.names import read_names
from server.querying.view import (
    Question,
    address_of_proof,
    first_question,
    show_page,
)
from server.reading.results import select
from server.reading.snapshots import current_snapshot

blueprint = Blueprint("query_page", __name__)

_JSON = "application/json"
# A page asks for what it shows at once; this is more than that.
_MAX_ROWS = 200
_MAX_IRIS = 10_000


@blueprint.route("/query")
def query() -> Response:
    """Show the form, with the query of a link in it."""
    text = request.args.get("query", "").replace("\r\n", "\n")
    question = Question(text=text) if text.strip() else first_question()
    return show_page(replace(question, entailment=_entailment()))


@blueprint.route("/query/completions")
def completions() -> Response:
    """Say how a name may go on."""
    beginning = request.args.get("q", "")
    kind = request.args.get("kind", "")
    if kind not in set(CompletionKind):
        known = ", ".join(CompletionKind)
        raise ProtocolError(400, f"kind: expected one of {known}, not {kind!r}")
    try:
        found = complete(current_snapshot(), beginning, CompletionKind(kind))
    except QueryError as error:
        raise ProtocolError(400, f"q: {error}") from error
    return _send({"query": beginning, "completions": [asdict(each) for each in found]})


@blueprint.route("/query/empty")
def empty() -> Response:
    """Say why a query has no results."""
    text = request.args.get("query", "")
    if not text.strip():
        raise ProtocolError(400, "query: expected a query that has no results")
    operation = Operation(kind=Kind.QUERY, text=text, entailment=_entailment())
    reasons = explain_empty(current_snapshot(), operation)
    return _send({"reasons": [_tell(reason, text) for reason in reasons]})


@blueprint.route("/query/inferred", methods=["POST"])
def inferred() -> Response:
    """Say what in some rows was only inferred, and what their things are called."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or not isinstance(given.get("query"), str):
        raise ProtocolError(400, "expected JSON with a query and its rows")
    rows, snapshot = _read_rows(given.get("rows")), current_snapshot()
    try:
        marked = mark_rows(snapshot, given["query"], rows)
    except ValueError as error:
        raise ProtocolError(400, f"rows: {error}") from error
    marks = [[_mark(each) for each in row] for row in marked]
    return _send({"rows": marks, "names": read_names(snapshot, rows)})


@blueprint.route("/query/states", methods=["POST"])
def states() -> Response:
    """Say what those of some things are called that are states."""
    given = request.get_json(silent=True)
    iris = given.get("iris") if isinstance(given, dict) else None
    if not isinstance(iris, list) or not all(isinstance(iri, str) for iri in iris):
        raise ProtocolError(400, "expected JSON with a list of iris")
    if len(iris) > _MAX_ROWS:
        raise ProtocolError(413, f"iris: expected at most {_MAX_ROWS}")
    snapshot, names = current_snapshot(), dict[str, list[str]]()
    try:
        text = fill(read_query("state_names"), states=map(URIRef, iris))
    except ValueError as error:
        raise ProtocolError(400, f"iris: {error}") from error
    for row in select(snapshot.store, text, base_iri=snapshot.names.base):
        names.setdefault(row["state"], []).append(row["name"])
    return _send({"names": names})


def _read_rows(given: Any) -> list[dict[str, str]]:  # noqa: ANN401 - JSON
    expected = f"rows: expected at most {_MAX_ROWS} objects of IRIs by variable"
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise ProtocolError(400, expected)
    if len(given) > _MAX_ROWS:
        raise ProtocolError(413, f"{expected}, not {len(given):,}")
    if sum(map(len, given)) > _MAX_IRIS:
        raise ProtocolError(413, f"rows: expected at most {_MAX_IRIS:,} IRIs in all")
    if not all(isinstance(iri, str) for row in given for iri in row.values()):
        raise ProtocolError(400, expected)
    return given


def _mark(statement: Statement) -> dict[str, Any]:
    return {"triple": statement, "why": address_of_proof(statement)}


def _tell(reason: Reason, text: str) -> dict[str, Any]:
    told: dict[str, Any] = asdict(reason)
    if reason.kind is ReasonKind.INFERENCE:
        told["href"] = url_for("query_page.query", query=text)
    return told


def _send(fields: Mapping[str, Any]) -> Response:
    return send(json.dumps(fields, ensure_ascii=False) + "\n", _JSON)


def _entailment() -> Entailment:
    given = request.args.get("entailment", Entailment.OWL_RL)
    if given not in set(Entailment):
        known = ", ".join(Entailment)
        raise ProtocolError(400, f"entailment: expected one of {known}, not {given!r}")
    return Entailment(given)
