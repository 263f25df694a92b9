"""When and where: the date and the place that a sentence gives an event."""

from collections.abc import Mapping
from datetime import date

from spacy.tokens import Doc, Token

from kg.model import Period
from kg.nlp.mentions import Referent, Referents
from kg.nlp.times import normalise
from kg.ontology import Ontology

_LOCATIVE = {"in", "at", "near", "inside", "outside", "off", "along", "on"}
# How far, in steps of the parse, a date may be from what it dates.
_MAX_STEPS = 6


def find_dates(doc: Doc, published: date | None) -> dict[int, Period]:
    """Return the periods that a doc names, by the token that heads each."""
    dates: dict[int, Period] = {}
    for ent in doc.ents:
        if ent.label_ != "DATE":
            continue
        before = doc[ent.start - 1] if ent.start > 0 else None
        text = ent.text
        if before is not None and before.lower_ in {"since", "until"}:
            text = f"{before.lower_} {text}"
        period = normalise(text, published)
        if period is not None:
            dates[ent.root.i] = period
    return dates


def date_of(
    trigger: Token, dates: Mapping[int, Period], *, is_act: bool
) -> Period | None:
    """Return the date that is nearest to a trigger in the parse of its sentence.

    Args:
        trigger: The word that evokes the relation.
        dates: Periods by token index.
        is_act: An act happens at the time its clause gives; a state of affairs is
            dated only by words that hang from its trigger.
    """
    sent = trigger.sent
    within = [i for i in dates if sent.start <= i < sent.end]
    reach = _MAX_STEPS if is_act else 0
    ranked = sorted(
        (steps, abs(i - trigger.i), i)
        for i in within
        for steps in [_steps_up(trigger, trigger.doc[i], reach)]
        if steps is not None
    )
    return dates[ranked[0][2]] if ranked else None


def _steps_up(trigger: Token, dated: Token, reach: int) -> int | None:
    """Return how far up from the trigger the word is that a date belongs to."""
    anchor = _anchor(dated)
    # "made a threat on Monday": the date may hang from the object of the verb.
    if anchor.head.i == trigger.i and anchor.dep_ in {"dobj", "nsubjpass", "prt"}:
        return 0
    token = trigger
    for steps in range(reach + 1):
        if token.i in {anchor.i, dated.i}:
            return steps
        if token.head.i == token.i or token.dep_ == "relcl":
            return None
        token = token.head
    return None


def _anchor(dated: Token) -> Token:
    """Return the word that a date says the time of: the attack in "April 22 attack"."""
    token = dated
    while token.head.i != token.i:
        token = token.head
        if token.pos_ not in {"ADP", "SCONJ"} and token.ent_type_ != "DATE":
            break
    return token


def place_of(
    trigger: Token, referents: Referents, ontology: Ontology
) -> Referent | None:
    """Return the place where the clause of a trigger says it happens."""
    for token in (trigger, trigger.head):
        for preposition in token.children:
            if preposition.dep_ != "prep" or preposition.lower_ not in _LOCATIVE:
                continue
            for governed in preposition.children:
                referent = referents.at(governed)
                if (
                    governed.dep_ == "pobj"
                    and referent is not None
                    and referent.senses
                    and ontology.is_a(referent.senses[0].type, "Place")
                ):
                    return referent
    return None
