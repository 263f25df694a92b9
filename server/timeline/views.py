"""The page that shows claims along time: a strip to choose from, and a list."""

from dataclasses import replace

from flask import Blueprint, Response, render_template, url_for

from server.explore.filters import Filters, Window, shorten
from server.explore.finding import read_wanted
from server.explore.relations import read_choices
from server.sending import send
from server.snapshots import current_links, current_snapshot
from server.timeline.reading import PAGE, read_timeline
from server.timeline.strip import HEIGHT, WIDTH, Bar, make_strip

blueprint = Blueprint("timeline", __name__)


@blueprint.route("/timeline")
def timeline() -> Response:
    """List claims by the day that they speak of, newest first."""
    snapshot, links = current_snapshot(), current_links()
    wanted = read_wanted(snapshot, links, most=PAGE)
    filters = wanted.filters

    def address(changed: Filters) -> str:
        return url_for("timeline.timeline", **changed.fields(snapshot.names))

    def during(bar: Bar) -> str:
        window = Window(start=bar.start, end=bar.end)
        return address(replace(filters, window=window, page=1))

    def without(position: int) -> str:
        rest = filters.entities[:position] + filters.entities[position + 1 :]
        return address(replace(filters, entities=rest, page=1))

    shown = read_timeline(snapshot, links, filters)
    pages = -(-shown.total // PAGE)
    page = render_template(
        "timeline.html",
        wanted=wanted,
        filters=filters,
        relations=read_choices(snapshot, filters.relations),
        chosen=[
            ("entity", shorten(iri, snapshot.names), link, without(position))
            for position, (iri, link) in enumerate(
                zip(filters.entities, wanted.chosen, strict=False)
            )
        ],
        timeline=shown,
        first=(filters.page - 1) * PAGE,
        pages=pages,
        previous=address(replace(filters, page=filters.page - 1))
        if filters.page > 1
        else None,
        following=address(replace(filters, page=filters.page + 1))
        if filters.page < pages
        else None,
        always=address(replace(filters, window=Window(), page=1)),
        strip=make_strip(shown.days, filters.window),
        size=(WIDTH, HEIGHT),
        during=during,
        queries=[(asked.title, asked.text) for asked in shown.queries],
    )
    return send(page, "text/html")
