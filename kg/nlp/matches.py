"""Relation matches, and which of them says most where several meet."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.lexicon import Frame
from kg.nlp.mentions import Referent
from kg.nlp.names import Sense
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class RelationMatch:
    """A frame found in a parse, and what fills its roles, in which sense.

    `is_remote` says that the object was not where the frame has it, but further inside;
    `probability` is how likely a relation is that no frame told but a model chose.
    """

    frame: Frame
    trigger: Token
    subject: Referent
    subject_sense: Sense
    object: Referent
    object_sense: Sense
    is_remote: bool = False
    probability: float | None = None


def without_weaker(
    matches: Sequence[RelationMatch], ontology: Ontology
) -> Iterator[RelationMatch]:
    """Keep one match a pair and relation, and at each trigger what says most.

    That is the frame that asks for more words, and the relation below another. What is
    remote counts only at a trigger that reaches nothing nearer, and between two that no
    other trigger relates. What is laid to a thing yields to who does it.
    """
    kept = list(_without_things(list(_nearest(matches)), ontology))
    rivals: dict[tuple[int, Referent, Referent], list[RelationMatch]]
    rivals = defaultdict(list)
    for match in kept:
        rivals[match.trigger.i, match.subject, match.object].append(match)
    seen: set[tuple[str, Referent, Referent]] = set()
    for match in kept:
        others = rivals[match.trigger.i, match.subject, match.object]
        pair = (match.frame.relation, match.subject, match.object)
        if pair not in seen and not any(
            _says_more(other, match, ontology) for other in others
        ):
            seen.add(pair)
            yield match


def _without_things(
    matches: Sequence[RelationMatch], ontology: Ontology
) -> Iterator[RelationMatch]:
    """Leave out what is laid to a thing where the same trigger tells who does it.

    "Rebels attacked the camp with *mortars*": a mortar harms where nobody is named.
    """
    told: dict[int, set[str]] = defaultdict(set)
    for match in matches:
        told[match.trigger.i].add(match.frame.relation)
    for match in matches:
        beside = told[match.trigger.i]
        if not any(_has_doer(each, match, ontology) for each in beside):
            yield match


def _has_doer(relation: str, match: RelationMatch, ontology: Ontology) -> bool:
    """Say whether a relation is what somebody does where a match has a thing do it."""
    if not _is_below(relation, match.frame.relation, ontology):
        return False
    domain = ontology.relations[relation].domain
    if domain is None or not ontology.is_a(domain, "Actor"):
        return False
    return not ontology.is_a(match.subject_sense.type, domain)


def _nearest(matches: Sequence[RelationMatch]) -> Iterator[RelationMatch]:
    """Yield what is near, and what is remote where nothing near rivals it."""
    near = [match for match in matches if not match.is_remote]
    triggers = {match.trigger.i for match in near}
    related = {(match.subject, match.object) for match in near}
    for match in matches:
        is_rivalled = (
            match.trigger.i in triggers or (match.subject, match.object) in related
        )
        if not (match.is_remote and is_rivalled):
            yield match


def _says_more(
    other_match: RelationMatch, match: RelationMatch, ontology: Ontology
) -> bool:
    if _is_strained(match) != _is_strained(other_match):
        return _is_strained(match)
    other, frame = other_match.frame, match.frame
    if _is_below(other.relation, frame.relation, ontology):
        return True
    if _is_below(frame.relation, other.relation, ontology):
        return False
    return other.specificity > frame.specificity


def _is_strained(match: RelationMatch) -> bool:
    """Say whether a name was read in a sense that only its role suggests."""
    return (
        match.subject_sense not in match.subject.senses
        or match.object_sense not in match.object.senses
    )


def _is_below(relation: str, ancestor: str, ontology: Ontology) -> bool:
    parents = ontology.relations[relation].parents
    return ancestor in parents or any(
        _is_below(parent, ancestor, ontology)
        for parent in parents
        if parent in ontology.relations
    )
