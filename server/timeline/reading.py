"""Claims by the day that they speak of, read page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from rdflib import URIRef

from server.claims import ClaimView, claims_of
from server.explore.asking import Asked, ask
from server.explore.filters import Filters
from server.explore.relations import read_relations
from server.links import Links
from server.snapshots import Snapshot

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The claims of a month that are on a page, newest first; some have no date."""

    first: date | None
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A page of claims, how many there are on all pages, and how many of each day.

    The days are those of all time, whichever stretch of it is shown.
    """

    months: tuple[Month, ...]
    total: int
    days: Mapping[date, int]
    queries: tuple[Asked, ...] = field(compare=False)


def read_timeline(snapshot: Snapshot, links: Links, filters: Filters) -> Timeline:
    """Return the page of claims that filters ask for."""
    wanted = read_relations(snapshot).below(filters.relations)
    relations = tuple(map(URIRef, wanted))
    counted = ask("timeline_days", relations=relations, entities=filters.entities)
    days: dict[date, int] = {}
    undated = 0
    for row in counted.rows(snapshot):
        if "date" in row:
            days[date.fromisoformat(row["date"])] = int(row["claims"])
        else:
            undated = int(row["claims"])
    start = filters.window.start or date.min
    end = filters.window.end or date.max
    total = sum(count for day, count in days.items() if start <= day <= end)
    listed = ask(
        "timeline_claims",
        filters.window,
        relations=relations,
        entities=filters.entities,
        offset=(filters.page - 1) * PAGE,
        limit=PAGE,
    )
    return Timeline(
        months=_months(snapshot, links, listed),
        total=total if filters.window else total + undated,
        days=days,
        queries=(listed, counted),
    )


def _months(snapshot: Snapshot, links: Links, listed: Asked) -> tuple[Month, ...]:
    rows = listed.rows(snapshot)
    claims = claims_of(snapshot, links, [URIRef(row["claim"]) for row in rows])
    dates = {links.link(row["claim"]): row.get("date", "") for row in rows}
    return tuple(
        Month(
            first=date.fromisoformat(f"{month}-01") if month else None,
            claims=tuple(group),
        )
        for month, group in groupby(claims, key=lambda claim: dates[claim.link][:7])
    )
