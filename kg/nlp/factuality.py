"""How factual the text presents an event: negation, modals, plans, conditions.

What counts is scope: the words on the way from the trigger up to the main clause.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Modality, Polarity
from kg.nlp.cues import Cues
from kg.nlp.modality import (
    is_infinitive,
    is_to_come,
    modality_from_children,
    modality_of,
)
from kg.nlp.negation import is_negated
from kg.nlp.presupposition import is_presupposed

# Relations through which a governing word bears on what it governs.
_TRANSPARENT = {
    "xcomp", "ccomp", "dobj", "pobj", "prep", "pcomp", "acl", "dative",
    "attr", "acomp", "oprd",
}  # fmt: skip
_MAX_CLIMB = 8


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
        """The value on the scale from -3 to +3, by polarity and modality alone."""
        certainty = 3.0 if self.modality is Modality.ACTUAL else 1.0
        return -certainty if self.polarity is Polarity.NEGATIVE else certainty


@dataclass(frozen=True, slots=True)
class Influence:
    """What one word on the way up from a trigger makes of the trigger.

    `steps` says how far up the word stands (0: at the trigger itself), `below`
    through which word it is reached.
    """

    token: Token
    below: Token | None
    steps: int
    negates: bool
    modality: Modality | None


def assess(trigger: Token, cues: Cues) -> Factuality:
    """Return how factual the text presents the event that a token evokes."""
    negative = False
    modality = Modality.ACTUAL
    for influence in influences(trigger, cues):
        negative ^= influence.negates
        if modality is Modality.ACTUAL and influence.modality is not None:
            modality = influence.modality
    polarity = Polarity.NEGATIVE if negative else Polarity.POSITIVE
    return Factuality(polarity, modality)


def influences(trigger: Token, cues: Cues) -> Iterator[Influence]:
    """Yield what bears on a trigger, from the trigger upwards."""
    for steps, (token, below) in enumerate(_way_up(trigger, cues)):
        if below is not None and _survives_denial(below, trigger, cues):
            return
        if below is not None and below.dep_ == "conj":
            negates = _shares_negation(below) and is_negated(token, None, cues)
            shares = _shares_modality(below)
            modality = modality_from_children(token, cues) if shares else None
        else:
            negates = is_negated(token, below, cues)
            modality = modality_of(token, below, cues)
        yield Influence(token, below, steps, negates, modality)


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
        if is_presupposed(token, cues):
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
            # What ends or stops has been: "the talks ended".
            lemma = head.lemma_.lower()
            fails = lemma in cues.negative - cues.ending and not _acts_on(head)
            return fails or lemma in cues.existence or is_to_come(head)
        case "ccomp":
            return not _stands_apart(token) and not _is_embedded_question(token, cues)
        case "advcl":  # "called for Russia to withdraw", "threatened today to attack"
            lemma = head.lemma_.lower()
            undertaken = lemma in cues.planned and not _acts_on(head)
            return is_infinitive(token) and (undertaken or lemma in cues.demanded)
        case label:
            return label in _TRANSPARENT and _bears_on(head, token)


def _acts_on(verb: Token) -> bool:
    """Say whether a verb denies, or stops, something else than its subject.

    "The embassy in Rome *dismissed* the report" leaves the embassy where it is.
    """
    return any(c.dep_ in {"dobj", "ccomp", "xcomp"} for c in verb.children)


def _stands_apart(clause: Token) -> bool:
    """Say whether a clause only stands before its head: "X accused Y; Y denied it"."""
    if clause.i > clause.head.i:
        return False
    between = clause.doc[clause.i : clause.head.i]
    return any(t.text in {";", ":"} for t in between)


def _is_embedded_question(clause: Token, cues: Cues) -> bool:
    """Say whether a clause is taken for granted: "denied knowing *who attacked*"."""
    first = clause.doc[clause.left_edge.i]
    return first.lower_ in cues.asking and first.i > clause.head.i


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
