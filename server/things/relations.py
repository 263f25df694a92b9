"""The relations and claims of an entity that its page has room for.

An entity of the news has thousands. Its page shows those of the newest articles, tells
how many there are of each sort, and leads to pages with the rest.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib import URIRef

from server.reading.links import Link
from server.reading.questions import Reader
from server.reading.results import Row
from server.things.claims import ClaimView, Statement, view_claims
from server.things.edges import (
    Edge,
    Group,
    Reason,
    Sort,
    name_others,
    read_groups,
    read_others,
    wider_sorts,
)

# So many of a sort are shown: told ones, which have sentences, and the others.
_TOLD, _BARE = 2, 10
# With fewer than so many from the newest articles, older ones are looked for.
_ENOUGH = 2
# The most claims that are no relation.
_FREE = 8
_NEIGHBOURS = 12
# Of so many sorts relations are shown; of others the page has the numbers.
_SORTS = 40

# Whom an entity has relations of a sort with, and why.
type Picked = Sequence[tuple[Reason, str]]
# The claims that a relation rests on, newest first.
type Grounds = Mapping[Statement, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Relations:
    """Groups of relations, wider ones apart; claims that are none; other ends."""

    groups: tuple[Group, ...]
    wider: tuple[Group, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    neighbours: tuple[tuple[Link, int], ...] = ()


def read_relations(
    reader: Reader, iri: URIRef, articles: Sequence[URIRef]
) -> Relations:
    """Return what the page about an entity shows of its relations.

    Args:
        reader: Asks.
        iri: The entity.
        articles: The newest that mention it, newest first.
    """
    groups = read_groups(reader, iri)
    rows = _claims_in(reader, iri, articles)
    grounds = _grounds(rows)
    picked = {g.sort: _pick(reader, iri, g, grounds) for g in groups[:_SORTS]}
    older = _older(reader, iri, picked, grounds)
    free = _free(rows, str(iri))
    shown = [(group, picked.get(group.sort, ())) for group in groups]
    filled = fill_groups(reader, iri, shown, {**older, **grounds}, claims=1, also=free)
    wider = wider_sorts(reader, groups)
    return Relations(
        groups=tuple(group for group in filled.groups if group.sort not in wider),
        wider=tuple(group for group in filled.groups if group.sort in wider),
        claims=filled.claims,
        neighbours=_neighbours(reader, rows, str(iri)),
    )


def read_group(
    reader: Reader, iri: URIRef, group: Group, *, start: int, limit: int
) -> Group:
    """Return a group with some of its relations, each with all that it rests on.

    Args:
        reader: Asks.
        iri: The entity.
        group: Which relations.
        start: How many to leave out before.
        limit: The most wanted.
    """
    found: list[tuple[Reason, str]] = []
    for reason in Reason:
        room = limit - len(found)
        others = read_others(reader, iri, group, reason, start=start, limit=room)
        found.extend((reason, other) for other in others)
        start = max(0, start - group.counts.get(reason, 0))
    told = [other for reason, other in found if reason is Reason.TOLD]
    grounds = _grounds_of(reader, iri, group.sort, told)
    filled = fill_groups(reader, iri, [(group, found)], grounds)
    return filled.groups[0]


def fill_groups(
    reader: Reader,
    iri: URIRef,
    picked: Sequence[tuple[Group, Picked]],
    grounds: Grounds,
    *,
    claims: int | None = None,
    also: Sequence[str] = (),
) -> Relations:
    """Return groups with the relations picked, and some claims beside them.

    Args:
        reader: Asks.
        iri: The entity.
        picked: The groups, and whom they are to show.
        grounds: What the relations rest on.
        claims: The most that each relation is to have with it; all, if not given.
        also: Claims that are wanted besides.
    """
    told = [
        group.sort.statement(str(iri), other)
        for group, found in picked
        for reason, other in found
        if reason is Reason.TOLD
    ]
    wanted = [claim for each in told for claim in grounds.get(each, ())[:claims]]
    viewed = view_claims(reader, map(URIRef, [*wanted, *also]))
    views = {view.iri: view for view in viewed}
    links = name_others(reader, [other for _, found in picked for _, other in found])

    def edge(sort: Sort, reason: Reason, other: str) -> Edge:
        statement = sort.statement(str(iri), other)
        found = grounds.get(statement, ()) if reason is Reason.TOLD else ()
        return Edge(
            statement=statement,
            other=links[other],
            reason=reason,
            claims=tuple(views[each] for each in found[:claims] if each in views),
            more=len(found) - len(found[:claims]),
        )

    filled = (
        replace(group, edges=tuple(edge(group.sort, *each) for each in found))
        for group, found in picked
    )
    free = tuple(views[each] for each in also if each in views)
    return Relations(groups=tuple(filled), claims=free)


def _claims_in(
    reader: Reader, iri: URIRef, articles: Sequence[URIRef]
) -> tuple[Row, ...]:
    if not articles:
        return ()
    rows = reader.rows("claims_in_articles", resource=iri, articles=articles)
    places = {str(article): place for place, article in enumerate(articles)}
    return tuple(sorted(rows, key=lambda row: (places[row["article"]], row["claim"])))


def _grounds(rows: Iterable[Row]) -> Grounds:
    grounds: dict[Statement, list[str]] = {}
    for row in rows:
        if row["edge"] == "true":
            statement = (row["subject"], row["relation"], row["object"])
            grounds.setdefault(statement, []).append(row["claim"])
    return grounds


def _neighbours(
    reader: Reader, rows: Iterable[Row], iri: str
) -> tuple[tuple[Link, int], ...]:
    """Return whom the claims about an entity connect it with most, and how many do."""
    ends = ({row["subject"], row["object"]} for row in rows)
    times = Counter(other for pair in ends if iri in pair for other in pair - {iri})
    most = sorted(times.items(), key=lambda item: (-item[1], item[0]))[:_NEIGHBOURS]
    links = name_others(reader, (other for other, _ in most))
    return tuple((links[other], count) for other, count in most)


def _free(rows: Iterable[Row], iri: str) -> tuple[str, ...]:
    """Return the newest claims that no relation of the entity rests on."""
    claims = (
        row["claim"]
        for row in rows
        if row["edge"] != "true" or iri not in (row["subject"], row["object"])
    )
    return tuple(dict.fromkeys(claims))[:_FREE]


def _pick(
    reader: Reader, iri: URIRef, group: Group, grounds: Grounds
) -> tuple[tuple[Reason, str], ...]:
    """Return whom to show: from the newest articles, else the first there are."""
    told = [
        other
        for statement in grounds
        if (other := group.sort.other(str(iri), statement)) is not None
    ][:_TOLD]
    if len(told) < min(group.counts.get(Reason.TOLD, 0), _ENOUGH):
        more = read_others(reader, iri, group, Reason.TOLD, start=0, limit=_TOLD)
        told = list(dict.fromkeys((*told, *more)))[:_TOLD]
    picked = [(Reason.TOLD, other) for other in told]
    for reason in (Reason.KNOWN, Reason.INFERRED):
        others = read_others(reader, iri, group, reason, start=0, limit=_BARE)
        picked.extend((reason, other) for other in others)
    return tuple(picked)


def _older(
    reader: Reader, iri: URIRef, picked: Mapping[Sort, Picked], grounds: Grounds
) -> Grounds:
    """Return what those relations rest on that the newest articles do not tell."""
    older: dict[Statement, Sequence[str]] = {}
    for sort, found in picked.items():
        others = [
            other
            for reason, other in found
            if reason is Reason.TOLD and sort.statement(str(iri), other) not in grounds
        ]
        older |= _grounds_of(reader, iri, sort, others)
    return older


def _grounds_of(
    reader: Reader, iri: URIRef, sort: Sort, others: Sequence[str]
) -> Grounds:
    """Return what relations of one sort to some others rest on."""
    if not others:
        return {}
    rows = reader.rows(
        f"claims_of_edges_{sort.way}",
        resource=iri,
        relation=URIRef(sort.relation),
        others=tuple(map(URIRef, others)),
    )
    grounds: dict[Statement, list[str]] = {}
    for row in rows:
        statement = sort.statement(str(iri), row["other"])
        grounds.setdefault(statement, []).append(row["claim"])
    return grounds
