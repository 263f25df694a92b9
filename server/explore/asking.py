"""Queries with filters: what is not asked for is left out of the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from rdflib import URIRef

from server.explore.filters import Window
from server.explore.keeping import kept_rows
from server.queries import fill, read_query
from server.reading.results import Row, select
from server.reading.snapshots import Snapshot

_PLACE = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it was asked, and what for."""

    title: str
    text: str

    def rows(self, snapshot: Snapshot, *, keep: bool = False) -> tuple[Row, ...]:
        """Return its answer; to `keep` it is for one of few that all ask for.

        Raises:
            StoreError: If it cannot be kept.
        """
        if keep:
            return kept_rows(snapshot, self.text)
        return select(snapshot.store, self.text, base_iri=snapshot.names.base)


def ask(
    name: str, window: Window | None = None, **places: URIRef | int | Iterable[URIRef]
) -> Asked:
    """Return the query of a file with its places filled.

    A line that has a place for which there is nothing is left out: a list of no
    entities means all of them.

    Args:
        name: Of a file in `server/queries`; its first comment is the title.
        window: The days for `$from` and `$to`; nothing for those of all time.
        places: IRIs and numbers for the others.
    """
    numbers = {place: n for place, n in places.items() if isinstance(n, int)}
    given = {
        place: (iris,) if isinstance(iris, URIRef) else tuple(iris)
        for place, iris in places.items()
        if not isinstance(iris, int)
    }
    empty = {place for place, iris in given.items() if not iris}
    if not window:
        empty |= {"from", "to"}
    lines = read_query(name).splitlines()
    kept = [line for line in lines if empty.isdisjoint(_PLACE.findall(line))]
    text = fill("\n".join(kept) + "\n", **given)
    for place, number in numbers.items():
        text = text.replace(f"${place}", str(number))
    if window:
        days = {"from": window.start or date.min, "to": window.end or date.max}
        for place, day in days.items():
            text = text.replace(f"${place}", f'"{day.isoformat()}"^^xsd:date')
    comment = takewhile(lambda line: line.startswith("#"), lines)
    title = " ".join(line.removeprefix("#").strip() for line in comment)
    return Asked(title.rstrip("."), text)
