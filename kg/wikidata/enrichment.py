"""From items to facts about the entities that they stand for. Pure functions.

A fact is taken only where it is said without reserve (a truthy statement that has not
ended), and where both ends are of classes that the relation joins; what is dropped for
its class is named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.gazetteer import Gazetteer, HoldingStatus, OfficeHolding
from kg.linking.agreement import finer
from kg.model import local_name
from kg.ontology import Ontology
from kg.wikidata.facts import (
    AliasFact,
    DateFact,
    Facts,
    LinkedEntity,
    NewEntity,
    PointFact,
    RelationFact,
    Source,
    source_of,
)
from kg.wikidata.items import Instant, Item, ItemValue, Point, Property, Statement
from kg.wikidata.tables import PropertyRule, Tables

type Items = Mapping[str, Item]


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a relation: a local name and a class."""

    id: str
    type: str


def values_of(
    entities: Iterable[LinkedEntity], items: Items, tables: Tables, ontology: Ontology
) -> frozenset[str]:
    """Return the items that those of the entities speak of, to be fetched as well."""
    found: set[str] = set()
    for entity in entities:
        if item := items.get(entity.qid):
            for rule in tables.rules(entity.type, ontology):
                found.update(item.items(rule.property))
            found.update(
                statement.value.qid
                for statement in item.of(Property.POSITION_HELD)
                if isinstance(statement.value, ItemValue)
            )
    return frozenset(found)


def facts_about(
    entities: Sequence[LinkedEntity],
    items: Items,
    *,
    tables: Tables,
    gazetteer: Gazetteer,
    ontology: Ontology,
) -> Facts:
    """Return what the items say of the entities that they stand for.

    Args:
        entities: Each once.
        items: Those of the entities, and those that they speak of, by the identifiers
            that they were asked for by.
        tables: What becomes of which property.
        gazetteer: The entities known beforehand, which facts may lead to.
        ontology: Which classes a relation joins.
    """
    reader = _Reader(entities, items, tables, gazetteer, ontology)
    for entity in sorted(entities):
        if item := items.get(entity.qid):
            reader.read(entity, item)
    return reader.facts()


@dataclass
class _Reader:
    entities: Sequence[LinkedEntity]
    items: Items
    tables: Tables
    gazetteer: Gazetteer
    ontology: Ontology
    _new: dict[str, NewEntity] = field(default_factory=dict)
    _relations: set[RelationFact] = field(default_factory=set)
    _holdings: dict[str, tuple[Source, OfficeHolding]] = field(default_factory=dict)
    _aliases: set[AliasFact] = field(default_factory=set)
    _points: set[PointFact] = field(default_factory=set)
    _dates: set[DateFact] = field(default_factory=set)
    _dropped: set[str] = field(default_factory=set)
    _replaced: set[tuple[str, str]] = field(default_factory=set)
    _linked: dict[str, LinkedEntity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entity in sorted(self.entities, key=lambda e: (-e.score, e.id)):
            self._linked.setdefault(self._now(entity.qid), entity)

    def facts(self) -> Facts:
        return Facts(
            entities=tuple(sorted(self._new.values())),
            relations=tuple(sorted(self._relations)),
            holdings=tuple(found for _, found in sorted(self._holdings.items())),
            aliases=tuple(sorted(self._aliases)),
            points=tuple(sorted(self._points)),
            dates=tuple(sorted(self._dates)),
            dropped=tuple(sorted(self._dropped)),
            replaced=frozenset(self._replaced),
        )

    def read(self, entity: LinkedEntity, item: Item) -> None:
        source = source_of(item)
        names = {item.label or entity.label, *item.aliases} - {entity.label}
        self._aliases.update(AliasFact(entity.id, name, source) for name in names)
        if self.ontology.is_a(entity.type, "Place"):
            for statement in item.of(Property.COORDINATES)[:1]:
                if isinstance(statement.value, Point):
                    self._points.add(PointFact(entity.id, statement.value, source))
        if self.ontology.is_a(entity.type, "Event"):
            self._dates.update(self._times(entity, item))
        if self.ontology.is_a(entity.type, "Person"):
            for statement in item.of(Property.POSITION_HELD):
                self._hold(entity, statement, source)
        for rule in self.tables.rules(entity.type, self.ontology):
            self._relate(entity, item, rule)

    def _times(self, entity: LinkedEntity, item: Item) -> Iterator[DateFact]:
        for prop in (Property.START, Property.END):
            instants = [
                statement.value
                for statement in item.of(prop)
                if isinstance(statement.value, Instant)
            ]
            # Of several days nobody can say which one it was.
            if len(instants) == 1:
                is_end = prop is Property.END
                yield DateFact(entity.id, is_end, instants[0], source_of(item))

    def _relate(self, entity: LinkedEntity, item: Item, rule: PropertyRule) -> None:
        relation = rule.relation
        qids = [self._now(qid) for qid in item.items(rule.property)]
        others = [qid for qid in dict.fromkeys(qids) if qid != item.qid]
        if relation is None or not others:
            return
        if rule.is_single and len(others) > 1:
            self._drop(entity, rule, f"has {len(others)} values at once")
            return
        known = _End(entity.id, entity.type)
        for qid in others:
            value = self._value(entity, rule, qid)
            if isinstance(value, str):
                self._drop(entity, rule, value)
                continue
            if value.id == known.id:
                continue
            ends = (value, known) if rule.is_backward else (known, value)
            if self.ontology.relations[relation].symmetric:
                ends = (min(ends, key=_name), max(ends, key=_name))
            fact = RelationFact(ends[0].id, relation, ends[1].id, source_of(item))
            self._relations.add(fact)
            if rule.replaces:
                self._replaced.add((relation, fact.object))

    def _value(self, entity: LinkedEntity, rule: PropertyRule, qid: str) -> _End | str:
        """Return the entity that a value is, or in words why it is none."""
        label, shown, identifier = self._thing(qid)
        called = f"{label or 'item without an English label'} ({qid})"
        type_name = shown or rule.value
        if type_name is None:
            return f"{called}: nothing shows its class"
        if rule.value:
            finest = finer(type_name, rule.value, self.ontology)
            if not self.ontology.is_a(finest, rule.value):
                return f"{called} is of class {type_name}"
            # What is known already keeps its class.
            type_name = type_name if identifier else finest
        ends = (entity.type, type_name)
        if rule.is_backward:
            ends = (type_name, entity.type)
        if not self.ontology.accepts(rule.relation or "", *ends):
            return f"{called} is of class {type_name}"
        if identifier:
            return _End(identifier, type_name)
        return called if label is None else self._mint(qid, label, type_name)

    def _thing(self, qid: str) -> tuple[str | None, str | None, str | None]:
        """Return label, class and local name of an item, as far as they are known."""
        if linked := self._linked.get(qid):
            return linked.label, linked.type, linked.id
        if entry := self.gazetteer.by_qid(qid):
            return entry.name, entry.type, self.gazetteer.identifier(entry)
        item = self.items.get(qid)
        if item is None:
            return None, None, None
        return item.label, self.tables.type_of(item), None

    def _mint(self, qid: str, label: str, type_name: str) -> _End:
        """Return a new entity; its name depends on nothing but the item."""
        identifier = f"{local_name(label)}_({qid})"
        known = self._new.get(identifier)
        if known:
            type_name = finer(known.type, type_name, self.ontology)
        self._new[identifier] = NewEntity(
            id=identifier,
            label=label,
            type=type_name,
            source=source_of(self.items[qid]),
        )
        return _End(identifier, type_name)

    def _hold(self, entity: LinkedEntity, statement: Statement, source: Source) -> None:
        """Take an office with its dates; without a beginning it tells nothing."""
        start, end = statement.start, statement.end
        if not isinstance(statement.value, ItemValue) or start is None:
            return
        position = self.items.get(self._now(statement.value.qid))
        if (
            position is None
            or position.label is None
            or not start.is_past(source.as_of)
        ):
            return
        has_ended = end is not None and statement.has_ended
        parts = (entity.id, local_name(position.label), position.qid, start.text)
        identifier = "__".join(parts)
        holding = OfficeHolding(
            id=identifier,
            person=entity.id,
            position=position.label,
            state=self._jurisdiction(position),
            start=start.text,
            end=end.text if end and has_ended else None,
            as_of=source.as_of.isoformat(),
            status=HoldingStatus.ENDED if has_ended else HoldingStatus.START_ONLY,
            source=f"Wikidata {source.qid}, revision {source.revision}",
        )
        self._holdings.setdefault(identifier, (source, holding))

    def _jurisdiction(self, position: Item) -> str | None:
        """Return the state of a position, where it is one, and known."""
        for prop in (Property.JURISDICTION, Property.COUNTRY):
            for qid in position.items(prop):
                _, type_name, identifier = self._thing(self._now(qid))
                if identifier and type_name == "State":
                    return identifier
        return None

    def _now(self, qid: str) -> str:
        """Return the item that stands for one now, which may have been merged."""
        item = self.items.get(qid)
        return item.qid if item else qid

    def _drop(self, entity: LinkedEntity, rule: PropertyRule, reason: str) -> None:
        what = f"{rule.property} ({rule.label})"
        self._dropped.add(f"{entity.id}: {what}: {reason}")


def _name(end: _End) -> str:
    return end.id
