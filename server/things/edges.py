"""The relations of an entity, counted by relation, direction and reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rdflib import URIRef

from server.reading.labels import linked
from server.reading.links import Link
from server.reading.questions import Reader
from server.things.claims import ClaimView, Statement

# To put more of them in order takes the engine longer than a reader waits.
_MOST_SORTED = 100


class Reason(StrEnum):
    """Why a relation holds, in the order in which pages show them."""

    TOLD = "told"
    KNOWN = "known"
    INFERRED = "inferred"


class Way(StrEnum):
    """Whether an entity is the subject of a relation, or its object."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A relation that holds, why, and what it rests on.

    `claims` are the newest that it rests on, `more` is how many others are known of.
    """

    statement: Statement
    other: Link
    reason: Reason
    claims: tuple[ClaimView, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Sort:
    """A relation in one direction."""

    relation: str
    way: Way

    def statement(self, iri: str, other: str) -> Statement:
        """Return the relation between an entity and the one at the other end."""
        if self.way is Way.OUT:
            return iri, self.relation, other
        return other, self.relation, iri

    def other(self, iri: str, statement: Statement) -> str | None:
        """Return who is at the other end, if the statement is of this sort."""
        subject, relation, object_ = statement
        near, far = (subject, object_) if self.way is Way.OUT else (object_, subject)
        return far if relation == self.relation and near == iri else None

    @property
    def name(self) -> str:
        """The local name of the relation."""
        return self.relation.rpartition("#")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The relations of one sort: how many there are, by reason, and some of them.

    `is_act` says whether they are what somebody does, not how things stand.
    """

    sort: Sort
    relation: Link
    is_act: bool
    counts: Mapping[Reason, int]
    edges: tuple[Edge, ...] = ()

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(self.counts.values())

    @property
    def is_whole(self) -> bool:
        """Whether all are shown, with all they rest on."""
        return len(self.edges) == self.total and not any(e.more for e in self.edges)


def read_groups(reader: Reader, iri: URIRef) -> tuple[Group, ...]:
    """Return the groups without their edges: told acts first, then the larger ones."""
    rows = reader.labelled(reader.rows("edge_groups", resource=iri), ("relation",))
    counts: dict[Sort, dict[Reason, int]] = {}
    links: dict[str, Link] = {}
    acts = {row["relation"] for row in rows if row["act"] == "true"}
    for row in rows:
        links[row["relation"]] = linked(row, "relation", reader.links)
        reasons = counts.setdefault(Sort(row["relation"], Way(row["way"])), {})
        reasons[Reason(row["reason"])] = int(row["edges"])
    groups = [
        Group(
            sort=sort,
            relation=links[sort.relation],
            is_act=sort.relation in acts,
            counts=reasons,
        )
        for sort, reasons in counts.items()
    ]
    return tuple(sorted(groups, key=_order))


def read_others(
    reader: Reader, iri: URIRef, group: Group, reason: Reason, *, start: int, limit: int
) -> tuple[str, ...]:
    """Return who is at the other end of relations of a group that hold for a reason.

    They are in the order of their IRIs, or of the store where they are too many.

    Args:
        reader: Asks.
        iri: The entity at this end.
        group: Which relation, in which direction.
        reason: Why the relations hold.
        start: How many to leave out before.
        limit: The most wanted.
    """
    count = group.counts.get(reason, 0)
    if start >= count or limit <= 0:
        return ()
    rows = reader.rows(
        f"edges_{group.sort.way}_{reason}",
        order=("?other",) if count <= _MOST_SORTED else (),
        limit=limit,
        start=start,
        resource=iri,
        relation=URIRef(group.sort.relation),
    )
    return tuple(row["other"] for row in rows)


def wider_sorts(reader: Reader, groups: Iterable[Group]) -> frozenset[Sort]:
    """Return the sorts that say less than others: inferred, of a wider relation."""
    groups = tuple(groups)
    wider: dict[str, set[str]] = {}
    for row in reader.fixed_rows("wider"):
        wider.setdefault(row["narrow"], set()).add(row["wide"])
    said = {
        Sort(wide, group.sort.way)
        for group in groups
        for wide in wider.get(group.sort.relation, ())
    }
    inferred = {g.sort for g in groups if g.counts.keys() == {Reason.INFERRED}}
    return frozenset(said & inferred)


def name_others(reader: Reader, others: Iterable[str]) -> Mapping[str, Link]:
    """Return the links of entities, called by their labels."""
    rows: Sequence[Mapping[str, str]] = [
        {"other": each} for each in sorted(set(others))
    ]
    named = reader.labelled(rows, ("other",))
    return {row["other"]: linked(row, "other", reader.links) for row in named}


def _order(group: Group) -> tuple[object, ...]:
    told, *others = [reason not in group.counts for reason in Reason]
    first = told, not group.is_act, *others, -group.total
    return *first, group.relation.text, group.sort.way
