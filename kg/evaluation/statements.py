"""Claims as they are compared: what an article says twice is one statement.

Ends are compared by the spans of their entities, not by names: an end is right where
any mention of it overlaps any gold mention of the entity.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.claims import is_plain
from kg.model import Modality, Polarity, RelationMention, Span
from kg.record import Record

if TYPE_CHECKING:
    from kg.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim as it is compared: its ends are all the spans of their entities."""

    relation: str
    subject: frozenset[Span]
    object: frozenset[Span]
    symmetric: bool
    polarity: Polarity
    modality: Modality
    reported: bool
    source: frozenset[Span]
    is_edge: bool


def statements_of(record: Record, ontology: "Ontology") -> tuple[Statement, ...]:
    """Return what a record claims, each statement once, in the order of the text."""
    mentions = {mention.id: mention for mention in record.mentions}
    spans: dict[str, frozenset[Span]] = {}
    for mention in record.mentions:
        entity = mention.entity or mention.id
        spans[entity] = spans.get(entity, frozenset()) | {mention.span}

    def entity_of(mention_id: str | None) -> str | None:
        mention = mentions.get(mention_id or "")
        return (mention.entity or mention.id) if mention else None

    found = dict.fromkeys(
        _statement(claim, entity_of, spans, ontology)
        for claim in record.relation_mentions
    )
    return tuple(found)


def fits(gold: Statement, found: Statement) -> bool:
    """Say whether two statements are about the same two, in the same relation."""
    if gold.relation != found.relation:
        return False
    return _meet(gold, found) or (gold.symmetric and _meet_crosswise(gold, found))


def is_same_pair(gold: Statement, found: Statement) -> bool:
    """Say whether two statements are about the same two, whatever they say."""
    return _meet(gold, found) or _meet_crosswise(gold, found)


def is_same_world(gold: Statement, found: Statement) -> bool:
    """Say whether two statements agree in polarity and modality too."""
    world = (gold.polarity, gold.modality) == (found.polarity, found.modality)
    return world and fits(gold, found)


def is_same_reading(gold: Statement, found: Statement) -> bool:
    """Say whether two statements agree in all, the speaker included."""
    if gold.reported != found.reported or not is_same_world(gold, found):
        return False
    return not gold.source or overlap(gold.source, found.source)


def _statement(
    claim: RelationMention,
    entity_of: Callable[[str | None], str | None],
    spans: Mapping[str, frozenset[Span]],
    ontology: "Ontology",
) -> Statement:
    relation = ontology.relations[ontology.record_relation(claim.predicate)]
    subject, object_ = entity_of(claim.subject), entity_of(claim.object)
    source = entity_of(claim.report.mention) if claim.report else None
    name, ends = relation.name, (subject, object_)
    # Of a relation and its inverse, the one with the shorter name stands for both.
    if relation.inverse and _length_order(relation.inverse) < _length_order(name):
        name, ends = relation.inverse, (object_, subject)
    first, second = (spans[end or ""] for end in ends)
    if relation.symmetric and sorted(second) < sorted(first):
        first, second = second, first
    return Statement(
        relation=name,
        subject=first,
        object=second,
        symmetric=relation.symmetric,
        polarity=claim.polarity,
        modality=claim.modality,
        reported=claim.report is not None,
        source=spans[source] if source else frozenset(),
        is_edge=is_plain(
            relation,
            polarity=claim.polarity,
            modality=claim.modality,
            reported=claim.report is not None,
            by_subject=source == subject,
        ),
    )


def _length_order(name: str) -> tuple[int, str]:
    return (len(name), name)


def _meet(one: Statement, other: Statement) -> bool:
    return overlap(one.subject, other.subject) and overlap(one.object, other.object)


def _meet_crosswise(one: Statement, other: Statement) -> bool:
    return overlap(one.subject, other.object) and overlap(one.object, other.subject)


def overlap(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    """Say whether any of the spans shares a code point with any of the others."""
    others = tuple(others)
    return any(span.overlaps(other) for span in spans for other in others)
