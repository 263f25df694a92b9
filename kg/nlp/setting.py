"""When and where: the date and the place that a sentence gives an event."""

from collections.abc import Iterator, Mapping
from datetime import date

from spacy.tokens import Doc, Span, Token

from kg.model import Period
from kg.nlp.mentions import Referent, Referents
from kg.nlp.relative_times import lasting
from kg.nlp.times import normalise
from kg.ontology import Ontology

_LOCATIVE = {"in", "at", "near", "inside", "outside", "off", "along", "on"}
# Clauses of their own, with a place of their own.
_CLAUSES = {"ccomp", "advcl", "relcl", "acl", "parataxis"}
# Words before a date that say which end of a period it is, and words between two.
_OPENING = {"between", "from", "since", "until", "till"}
_LINKS = {"to", "until", "till", "through", "-", "–", "—"}
# How far, in steps of the parse, a date may be from what it dates.
_MAX_STEPS = 6


def find_dates(doc: Doc, published: date | None) -> dict[int, Period]:
    """Return the periods that a doc names, by the token that heads each."""
    dates: dict[int, Period] = {}
    for span in _expressions(doc):
        before = doc[span.start - 1] if span.start > 0 else None
        text = span.text
        if before is not None and before.lower_ in _OPENING:
            text = f"{before.lower_} {text}"
        period = normalise(text, published)
        if period is None and published is not None and _goes_on(before):
            period = lasting(span.text, published)
        if period is not None:
            dates[span.root.i] = period
    return dates


def _expressions(doc: Doc) -> Iterator[Span]:
    """Yield the time expressions of a doc; two that are linked are one range."""
    ents = [ent for ent in doc.ents if ent.label_ == "DATE"]
    at = 0
    while at < len(ents):
        ent = ents[at]
        after = ents[at + 1] if at + 1 < len(ents) else None
        if after is not None and _are_linked(ent, after):
            ent = doc[ent.start : after.end]
            at += 1
        yield ent
        at += 1


def _are_linked(first: Span, last: Span) -> bool:
    """Say whether two dates are the ends of one period: "from May 3 to May 5"."""
    doc = first.doc
    opening = doc[first.start - 1].lower_ if first.start > 0 else ""
    if last.start - first.end != 1:
        return False
    link = doc[first.end].lower_
    return link in _LINKS or (link == "and" and opening == "between")


def _goes_on(preposition: Token | None) -> bool:
    """Say whether something has gone on till now: "has ruled for three years"."""
    return (
        preposition is not None
        and preposition.lower_ == "for"
        and any(
            c.dep_ == "aux" and c.lower_ in {"has", "have", "'ve", "’ve"}
            for c in preposition.head.children
        )
    )


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
    for token in _clause_of(trigger):
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


def _clause_of(trigger: Token) -> Iterator[Token]:
    """Yield the words whose adverbials hold of a trigger: itself, and its verb.

    In "Iran said in Geneva that it attacked" Geneva is where it was said.
    """
    yield trigger
    if trigger.dep_ not in _CLAUSES:
        yield trigger.head
