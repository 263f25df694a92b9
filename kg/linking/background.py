"""What is known beforehand of the states of the world and of the entities met.

Pure functions from entities to plain values, which `kg.rdf` writes into the graph of
background knowledge. The whole gazetteer is an index, not part of the graph: only
all states, and the entities that occur in articles, come in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.gazetteer import (
    Background,
    CountryFacts,
    Gazetteer,
    GazetteerEntry,
    HoldingStatus,
    KnownEntity,
    KnownRelation,
    OfficeHolder,
    OfficeHolding,
)
from kg.gazetteer.tables import read_rows
from kg.model import Entity, local_name

_COUNTRY_RELATIONS = ("type", "relation", "note")
_OFFICES = ("title", "state", "relation")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundRules:
    """Which relations follow from the tables.

    `by_type` says how an entity of a type relates to its country, `by_office` how
    the holder of an office, by casefolded title and the state (or none for all),
    relates to the state.
    """

    by_type: Mapping[str, str]
    by_office: Mapping[tuple[str, str | None], str]


def read_background_rules(folder: Path) -> BackgroundRules:
    """Read the rules from `country_relations.tsv` and `offices.tsv`.

    Raises:
        GazetteerError: For an unreadable table.
    """
    by_type = {
        row.cells[0]: row.cells[1]
        for row in read_rows(folder / "country_relations.tsv", _COUNTRY_RELATIONS)
        if row.cells[1]
    }
    by_office = {}
    for row in read_rows(folder / "offices.tsv", _OFFICES):
        title, state, relation = row.cells
        by_office[(title.casefold(), state or None)] = relation
    return BackgroundRules(by_type=by_type, by_office=by_office)


def make_background(
    entities: Iterable[Entity], gazetteer: Gazetteer, rules: BackgroundRules
) -> Background:
    """Return what is known of all states and of the entities that occur.

    States come with names, capitals and land borders. Persons that occur come with
    all their offices; of the others, those who hold the highest office of a state
    now. An office gives a direct relation only where its holder is current: what
    ended, or may have, stays a dated holding.

    Args:
        entities: The entities of all articles; those unknown to the gazetteer add
            nothing.
        gazetteer: The tables.
        rules: Which relations follow from them.
    """
    found = (gazetteer.entry(entity.id) for entity in entities)
    occurring = {entry for entry in found if entry is not None}
    countries = [
        facts
        for facts in gazetteer.country_facts()
        if facts.entry.type == "State" or facts.entry in occurring
    ]
    capitals = {c.capital for c in countries if c.capital and c.capital.type == "City"}
    holders = [
        holder
        for holder in gazetteer.office_holders()
        if _is_wanted(holder, occurring, gazetteer, rules)
    ]
    people = {entry for h in holders if (entry := gazetteer.by_qid(h.qid))}
    known = {*occurring, *capitals, *people, *(facts.entry for facts in countries)}
    facts_of = {facts.entry: facts for facts in countries}
    relations = {
        *_of_countries(known, gazetteer, rules),
        *_of_capitals(countries, gazetteer),
        *_of_borders(countries, gazetteer),
        *_of_offices(holders, gazetteer, rules),
    }
    return Background(
        entities=tuple(
            sorted(
                (_known(entry, facts_of.get(entry), gazetteer) for entry in known),
                key=lambda entity: entity.id,
            )
        ),
        relations=tuple(sorted(relations)),
        holdings=tuple(
            sorted(
                {_holding(holder, gazetteer) for holder in holders},
                key=lambda holding: holding.id,
            )
        ),
    )


def _is_wanted(
    holder: OfficeHolder,
    occurring: set[GazetteerEntry],
    gazetteer: Gazetteer,
    rules: BackgroundRules,
) -> bool:
    person = gazetteer.by_qid(holder.qid)
    if person in occurring:
        return True
    is_current = holder.status is HoldingStatus.CURRENT
    return is_current and _office_relation(holder, gazetteer, rules) is not None


def _known(
    entry: GazetteerEntry, facts: CountryFacts | None, gazetteer: Gazetteer
) -> KnownEntity:
    return KnownEntity(
        id=gazetteer.identifier(entry),
        label=entry.name,
        type=entry.type,
        qid=entry.qid,
        country=entry.country,
        aliases=entry.aliases,
        demonyms=facts.demonyms if facts else (),
        metonyms=facts.metonyms if facts else (),
        source=entry.source,
    )


def _of_countries(
    entries: Iterable[GazetteerEntry], gazetteer: Gazetteer, rules: BackgroundRules
) -> Iterator[KnownRelation]:
    """Yield how entities relate to the country their row names."""
    for entry in entries:
        state = gazetteer.state(entry.country) if entry.country else None
        relation = rules.by_type.get(entry.type)
        if relation and state and state.type == "State" and state != entry:
            yield KnownRelation(
                subject=gazetteer.identifier(entry),
                relation=relation,
                object=gazetteer.identifier(state),
                source=entry.source,
            )


def _of_capitals(
    countries: Iterable[CountryFacts], gazetteer: Gazetteer
) -> Iterator[KnownRelation]:
    for facts in countries:
        # A city state is its own capital, which says nothing.
        if facts.capital and facts.capital.type == "City":
            yield KnownRelation(
                subject=gazetteer.identifier(facts.capital),
                relation="capitalOf",
                object=gazetteer.identifier(facts.entry),
                source=facts.source,
            )


def _of_borders(
    countries: Iterable[CountryFacts], gazetteer: Gazetteer
) -> Iterator[KnownRelation]:
    """Yield each land border once, from the name that sorts first."""
    by_iso2 = {facts.iso2: facts for facts in countries}
    for facts in by_iso2.values():
        name = gazetteer.identifier(facts.entry)
        for iso2 in facts.neighbours:
            other = by_iso2.get(iso2)
            if other and name < gazetteer.identifier(other.entry):
                yield KnownRelation(
                    subject=name,
                    relation="borders",
                    object=gazetteer.identifier(other.entry),
                    source=facts.source,
                )


def _of_offices(
    holders: Iterable[OfficeHolder], gazetteer: Gazetteer, rules: BackgroundRules
) -> Iterator[KnownRelation]:
    for holder in holders:
        relation = _office_relation(holder, gazetteer, rules)
        person = gazetteer.by_qid(holder.qid)
        state = gazetteer.state(holder.state) if holder.state else None
        is_current = holder.status is HoldingStatus.CURRENT
        if is_current and relation and person and state and state.type == "State":
            yield KnownRelation(
                subject=gazetteer.identifier(person),
                relation=relation,
                object=gazetteer.identifier(state),
                source=holder.source,
            )


def _office_relation(
    holder: OfficeHolder, gazetteer: Gazetteer, rules: BackgroundRules
) -> str | None:
    """Return how the holder relates to the state: "President", "King of Jordan"."""
    state = gazetteer.state(holder.state) if holder.state else None
    if state is None:
        return None
    title = holder.position.casefold()
    for name in (state.name, *state.aliases):
        for ending in (f" of {name}", f" of the {name}"):
            title = title.removesuffix(ending.casefold())
    special = rules.by_office.get((title, holder.state))
    return special or rules.by_office.get((title, None))


def _holding(holder: OfficeHolder, gazetteer: Gazetteer) -> OfficeHolding:
    person = gazetteer.by_qid(holder.qid)
    name = gazetteer.identifier(person) if person else local_name(holder.name)
    state = gazetteer.state(holder.state) if holder.state else None
    parts = (name, local_name(holder.position), holder.state or "", holder.start)
    return OfficeHolding(
        id="__".join(part for part in parts if part),
        person=name,
        position=holder.position,
        state=gazetteer.identifier(state) if state else None,
        start=holder.start,
        end=holder.end,
        as_of=holder.as_of,
        status=holder.status,
        source=holder.source,
    )
