"""The home page and the state of the server."""

from flask import Blueprint, Response, json, render_template

from kg.rdf.formats import RDF_FORMATS
from server.overview import count_triples, read_overview
from server.queries import read_examples
from server.sending import send
from server.snapshots import current_links, current_snapshot

blueprint = Blueprint("pages", __name__)


@blueprint.route("/")
def home() -> Response:
    """Say what Araz is and what is in the graph."""
    snapshot = current_snapshot()
    page = render_template(
        "home.html",
        overview=read_overview(snapshot, current_links()),
        examples=read_examples()[:3],
        formats=RDF_FORMATS,
    )
    return send(page, "text/html")


@blueprint.route("/health")
def health() -> Response:
    """Say whether the graph can be read, and which generation it is."""
    snapshot = current_snapshot()
    state = {
        "status": "ok",
        "triples": count_triples(snapshot),
        "generation": snapshot.generation,
    }
    response = send(json.dumps(state) + "\n", "application/json")
    response.cache_control.no_store = True
    return response
