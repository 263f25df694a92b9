"""Answers queries: candidates of the gazetteer and of the graph, scored and judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.gazetteer import GazetteerEntry
from kg.linking.scoring import ScoredCandidate
from server.reading.snapshots import Snapshot
from server.reconciliation.candidates import (
    MAX_NAME,
    Hit,
    hits_of,
    identified,
    known_candidates,
    read_item,
    score_hit,
    similar_candidates,
)
from server.reconciliation.conditions import (
    country_of,
    items_of,
    names_of,
    properties_of,
)
from server.reconciliation.judgement import Result, judge_candidates
from server.reconciliation.known import Known
from server.reconciliation.questions import Query
from server.reconciliation.things import (
    Thing,
    from_gazetteer,
    local_name_of,
    read_things,
)
from server.reconciliation.values import Values, read_values


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a name may stand for, before the graph was asked about it."""

    query: Query
    text: str
    scored: Mapping[str, ScoredCandidate]
    hits: tuple[Hit, ...]
    named: tuple[str, ...]

    @property
    def names(self) -> Iterable[str]:
        """The local names of all."""
        yield from self.scored
        yield from (hit.id for hit in self.hits)
        yield from self.named


def answer_queries(
    queries: Sequence[Query], snapshot: Snapshot, known: Known
) -> tuple[tuple[Result, ...], ...]:
    """Return the results of each query, best first.

    The graph is asked once for all of them.

    Args:
        queries: What was asked.
        snapshot: The graph.
        known: The gazetteer and the ontology.

    Raises:
        StoreError: If the graph or its text index cannot be read.
    """
    found = [_find(query, snapshot, known) for query in queries]
    things = _read_things(found, snapshot, known)
    properties = properties_of(queries, known)
    values = read_values(snapshot, known, things, properties) if properties else {}
    return tuple(_results(each, things, values, known) for each in found)


def _find(query: Query, snapshot: Snapshot, known: Known) -> _Found:
    """Return the candidates for a query: by identifier, by name, by words."""
    text = " ".join(query.text.split())
    if len(text) > MAX_NAME:
        # A name as long as that is none, so it names nothing.
        return _Found(query=query, text="", scored={}, hits=(), named=())
    scored: dict[str, ScoredCandidate] = {}
    for entry in _identified_entries(query, text, known):
        name = known.gazetteer.identifier(entry)
        scored[name] = identified(name, entry)
    hits: tuple[Hit, ...] = ()
    if text:
        for candidate in known_candidates(text, known, country_of(query, known)):
            scored.setdefault(candidate.id, candidate)
        hits = tuple(hits_of(text, snapshot))
        if not scored:
            for candidate in similar_candidates(text, known):
                scored.setdefault(candidate.id, candidate)
    named = (*names_of(query), *_named(text, snapshot))
    return _Found(query=query, text=text, scored=scored, hits=hits, named=named)


def _identified_entries(
    query: Query, text: str, known: Known
) -> Iterable[GazetteerEntry]:
    items = [*items_of(query, known), *filter(None, [read_item(text)])]
    return filter(None, map(known.gazetteer.by_qid, items))


def _named(text: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the local name that a text is: an IRI, or one that no name looks like."""
    iri = text
    if text.startswith("ent:"):
        return (text.removeprefix("ent:"),)
    if "_" in text and " " not in text:
        return (text,)
    return tuple(filter(None, [local_name_of(iri, snapshot.names)]))


def _read_things(
    found: Iterable[_Found], snapshot: Snapshot, known: Known
) -> dict[str, Thing]:
    """Return what can be meant; only where it tells something, the graph is asked.

    That is for what the gazetteer does not know, and for what a query has more
    conditions on than the gazetteer can answer.
    """
    things: dict[str, Thing] = {}
    asked: dict[str, None] = {}
    for each in found:
        in_detail = bool(each.query.types or each.query.conditions)
        for name in each.names:
            scored = each.scored.get(name)
            if scored is None or in_detail:
                asked[name] = None
            else:
                things.setdefault(name, from_gazetteer(scored.entry, name))
    return things | read_things(snapshot, known, asked)


def _results(
    found: _Found, things: Mapping[str, Thing], values: Values, known: Known
) -> tuple[Result, ...]:
    scored = {name: each for name, each in found.scored.items() if name in things}
    for name in found.named:
        if name in things:
            scored[name] = identified(name, things[name].entry)
    for hit in found.hits:
        if hit.id in things and hit.id not in scored:
            candidate = score_hit(hit, things[hit.id].entry, found.text)
            if candidate is not None:
                scored[hit.id] = candidate
    return judge_candidates(found.query, tuple(scored.values()), things, values, known)
