"""The routes below `/reconcile`."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    render_template,
    request,
    url_for,
)

from server.current import current_settings
from server.http.headers import SECURITY
from server.http.sending import send
from server.protocol.operations import ProtocolError
from server.reading.snapshots import current_links, current_snapshot
from server.reconciliation import answers
from server.reconciliation.draft import read_match
from server.reconciliation.extension import extend, find_type
from server.reconciliation.known import Known, load_known
from server.reconciliation.manifest import manifest
from server.reconciliation.matching import answer_queries
from server.reconciliation.parsing import read_batch, read_extension
from server.reconciliation.previewing import read_preview
from server.reconciliation.suggesting import (
    PAGE,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from server.reconciliation.things import read_things

blueprint = Blueprint("reconciliation", __name__, url_prefix="/reconcile")

_NUMBER = re.compile(r"[0-9]{1,6}")
_MODES = ("queries", "extend")
# A preview is made to be shown in a frame of another page.
_FRAMED = SECURITY["Content-Security-Policy"].replace(
    "frame-ancestors 'none'", "frame-ancestors *"
)


@blueprint.route("", methods=["GET", "POST"])
def service() -> Response:
    """Reconcile, extend, or say what the service is."""
    given = {name: request.values.getlist(name) for name in _MODES}
    asked = [(name, texts) for name, texts in given.items() if texts]
    if "query" in request.values:
        raise ProtocolError(400, "ask by queries=, a JSON object of queries by key")
    if len(asked) > 1 or any(len(texts) > 1 for _, texts in asked):
        raise ProtocolError(400, "give queries or extend, and once")
    if not asked:
        return _manifest()
    ((name, (text,)),) = asked
    known, snapshot = _known(), current_snapshot()
    if name == "extend":
        return _send(extend(read_extension(text), snapshot, known))
    batch = read_batch(text)
    results = answer_queries(tuple(batch.queries.values()), snapshot, known)
    return _send(
        {
            key: {"result": [answers.candidate(each, known) for each in found]}
            for key, found in zip(batch.queries, results, strict=True)
        }
    )


@blueprint.route("/match", methods=["POST"])
def match() -> Response:
    """Reconcile as the draft of version 1.0 has it."""
    if request.mimetype != "application/json":
        given = request.mimetype or "no Content-Type"
        raise ProtocolError(415, f"POST needs application/json, not {given}")
    known = _known()
    results = answer_queries(read_match(request.get_data()), current_snapshot(), known)
    found = [
        {"candidates": [answers.candidate(r, known, draft=True) for r in each]}
        for each in results
    ]
    return _send({"results": found})


@blueprint.route("/suggest/entity")
def suggest_entity() -> Response:
    """Say which entities have names that begin so."""
    known = _known()
    type_name = _type(known)
    things = suggest_entities(_prefix(), type_name, current_snapshot(), known)
    return _suggested(things, lambda each: answers.suggested_entity(each, known))


@blueprint.route("/suggest/type")
def suggest_type() -> Response:
    """Say which types have names that begin so."""
    known = _known()
    types = suggest_types(_prefix(), known)
    return _suggested(types, lambda each: answers.suggested_type(each, known))


@blueprint.route("/suggest/property")
def suggest_property() -> Response:
    """Say which properties have names that begin so."""
    found = suggest_properties(_prefix(), _known())
    return _suggested(found, answers.suggested_property)


@blueprint.route("/properties")
def propose_properties() -> Response:
    """Propose properties that entities of a type may have values for."""
    known = _known()
    type_name = _type(known)
    properties = known.properties.of_type(type_name, known.ontology)
    limit = _number("limit") or None
    return _send(answers.proposals(properties, type_name, limit))


@blueprint.route("/preview")
def preview() -> Response:
    """Show an entity in a few lines, to be framed."""
    return _preview(request.args.get("id", ""))


@blueprint.route("/view/<path:name>")
def view(name: str) -> Response:
    """Lead to the page of an entity; show its preview, if the graph has none."""
    snapshot = current_snapshot()
    thing = read_things(snapshot, _known(), [name]).get(name)
    page = current_links().page(str(snapshot.names.entity(name)))
    if thing is not None and thing.in_graph and page:
        response = send("", "text/plain", 303)
        response.location = page
        return response
    return _preview(name)


def _preview(name: str) -> Response:
    found = read_preview(name, current_snapshot(), _known(), current_links())
    if found is None:
        abort(404)
    response = send(render_template("reconcile_preview.html", view=found), "text/html")
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


def _manifest() -> Response:
    root = url_for("reconciliation.service", _external=True)
    return _send(manifest(current_snapshot().names, root, _known()))


def _known() -> Known:
    return load_known(current_settings(), current_snapshot())


def _send(content: dict[str, Any]) -> Response:
    return send(json.dumps(content, ensure_ascii=False) + "\n", "application/json")


def _suggested[Each](
    found: Sequence[Each], write: Callable[[Each], dict[str, Any]]
) -> Response:
    start = _number("cursor")
    page: Iterable[Each] = found[start : start + PAGE]
    return _send({"result": [write(each) for each in page]})


def _prefix() -> str:
    return request.args.get("prefix", "").strip()


def _type(known: Known) -> str | None:
    """Return the type that is asked for; OpenRefine sends an empty one for none."""
    name = request.args.get("type", "").strip()
    return find_type(name, known) if name else None


def _number(name: str) -> int:
    text = request.args.get(name, "").strip()
    if text and not _NUMBER.fullmatch(text):
        raise ProtocolError(400, f"{name}: expected a number, not {text!r}")
    return int(text or 0)
