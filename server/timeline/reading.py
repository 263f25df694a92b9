"""Claims by the day that they speak of, read page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby

from rdflib import URIRef

from server.explore.asking import Asked, ask
from server.explore.filters import Filters, Window
from server.explore.relations import is_start, read_relations
from server.reading.links import Links
from server.reading.snapshots import Snapshot
from server.things.claims import ClaimView, claims_of

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


@lru_cache(maxsize=8)
def read_timeline(snapshot: Snapshot, links: Links, filters: Filters) -> Timeline:
    """Return the page of claims that filters ask for."""
    known = read_relations(snapshot)
    relations = tuple(map(URIRef, known.below(filters.relations)))
    entities, keep = filters.entities, is_start(filters, known)
    counting = Filters(entities=entities, relations=filters.relations)
    counted = ask("timeline_days", relations=relations, entities=entities)
    days, undated = _days(snapshot, counted, keep=is_start(counting, known))
    start = filters.window.start or date.min
    end = filters.window.end or date.max
    inside = {day: count for day, count in days.items() if start <= day <= end}
    window, offset = narrow(inside, filters)
    listed = ask(
        "timeline_claims",
        window,
        relations=relations,
        entities=entities,
        offset=offset,
        limit=PAGE,
    )
    total = sum(inside.values())
    return Timeline(
        months=_months(snapshot, links, listed, keep=keep),
        total=total if filters.window else total + undated,
        days=days,
        queries=(listed, counted),
    )


def _days(
    snapshot: Snapshot, counted: Asked, *, keep: bool
) -> tuple[dict[date, int], int]:
    """Return how many claims there are of each day, and how many without one."""
    days: dict[date, int] = {}
    undated = 0
    for row in counted.rows(snapshot, keep=keep):
        if "date" in row:
            days[date.fromisoformat(row["date"])] = int(row["claims"])
        else:
            undated = int(row["claims"])
    return days, undated


def narrow(days: Mapping[date, int], filters: Filters) -> tuple[Window, int]:
    """Return the days that have the claims of a page, and how many to leave out.

    To put all claims in order would take the engine far longer than those of some
    days. Claims without a date come last; a page that may have some is read from all
    that the filters ask for.

    Args:
        days: How many claims there are of each day that is asked for.
        filters: The page, and the days asked for.
    """
    before, offset = 0, (filters.page - 1) * PAGE
    newest, left_out = None, 0
    for day in sorted(days, reverse=True):
        if newest is None and before + days[day] > offset:
            newest, left_out = day, offset - before
        before += days[day]
        if newest and before >= offset + PAGE:
            return Window(start=day, end=newest), left_out
    return filters.window, offset


def _months(
    snapshot: Snapshot, links: Links, listed: Asked, *, keep: bool
) -> tuple[Month, ...]:
    rows = listed.rows(snapshot, keep=keep)
    claims = claims_of(snapshot, links, [URIRef(row["claim"]) for row in rows])
    dates = {links.link(row["claim"]): row.get("date", "") for row in rows}
    return tuple(
        Month(
            first=date.fromisoformat(f"{month}-01") if month else None,
            claims=tuple(group),
        )
        for month, group in groupby(claims, key=lambda claim: dates[claim.link][:7])
    )
