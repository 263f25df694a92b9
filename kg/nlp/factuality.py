"""How factual the text presents an event: negation, modals, plans, conditions.

What counts is scope: the words on the way from the trigger up to the main clause.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Modality, Polarity
from kg.nlp.cues import Cues

# Relations through which a governing word bears on what it governs.
_TRANSPARENT = {
    "xcomp", "ccomp", "dobj", "pobj", "prep", "pcomp", "acl", "dative",
    "attr", "acomp", "oprd",
}  # fmt: skip
_MAX_CLIMB = 8

_CERTAINTY = {
    Modality.ACTUAL: 3.0,
    Modality.PLANNED: 1.0,
    Modality.POSSIBLE: 1.0,
    Modality.CONDITIONAL: 0.0,
    Modality.DEMANDED: 0.0,
}


@dataclass(frozen=True, slots=True)
class Factuality:
    """Polarity and modality of an event mention."""

    polarity: Polarity
    modality: Modality

    def but(self, modality: Modality) -> "Factuality":
        """Return the same with another modality where this one is actual."""
        is_actual = self.modality is Modality.ACTUAL
        return Factuality(self.polarity, modality if is_actual else self.modality)

    @property
    def score(self) -> float:
        """The value on the scale from -3 (did not happen) to +3 (did)."""
        certainty = _CERTAINTY[self.modality]
        return -certainty if self.polarity is Polarity.NEGATIVE else certainty


def assess(trigger: Token, cues: Cues) -> Factuality:
    """Return how factual the text presents the event that a token evokes."""
    negative = False
    modality = Modality.ACTUAL
    for token, below in _way_up(trigger, cues):
        if below is not None and _survives_denial(below, trigger, cues):
            break
        if below is not None and below.dep_ == "conj":
            negative ^= _shares_negation(below) and _is_negated(token, None, cues)
            shared = _from_children(token, cues) if _shares_modality(below) else None
        else:
            negative ^= _is_negated(token, below, cues)
            shared = _modality(token, below, cues)
        if modality is Modality.ACTUAL and shared is not None:
            modality = shared
    polarity = Polarity.NEGATIVE if negative else Polarity.POSITIVE
    return Factuality(polarity, modality)


def _survives_denial(below: Token, trigger: Token, cues: Cues) -> bool:
    """Say whether what is denied was said all the same: "denied the accusations"."""
    return (
        below.i == trigger.i
        and trigger.lemma_.lower() in cues.reporting_nouns | cues.speech_nouns
        and trigger.dep_ in {"dobj", "nsubjpass"}
        and trigger.head.lemma_.lower() in cues.denying
    )


def _shares_negation(second: Token) -> bool:
    """Say whether "not" before the first of two verbs holds of the second."""
    return any(
        c.dep_ == "cc" and c.lower_ in {"or", "nor"} for c in second.head.children
    )


def _shares_modality(second: Token) -> bool:
    """Say whether the second of two verbs hangs from the auxiliary of the first."""
    return second.tag_ == second.head.tag_ and second.tag_ in {"VB", "VBG", "VBN", "NN"}


def _way_up(trigger: Token, cues: Cues) -> Iterator[tuple[Token, Token | None]]:
    """Yield the trigger and the words it depends on, each with the one below it."""
    below: Token | None = None
    token = trigger
    for _ in range(_MAX_CLIMB):
        yield token, below
        if token.head.i == token.i or not _climbs(token, cues):
            return
        below, token = token, token.head


def _climbs(token: Token, cues: Cues) -> bool:
    """Say whether the head of a token can bear on it."""
    head = token.head
    match token.dep_:
        case "conj":
            return head.pos_ == token.pos_ and not _has_own_subject(token)
        case "nsubjpass":
            words = cues.negative | cues.planned | cues.planned_objects | cues.possible
            return head.lemma_.lower() in words
        case "nsubj":
            words = cues.negative | cues.existence
            return head.lemma_.lower() in words or _is_to_come(head)
        case "ccomp":
            return not _stands_apart(token)
        case "advcl":  # "called for Russia to withdraw"
            return head.lemma_.lower() in cues.demanded and _is_infinitive(token)
        case label:
            return label in _TRANSPARENT and _bears_on(head, token)


def _stands_apart(clause: Token) -> bool:
    """Say whether a clause only stands before its head: "X accused Y; Y denied it"."""
    if clause.i > clause.head.i:
        return False
    between = clause.doc[clause.i : clause.head.i]
    return any(t.text in {";", ":"} for t in between)


def _bears_on(head: Token, token: Token) -> bool:
    """Say whether the head can change the status of what hangs below it."""
    # A participle ("drones supplied by Iran") is asserted whatever its noun does.
    is_participle = (
        token.dep_ == "acl"
        and token.tag_ in {"VBN", "VBG"}
        and not any(c.dep_ in {"mark", "nsubj", "nsubjpass"} for c in token.children)
    )
    return head.pos_ != "NOUN" or not is_participle


def _has_own_subject(token: Token) -> bool:
    return any(
        c.dep_ in {"nsubj", "nsubjpass"} or (c.dep_ == "aux" and c.lower_ != "to")
        for c in token.children
    )


def _is_negated(token: Token, below: Token | None, cues: Cues) -> bool:
    """Say whether a word negates what hangs below it, or is negated if nothing does.

    Two negations are none: "did not fail to attack".
    """
    is_negative = below is not None and token.pos_ != "ADP"
    governs = is_negative and token.lemma_.lower() in cues.negative
    return _bears_negation(token, cues) ^ governs


def _bears_negation(token: Token, cues: Cues) -> bool:
    for child in token.children:
        if child.dep_ == "neg" or (
            child.dep_ in {"det", "advmod", "preconj", "cc"}
            and child.lower_ in cues.negations
            and (child.dep_ != "cc" or child.i < token.i)
        ):
            return True
        if child.dep_ in {"nsubj", "nsubjpass"} and _is_nobody(child, cues):
            return True
    if token.pos_ == "ADP":
        return token.lower_ in cues.negations
    return token.dep_ == "conj" and _follows_nor(token)


def _is_nobody(subject: Token, cues: Cues) -> bool:
    """Say whether a subject means that nobody does it: "neither Iran nor Iraq"."""
    determining = (c for c in subject.children if c.dep_ in {"det", "preconj"})
    return any(t.lower_ in cues.negations for t in (subject, *determining))


def _follows_nor(token: Token) -> bool:
    """Say whether a clause is joined by "nor": "nor has it sanctioned Russia"."""
    joining = [c for c in token.head.children if c.dep_ == "cc" and c.i < token.i]
    return bool(joining) and joining[-1].lower_ == "nor"


def _modality(token: Token, below: Token | None, cues: Cues) -> Modality:
    return (
        _from_children(token, cues)
        or (_from_governor(token, below, cues) if below is not None else None)
        or Modality.ACTUAL
    )


def _from_children(token: Token, cues: Cues) -> Modality | None:
    """Return what auxiliaries, conditions and modifiers of a word make of it."""
    if _is_to_come(token):
        return Modality.PLANNED
    for child in token.children:
        is_conditional = (child.dep_ == "mark" and child.lower_ in cues.conditions) or (
            child.dep_ == "advcl" and _is_condition(child, cues) and not _is_past(token)
        )
        if is_conditional:
            return Modality.CONDITIONAL
        for words, modality in _signals(token, child, cues):
            if child.lower_ in words:
                return (
                    modality
                    if not _is_future_in_past(token, modality)
                    else (Modality.PLANNED)
                )
    return None


def _is_to_come(token: Token) -> bool:
    """Say whether something "is to" happen."""
    return token.lemma_ == "be" and any(
        c.dep_ == "xcomp" and _is_infinitive(c) for c in token.children
    )


def _is_future_in_past(token: Token, modality: Modality) -> bool:
    """Say whether "would" is the "will" of somebody's words: "said it would"."""
    return (
        modality is Modality.CONDITIONAL
        and token.dep_ == "ccomp"
        and token.head.tag_ in {"VBD", "VBN"}
    )


def _signals(
    token: Token, child: Token, cues: Cues
) -> tuple[tuple[frozenset[str], Modality], ...]:
    """Return the lists of words that mean something in a child's position."""
    if child.dep_ == "aux" and child.tag_ == "MD":
        return (
            (cues.modal_planned, Modality.PLANNED),
            (cues.modal_possible, Modality.POSSIBLE),
            (cues.modal_demanded, Modality.DEMANDED),
            (cues.modal_conditional, Modality.CONDITIONAL),
        )
    if child.dep_ not in {"amod", "advmod"}:
        return ()
    possible = (cues.modifier_possible, Modality.POSSIBLE)
    planned = (cues.modifier_planned, Modality.PLANNED)
    return (possible, planned) if token.pos_ == "NOUN" else (possible,)


def _is_past(verb: Token) -> bool:
    """Say whether a verb tells what has happened: "has threatened them if ..."."""
    return verb.tag_ == "VBD" or any(
        c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children
    )


def _is_condition(clause: Token, cues: Cues) -> bool:
    return any(
        c.dep_ == "mark" and c.lower_ in cues.conditions - {"whether"}
        for c in clause.children
    )


def _from_governor(token: Token, below: Token, cues: Cues) -> Modality | None:
    """Return what a governing word makes of its complement."""
    lemma = token.lemma_.lower()
    if lemma in cues.noncommittal and _bears_negation(token, cues):
        return Modality.POSSIBLE
    is_future = below.dep_ in {"xcomp", "acl", "ccomp", "advcl"} and _is_infinitive(
        below
    )
    is_aim = below.dep_ in {"dobj", "nsubjpass"} or (
        below.dep_ == "prep" and below.lower_ in {"for", "on", "to"}
    )
    if lemma in cues.demanded and (is_future or _is_bare(below)):
        return Modality.DEMANDED
    if lemma in cues.demanded_objects and is_aim:
        return Modality.DEMANDED
    if (is_future and lemma in cues.planned) or (
        is_aim and lemma in cues.planned_objects
    ):
        return Modality.PLANNED
    if lemma in cues.possible and below.dep_ in {"ccomp", "xcomp", "prep", "acl"}:
        return Modality.POSSIBLE
    return None


def _is_infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(
        c.dep_ == "aux" and c.lower_ == "to" for c in token.children
    )


def _is_bare(token: Token) -> bool:
    """Say whether a clause is in the subjunctive: "demanded that Iran *stop*"."""
    return token.dep_ == "ccomp" and token.tag_ == "VB"
