"""What items say of entities, as values: each fact with its source and day."""

from dataclasses import dataclass, field
from datetime import date

from kg.gazetteer import OfficeHolding
from kg.wikidata.items import Instant, Item, Point


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """The revision of an item that says it, and the day on which it was fetched."""

    qid: str
    revision: int
    as_of: date


def source_of(item: Item) -> Source:
    """Return the source that an item is."""
    return Source(item.qid, item.revision, item.fetched)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class LinkedEntity:
    """An entity of the graph that an item stands for.

    `id` is its local name, `type` its class; `score` says how sure the link is.
    """

    id: str
    label: str
    type: str
    qid: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class NewEntity:
    """A thing that only Wikidata knows, and that a fact speaks of."""

    id: str
    label: str
    type: str
    source: Source


@dataclass(frozen=True, slots=True, order=True)
class RelationFact:
    """A relation between two entities, by local names."""

    subject: str
    relation: str
    object: str
    source: Source


@dataclass(frozen=True, slots=True, order=True)
class AliasFact:
    """Another name of an entity."""

    entity: str
    name: str
    source: Source


@dataclass(frozen=True, slots=True, order=True)
class PointFact:
    """Where an entity lies."""

    entity: str
    point: Point
    source: Source


@dataclass(frozen=True, slots=True, order=True)
class DateFact:
    """When an event began, or ended."""

    entity: str
    is_end: bool
    instant: Instant
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that was taken from Wikidata; each part is sorted.

    `dropped` says in a line each what was not taken, and why; `replaced` are relations
    and their objects of which what was known before counts no more.
    """

    entities: tuple[NewEntity, ...] = ()
    relations: tuple[RelationFact, ...] = ()
    holdings: tuple[tuple[Source, OfficeHolding], ...] = ()
    aliases: tuple[AliasFact, ...] = ()
    points: tuple[PointFact, ...] = ()
    dates: tuple[DateFact, ...] = ()
    dropped: tuple[str, ...] = ()
    replaced: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    @property
    def count(self) -> int:
        """How many facts there are."""
        parts = (self.relations, self.holdings, self.aliases, self.points, self.dates)
        return sum(map(len, parts))
