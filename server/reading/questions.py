"""What a page asks of the graph, and the record of it that the page prints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rdflib import URIRef

from server.queries import fill, read_query
from server.reading.labels import put_labels, things_in
from server.reading.links import Links
from server.reading.results import Row, select
from server.reading.snapshots import Snapshot


class Question(NamedTuple):
    """A query that was asked, as anybody may ask it, and what it is about."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Asks the queries behind one page and keeps them in the order asked."""

    snapshot: Snapshot
    links: Links
    _asked: list[Question] = field(default_factory=list)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What was asked up to now, each once."""
        return tuple(dict.fromkeys(self._asked))

    def rows(
        self,
        name: str,
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        start: int = 0,
        **places: URIRef | Iterable[URIRef],
    ) -> tuple[Row, ...]:
        """Return the rows of a query, as plain text.

        Args:
            name: Of a file in `server.queries`.
            order: Variables to put them in order by, where the query has no order.
            limit: The most rows wanted; all, if not given.
            start: How many rows to leave out before.
            places: What to fill the query with.
        """
        text = fill(read_query(name), **places)
        if order:
            text = f"{text.rstrip()}\nORDER BY {' '.join(order)}\n"
        text = _limited(text, limit, start)
        base = self.snapshot.names.base
        self._asked.append(question(text, base))
        return select(self.snapshot.store, text, base_iri=base)

    def fixed_rows(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a query without places, read once for each snapshot."""
        self._asked.append(question(read_query(name), self.snapshot.names.base))
        return _fixed_rows(self.snapshot, name)

    def note(
        self,
        name: str,
        *,
        limit: int | None = None,
        start: int = 0,
        **places: URIRef | Iterable[URIRef],
    ) -> None:
        """Record a query whose answer is kept beside the snapshot, ready to be read.

        Args:
            name: As in `rows`.
            limit: As in `rows`.
            start: As in `rows`.
            places: As in `rows`.
        """
        text = _limited(fill(read_query(name), **places), limit, start)
        self._asked.append(question(text, self.snapshot.names.base))

    def count(self, name: str, resource: URIRef) -> int:
        """Return the only value of a query that counts what a resource has."""
        ((value,),) = (row.values() for row in self.rows(name, resource=resource))
        return int(value)

    def labelled(
        self, rows: Iterable[Row], variables: Iterable[str]
    ) -> tuple[Row, ...]:
        """Return the rows, each with a `<variable>Label` where a thing has a label."""
        rows, variables = tuple(rows), tuple(variables)
        things = things_in(rows, variables)
        if not things:
            return rows
        return put_labels(rows, variables, self._labels(things))

    def _labels(self, things: Sequence[str]) -> Iterable[Row]:
        """Return the names of things, from the text index where there is one.

        It has the same names, once; in the graph they stand in every article.
        """
        iris = tuple(map(URIRef, things))
        if self.snapshot.folder is None:
            return self.rows("labels", things=iris)
        self.note("labels", things=iris)
        titles = self.snapshot.text_index.titles(things)
        return tuple({"thing": iri, "label": name} for iri, name in titles.items())


@lru_cache(maxsize=8)
def _fixed_rows(snapshot: Snapshot, name: str) -> tuple[Row, ...]:
    return select(snapshot.store, read_query(name), base_iri=snapshot.names.base)


def _limited(text: str, limit: int | None, start: int) -> str:
    if limit is None:
        return text
    return f"{text.rstrip()}\nLIMIT {limit:d} OFFSET {start:d}\n"


def question(text: str, base: str) -> Question:
    """Return a query as it can be asked from anywhere, relative IRIs and all."""
    return Question(_title(text), f"BASE <{base}>\n{text}")


def _title(text: str) -> str:
    """Return the first sentence of the comment that a query begins with."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    return " ".join(lines).partition(". ")[0].removesuffix(".")
