"""The page that shows claims along time: a strip to choose from, and a list."""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template, url_for

from kg.rdf.terms import Names
from server.explore.filters import Filters, Window, shorten
from server.explore.finding import read_wanted
from server.explore.relations import read_choices
from server.http.sending import send
from server.reading.snapshots import current_links, current_snapshot
from server.timeline.reading import PAGE, read_timeline
from server.timeline.strip import HEIGHT, WIDTH, Bar, make_strip

blueprint = Blueprint("timeline", __name__)


@blueprint.route("/timeline")
def timeline() -> Response:
    """List claims by the day that they speak of, newest first."""
    snapshot, links = current_snapshot(), current_links()
    wanted = read_wanted(snapshot, links, most=PAGE)
    filters = wanted.filters
    ways = _Ways(filters, snapshot.names)
    shown = read_timeline(snapshot, links, filters)
    page = render_template(
        "timeline.html",
        wanted=wanted,
        filters=filters,
        relations=read_choices(snapshot, filters.relations),
        chosen=[
            ("entity", shorten(iri, snapshot.names), link, ways.without(position))
            for position, (iri, link) in enumerate(
                zip(filters.entities, wanted.chosen, strict=False)
            )
        ],
        timeline=shown,
        first=(filters.page - 1) * PAGE,
        pages=-(-shown.total // PAGE),
        ways=ways,
        strip=make_strip(shown.days, filters.window),
        size=(WIDTH, HEIGHT),
        queries=[(asked.title, asked.text) for asked in shown.queries],
    )
    return send(page, "text/html")


@dataclass(frozen=True, slots=True)
class _Ways:
    """The addresses of timelines that differ from this one in one thing."""

    filters: Filters
    names: Names

    def during(self, bar: Bar) -> str:
        """Return that of the days of a bar."""
        window = Window(start=bar.start, end=bar.end)
        return self._to(replace(self.filters, window=window, page=1))

    def always(self) -> str:
        """Return that of all days."""
        return self._to(replace(self.filters, window=Window(), page=1))

    def without(self, position: int) -> str:
        """Return that without one of the entities."""
        entities = self.filters.entities
        rest = entities[:position] + entities[position + 1 :]
        return self._to(replace(self.filters, entities=rest, page=1))

    def page(self, number: int) -> str:
        """Return that of another page."""
        return self._to(replace(self.filters, page=number))

    def _to(self, filters: Filters) -> str:
        return url_for("timeline.timeline", **filters.fields(self.names))
