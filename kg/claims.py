"""Claims: relation mentions, type-checked and merged.

Claims are equal when they agree in everything but evidence and confidence. Merging
them is commutative, associative and idempotent, so the order in which sentences
are read never shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import (
    Annotation,
    Claim,
    Evidence,
    Mention,
    Modality,
    Period,
    Polarity,
    RelationMention,
)

# The lengths of days and months in ISO notation.
_DAY, _MONTH = len("2024-03-04"), len("2024-03")

if TYPE_CHECKING:
    from kg.ontology import Ontology, Relation


def make_claims(
    annotation: Annotation, mentions: Sequence[Mention], ontology: "Ontology"
) -> tuple[Claim, ...]:
    """Return what an article claims, merged and in a fixed order.

    A relation mention is dropped when an end is missing or not linked to an entity,
    when both ends are one entity, or when the relation does not take their types.

    Args:
        annotation: What the analysis found; gives the relation mentions.
        mentions: Its mentions after linking, that is with `entity` filled in.
        ontology: Says which types a relation takes and which relations are symmetric.
    """
    by_id = {mention.id: mention for mention in mentions}
    claims = (
        _claim(annotation, relation_mention, by_id, ontology)
        for relation_mention in annotation.relation_mentions
    )
    return merge_claims(_merge_readings(filter(None, claims), ontology))


def merge_claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Merge equal claims: all their evidence, the highest of their confidences.

    The result is in the order of the text.
    """
    merged: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = merge_key(claim)
        other = merged.get(key, claim)
        evidence = {*claim.evidence, *other.evidence}
        merged[key] = replace(
            claim,
            confidence=max(claim.confidence, other.confidence),
            evidence=tuple(sorted(evidence, key=_evidence_order)),
        )
    return tuple(sorted(merged.values(), key=_text_order))


def merge_key(claim: Claim) -> tuple[object, ...]:
    """Return what makes a claim this claim: all but evidence and confidence."""
    return (
        claim.article,
        claim.subject,
        claim.predicate,
        claim.object,
        claim.polarity,
        claim.modality,
        claim.reported,
        claim.attributed_to,
        claim.time,
        claim.place,
    )


def act_keys(
    claims: Sequence[Claim], ontology: "Ontology"
) -> tuple[tuple[str, ...] | None, ...]:
    """Return for each claim of one article what makes its act this act.

    None stands for a claim that is about no act. An act is who did what to whom, and
    the day or month where the article tells it, but not whether it is affirmed or
    denied, nor who says so: claims that contradict each other are about one act. Of a
    relation and its inverse, as of a symmetric relation's two readings, both give one
    key, and so does a finer relation, since who kills attacks.

    What an article tells once with a day and again without is one act: a claim without
    a day takes that of the only act between the two that the article dates, and so
    does one that tells just the month.
    """
    parts = [_act_parts(claim, ontology) for claim in claims]
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for who, when in filter(None, parts):
        told[who].add(when)
    return tuple(
        (*each[0], _finest(each[1], told[each[0]])) if each else None for each in parts
    )


def _act_parts(
    claim: Claim, ontology: "Ontology"
) -> tuple[tuple[str, ...], str] | None:
    """Return who did what to whom, and when, of a claim about an act."""
    if not ontology.is_act(claim.predicate):
        return None
    relation = ontology.relations[claim.predicate]
    name, ends = relation.name, (claim.subject, claim.object)
    if relation.inverse and relation.inverse < name:
        name, ends = relation.inverse, (claim.object, claim.subject)
    if relation.symmetric:
        ends = (min(ends), max(ends))
    return (ontology.record_relation(name), *ends), _when(claim.time)


def _finest(when: str, told: set[str]) -> str:
    """Return the only day, else month, told of an act that a vaguer time may mean."""
    for length in (_DAY, _MONTH):
        within = {each for each in told if len(each) == length and each > when}
        within = {each for each in within if each.startswith(when)}
        if len(within) == 1:
            return within.pop()
    return when


def is_edge(claim: Claim, ontology: "Ontology") -> bool:
    """Say whether a claim is written as a direct edge too.

    It is when it is affirmed, actual, and either the article's own or an act
    performed by being said, by the one who says it: a threat, an accusation.
    """
    return is_plain(
        ontology.relations[claim.predicate],
        polarity=claim.polarity,
        modality=claim.modality,
        reported=claim.reported,
        by_subject=claim.attributed_to == claim.subject,
    )


def is_plain(
    relation: "Relation",
    *,
    polarity: Polarity,
    modality: Modality,
    reported: bool,
    by_subject: bool,
) -> bool:
    """Say whether what is said of a relation is a fact, as `is_edge` has it.

    Args:
        relation: The relation.
        polarity: Whether it is said to hold.
        modality: In which world.
        reported: Whether somebody says so, rather than the article.
        by_subject: Whether that somebody is the subject of the relation.
    """
    if polarity is not Polarity.POSITIVE or modality is not Modality.ACTUAL:
        return False
    return not reported or (relation.performative and by_subject)


def _when(period: Period | None) -> str:
    """Return the day, else the month, that a period lies in; "" for a longer one."""
    if period is None or period.start is None or period.end is None:
        return ""
    days = (period.start.isoformat(), period.end.isoformat())
    if days[0] == days[1]:
        return days[0]
    months = {day[:7] for day in days}
    return months.pop() if len(months) == 1 else ""


def _claim(
    annotation: Annotation,
    relation_mention: RelationMention,
    mentions: Mapping[str, Mention],
    ontology: "Ontology",
) -> Claim | None:
    subject = mentions.get(relation_mention.subject)
    object_ = mentions.get(relation_mention.object)
    if subject is None or object_ is None:
        return None
    if not subject.entity or not object_.entity or subject.entity == object_.entity:
        return None
    if not ontology.accepts(relation_mention.predicate, subject.type, object_.type):
        return None
    report = relation_mention.report
    source = mentions.get(report.mention or "") if report else None
    place = mentions.get(relation_mention.place or "")
    evidence = _evidence(annotation, relation_mention, subject, object_, place)
    return Claim(
        subject=subject.entity,
        predicate=relation_mention.predicate,
        object=object_.entity,
        polarity=relation_mention.polarity,
        modality=relation_mention.modality,
        attributed_to=source.entity if source else None,
        reported=report is not None,
        time=relation_mention.time,
        place=place.entity if place else None,
        article=annotation.article.id,
        confidence=relation_mention.confidence,
        evidence=(evidence,),
    )


def _evidence(
    annotation: Annotation,
    relation_mention: RelationMention,
    subject: Mention,
    object_: Mention,
    place: Mention | None,
) -> Evidence:
    sentence = relation_mention.evidence
    return Evidence(
        article=annotation.article.id,
        sentence=sentence,
        quote=sentence.quote(annotation.article.text),
        trigger=relation_mention.trigger,
        subject=subject,
        object=object_,
        report=relation_mention.report,
        place=place,
        frame=relation_mention.frame,
        event=relation_mention.event,
    )


def _merge_readings(claims: Iterable[Claim], ontology: "Ontology") -> list[Claim]:
    """Give both readings of a symmetric relation the direction said first.

    "A borders B" and "B borders A" are one claim; the earlier place in the text
    decides, so the order of the claims given does not matter.
    """
    directed: list[Claim] = []
    first: dict[tuple[object, ...], Claim] = {}
    for claim in sorted(claims, key=_text_order):
        if not ontology.relations[claim.predicate].symmetric:
            directed.append(claim)
            continue
        ends = frozenset((claim.subject, claim.object))
        key = (ends, merge_key(replace(claim, subject="", object="")))
        said = first.setdefault(key, claim)
        directed.append(replace(claim, subject=said.subject, object=said.object))
    return directed


def _text_order(claim: Claim) -> tuple[object, ...]:
    places = [_evidence_order(evidence) for evidence in claim.evidence]
    return (claim.article, places, repr(merge_key(claim)))


def _evidence_order(evidence: Evidence) -> tuple[object, ...]:
    # The representation makes the order total; all parts of it are values.
    return (evidence.sentence, evidence.trigger, repr(evidence))
