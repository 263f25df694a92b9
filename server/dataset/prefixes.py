"""The prefixes of the knowledge graph, in the syntax of whoever needs them."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, json, request

from kg.rdf.formats import Format
from server.http.negotiation import choose
from server.http.sending import send
from server.reading.snapshots import current_snapshot

blueprint = Blueprint("prefixes", __name__)


def _json(prefixes: Mapping[str, str]) -> str:
    return json.dumps(prefixes, indent=1) + "\n"


def _context(prefixes: Mapping[str, str]) -> str:
    return json.dumps({"@context": prefixes}, indent=1) + "\n"


def _turtle(prefixes: Mapping[str, str]) -> str:
    return "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in prefixes.items())


def _sparql(prefixes: Mapping[str, str]) -> str:
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in prefixes.items())


_WRITERS: Mapping[Format, Callable[[Mapping[str, str]], str]] = {
    Format(name="json", title="JSON", media_types=("application/json",)): _json,
    Format(
        name="ttl", title="Turtle", media_types=("text/turtle", "application/x-turtle")
    ): _turtle,
    Format(name="sparql", title="SPARQL", media_types=("text/plain",)): _sparql,
    Format(
        name="jsonld",
        title="JSON-LD context",
        media_types=("application/ld+json",),
    ): _context,
}


@blueprint.route("/prefixes")
def prefixes() -> Response:
    """Return the prefixes as JSON, Turtle, SPARQL or a JSON-LD context."""
    offer, media_type = choose(
        tuple(_WRITERS),
        accept=request.headers.get("Accept", ""),
        format_name=request.args.get("format"),
    )
    response = send(_WRITERS[offer](current_snapshot().names.prefixes), media_type)
    response.add_etag()
    response.make_conditional(request)
    return response
