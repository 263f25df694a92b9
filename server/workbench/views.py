"""The pages and data of the workbench."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, json, render_template, request
from rdflib import URIRef

from kg.errors import ShapeError
from kg.rdf.dump import dump_graph
from kg.rdf.formats import Format, rdf_format
from server.current import current_settings
from server.editing.permission import are_edits_on, check_permission
from server.http.negotiation import HTML, choose
from server.http.sending import send
from server.protocol.operations import ProtocolError
from server.queries import fill, read_query
from server.reading.results import select
from server.reading.snapshots import current_links, current_snapshot
from server.things.resources import exists
from server.workbench.examples import EXAMPLES
from server.workbench.extractor import current_reader, hand_on, hand_over
from server.workbench.form import FIELDS, Form, Given, Upload, read_form
from server.workbench.shown import Shown, iris_of, show
from server.workbench.told import draw, tell

if TYPE_CHECKING:
    # spaCy is loaded by the process that reads texts, or never.
    from kg.pipeline.reading import Reader, Reading

blueprint = Blueprint("workbench", __name__)

_JSON = Format(name="json", title="JSON", media_types=("application/json",))
_RECORD = Format(name="record", title="Record", media_types=("application/json",))
_TURTLE = rdf_format("ttl")
_OFFERS = (_JSON, _TURTLE, HTML, _RECORD)
# Bytes of a form besides files.
_MAX_FORM = 4 << 20


@blueprint.route("/workbench", methods=["GET", "POST"])
def workbench() -> Response:
    """Show the form, or what a text says."""
    if request.method != "POST":
        return send(_page(Form()), "text/html")
    form = _form()
    offer, media_type = choose(
        _OFFERS,
        accept=request.headers.get("Accept", ""),
        format_name=request.form.get("format") or request.args.get("format"),
    )
    try:
        given = _given(form)
        reader = current_reader()
        if reader is None:
            return hand_over()
        reading = _read(reader, given)
    except ProtocolError as error:
        if offer is not HTML:
            raise
        return send(_page(form, problem=error.message), "text/html", error.status)
    response = send(_body(offer, form, given, reader, reading), media_type)
    if request.form.get("format"):
        # It was asked for by a button, to be saved.
        name = f"article.{'json' if offer is _RECORD else offer.name}"
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/workbench/keep", methods=["POST"])
def keep() -> Response:
    """Have the graph of a text put into the store, for those who have the token."""
    check_permission()
    given = _given(_form())
    reader = current_reader()
    if reader is None:
        return hand_over()
    reading = _read(reader, given)
    try:
        reader.check(reading)
    except ShapeError as error:
        raise ProtocolError(422, str(error)) from error
    names = current_snapshot().names
    return hand_on(names.article(given.article.id), reading.triples, names)


def _form() -> Form:
    request.max_form_memory_size = _MAX_FORM
    file = request.files.get("file")
    return Form(
        text=request.form.get("text", ""),
        fields={name: request.form.get(name, "").strip() for name in FIELDS},
        upload=Upload(name=file.filename, stream=file.stream)  # type: ignore[arg-type]  # it can be sought in
        if file and file.filename
        else None,
    )


def _given(form: Form) -> Given:
    settings = current_settings()
    if settings.workbench == "off":
        raise ProtocolError(403, "the workbench is off on this server")
    return read_form(form, settings.workbench_text)


def _read(reader: "Reader", given: Given) -> "Reading":
    try:
        return reader.read(given.article)
    except MemoryError as error:
        most = current_settings().workbench_memory
        message = f"the text needs more than {most:,} MB of memory; try a shorter one"
        raise ProtocolError(422, message) from error


def _body(
    offer: Format, form: Form, given: Given, reader: "Reader", reading: "Reading"
) -> bytes | str:
    snapshot, article = current_snapshot(), given.article
    if offer is _TURTLE:
        prefixes = snapshot.names.prefixes
        return b"".join(dump_graph(reading.triples, offer.name, prefixes))
    if offer is _RECORD:
        return _json(reading.record)
    query = fill(
        read_query("workbench_known"),
        things=iris_of(reading.extraction, snapshot.names),
    )
    rows = select(snapshot.store, query, base_iri=snapshot.names.base)
    known = frozenset(row["thing"] for row in rows)
    shown = show(reading.extraction, reader.ontology, current_links(), known)
    iri = snapshot.names.article(article.id)
    stored = exists(snapshot, iri)
    if offer is _JSON:
        names = snapshot.names
        return _json(tell(article, reading.record, shown, names, stored=stored))
    return _page(
        form,
        result=_result(given, reading, shown, iri, query) | {"stored": stored},
    )


def _result(
    given: Given, reading: "Reading", shown: Shown, iri: URIRef, query: str
) -> dict[str, Any]:
    article = given.article
    published = article.published.isoformat() if article.published else ""
    return {
        "article": article,
        "fields": {
            "text": article.text,
            "name": article.id,
            "title": article.title or "",
            "published": published,
            "url": article.url or "",
            "publisher": article.publisher or "",
            "author": article.author or "",
        },
        "page": current_links().page(iri),
        "shown": shown,
        "drawing": draw(shown),
        "notes": given.notes,
        "model": reading.extraction.model,
        "query": query,
    }


def _page(
    form: Form, *, problem: str | None = None, result: dict[str, Any] | None = None
) -> str:
    settings = current_settings()
    fields = result["fields"] if result else {**form.fields, "text": form.text}
    return render_template(
        "workbench.html",
        examples=EXAMPLES,
        fields=fields,
        problem=problem,
        result=result,
        settings=settings,
        may_keep=are_edits_on(),
    )


def _json(content: object) -> str:
    # In the order of the fields, as `kg extract` writes them.
    return json.dumps(content, ensure_ascii=False, sort_keys=False) + "\n"
