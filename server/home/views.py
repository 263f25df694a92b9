"""The home page."""

from flask import Blueprint, Response, render_template

from server.home.overview import read_overview
from server.http.sending import send
from server.queries import read_examples
from server.reading.snapshots import current_links, current_snapshot

blueprint = Blueprint("pages", __name__)

_EXAMPLES = 4


@blueprint.route("/")
def home() -> Response:
    """Say what Araz is and what is in the graph."""
    snapshot = current_snapshot()
    page = render_template(
        "home.html",
        overview=read_overview(snapshot, current_links()),
        examples=read_examples()[:_EXAMPLES],
    )
    return send(page, "text/html")
