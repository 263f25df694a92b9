"""Linking as it is used: with what reviewers decided, and scores that are chances.

A link that was rejected is given to no mention: the name goes to the next candidate,
or to none. An entity that was said to be an item, or another entity, becomes that.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.gazetteer import Candidate, Gazetteer
from kg.linking.agreement import agreement, finer
from kg.linking.disambiguation import link
from kg.linking.probability import chance
from kg.linking.review import METHOD, NO_REVIEW, Judgement, Review
from kg.model import Entity, Mention
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Mentions and entities of an article, and which judgements had a say."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    reviewed: tuple[str, ...]


def link_reviewed(
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    ontology: Ontology,
    *,
    article_id: str,
    text: str = "",
    review: Review = NO_REVIEW,
) -> Linked:
    """Decide for each mention of an article which entity it refers to.

    Args:
        mentions: Of one article, in text order.
        gazetteer: The entities known.
        ontology: The classes.
        article_id: Tells apart what has no name of its own.
        text: The article's.
        review: What was decided on links.
    """
    refused: frozenset[str] = frozenset()
    while True:
        offered = _Restricted(gazetteer, refused) if refused else gazetteer
        linked, entities = link(
            mentions, offered, ontology, article_id=article_id, text=text
        )
        rejected = {entity.id for entity in entities if _is_rejected(entity, review)}
        if rejected <= refused:
            break
        refused |= rejected
    agreed = _agreements(mentions, linked, gazetteer, ontology)
    judge = _Judge(review, gazetteer, ontology)
    becomes = {
        entity.id: judge.settled(
            replace(entity, agreement=agreed.get(entity.id, 1.0), score=chance(entity))
        )
        for entity in entities
    }
    settled = _merge(becomes.values(), ontology)
    met = _followed({*refused, *becomes, *settled}, review)
    return Linked(
        mentions=tuple(_pointed(each, becomes, settled) for each in linked),
        entities=tuple(entity for _, entity in sorted(settled.items())),
        reviewed=tuple(judgement.key for judgement in review.about(met)),
    )


def successors(
    review: Review, gazetteer: Gazetteer, ontology: Ontology
) -> Mapping[str, str]:
    """Return for each entity that became another by review what it became."""
    judge = _Judge(review, gazetteer, ontology)
    found = {}
    for judgement in review.judgements:
        if judgement.holds:
            label = judgement.subject_label or judgement.subject.replace("_", " ")
            entry = gazetteer.entry(judgement.subject)
            entity = Entity(
                id=judgement.subject,
                label=label,
                type=entry.type if entry else "",
                qid=entry.qid if entry else None,
            )
            if (other := judge.settled(entity).id) != entity.id:
                found[entity.id] = other
    return found


class _Restricted(Gazetteer):
    """A gazetteer that knows all entries, but does not offer some for a name."""

    def __init__(self, whole: Gazetteer, refused: frozenset[str]) -> None:
        known: dict[str, Any] = whole.__dict__
        self.__dict__.update(known)
        self._refused = refused

    def candidates(self, surface: str) -> tuple[Candidate, ...]:
        return self._offered(super().candidates(surface))

    def derived(self, surface: str) -> tuple[Candidate, ...]:
        return self._offered(super().derived(surface))

    def similar(self, surface: str) -> tuple[Candidate, ...]:
        return self._offered(super().similar(surface))

    def _offered(self, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
        return tuple(
            candidate
            for candidate in candidates
            if self.identifier(candidate.entry) not in self._refused
        )


def _followed(subjects: set[str], review: Review) -> frozenset[str]:
    """Return entities with those that they were said to be."""
    met, left = set(subjects), set(subjects)
    while left:
        judgement = review.accepted(left.pop())
        if judgement and judgement.entity and judgement.entity not in met:
            met.add(judgement.entity)
            left.add(judgement.entity)
    return frozenset(met)


def _is_rejected(entity: Entity, review: Review) -> bool:
    """Say whether a link is rejected without another in its place."""
    is_settled = review.accepted(entity.id) is not None
    return bool(entity.qid) and review.rejects(entity.id, entity.qid) and not is_settled


@dataclass(frozen=True, slots=True)
class _Judge:
    review: Review
    gazetteer: Gazetteer
    ontology: Ontology

    def settled(self, entity: Entity) -> Entity:
        """Return what an entity is by the judgements, which may be itself."""
        judgement = self.review.accepted(entity.id)
        if judgement is None:
            return entity
        if judgement.qid:
            return self._item(entity, judgement, judgement.qid)
        other = judgement.entity or entity.id
        entry = self.gazetteer.entry(other)
        if entry and entry.qid:
            return self._item(entity, judgement, entry.qid)
        label = judgement.object_label or other.replace("_", " ")
        moved = replace(
            _renamed(entity, other, label),
            qid=None,
            score=0.0,
            method=None,
            agreement=1.0,
        )
        return self.settled(moved)

    def _item(self, entity: Entity, judgement: Judgement, qid: str) -> Entity:
        entry = self.gazetteer.by_qid(qid)
        if entry:
            name, finest = self.gazetteer.identifier(entry), entry.type
            if entity.type:
                finest = finer(finest, entity.type, self.ontology)
            moved = replace(
                _renamed(entity, name, entry.name),
                type=finest,
                country=entry.country or entity.country,
            )
        else:
            label = judgement.object_label or entity.label
            moved = _renamed(entity, self._local(qid), label)
        return replace(moved, qid=qid, score=1.0, method=METHOD, agreement=1.0)

    def _local(self, qid: str) -> str:
        """Return the local name of an item that the gazetteer lacks."""
        first = self.review.first_accepted_as(qid)
        # The name of another thing in the gazetteer cannot stand for this one.
        return f"{first}_({qid})" if self.gazetteer.entry(first) else first


def _renamed(entity: Entity, identifier: str, label: str) -> Entity:
    aliases = {*entity.aliases, entity.label} - {label}
    return replace(entity, id=identifier, label=label, aliases=tuple(sorted(aliases)))


def _agreements(
    before: Sequence[Mention],
    linked: Sequence[Mention],
    gazetteer: Gazetteer,
    ontology: Ontology,
) -> Mapping[str, float]:
    """Return how far the classes that the text gives are those of the entries."""
    found: dict[str, float] = defaultdict(float)
    for mention, after in zip(before, linked, strict=True):
        entry = gazetteer.entry(after.entity) if after.entity else None
        if after.entity and entry and entry.qid:
            agreed = agreement(mention.type, entry.type, ontology)
            found[after.entity] = max(found[after.entity], agreed)
    return found


def _merge(entities: Iterable[Entity], ontology: Ontology) -> dict[str, Entity]:
    """Return one entity an id: the surest, with the finest class and all names."""
    merged: dict[str, Entity] = {}
    for entity in sorted(entities, key=lambda e: (e.id, -e.score, e.type, e.label)):
        known = merged.setdefault(entity.id, entity)
        if known is not entity:
            aliases = {*known.aliases, *entity.aliases, entity.label} - {known.label}
            merged[entity.id] = replace(
                known,
                type=finer(known.type, entity.type, ontology),
                aliases=tuple(sorted(aliases)),
            )
    return merged


def _pointed(
    mention: Mention, becomes: Mapping[str, Entity], settled: Mapping[str, Entity]
) -> Mention:
    """Return a mention that refers to what its entity became."""
    if mention.entity is None:
        return mention
    entity = settled[becomes[mention.entity].id]
    return replace(mention, entity=entity.id, qid=entity.qid, type=entity.type)
