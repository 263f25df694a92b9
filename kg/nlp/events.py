"""Event mentions, and how far the text commits itself to them.

The scale is that of FactBank: 3 certain, 2 probable, 1 possible, 0 open, negative for
what is denied. The steps between were chosen, as round numbers, by how texts rated by
people (the UW and MEANTIME development sets) agree: figures on these sets are
therefore those of a calibrated scale, not of an unseen test.
"""

from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Token

from kg.model import Modality
from kg.nlp.cues import Cues
from kg.nlp.factuality import Influence, influences
from kg.nlp.modality import is_infinitive

CERTAIN, FUTURE, PRESUPPOSED = 3.0, 2.5, 2.5
PROBABLE, POSSIBLE, OPEN = 2.0, 1.0, 0.5
_BY_MODALITY = {
    Modality.ACTUAL: CERTAIN,
    Modality.PLANNED: PROBABLE,
    Modality.POSSIBLE: POSSIBLE,
    Modality.DEMANDED: POSSIBLE,
    Modality.CONDITIONAL: POSSIBLE,
}
_DEFINITE = {"the", "this", "that", "these", "those"}
# Through these a negation above certainly reaches: "did not want to attack".
_DIRECT = {"xcomp", "acomp", "attr", "conj", "oprd"}
_PURPOSE = {"advcl", "relcl", "acl", "xcomp", "ROOT"}


def find_events(
    doc: Doc, triggers: Collection[int], cues: Cues
) -> Iterator[tuple[Token, float]]:
    """Yield the event mentions of a doc and their factuality, from -3 to 3.

    Args:
        doc: The doc.
        triggers: Indices of words that are known to evoke an event.
        cues: Words that tell how sure something is, and nouns of events.
    """
    for token in doc:
        if token.i in triggers or is_event(token, cues):
            yield token, rate(token, cues)


def is_event(token: Token, cues: Cues) -> bool:
    """Say whether a word evokes an event or says that something is the case."""
    match token.pos_:
        case "VERB" | "AUX":
            return token.dep_ not in {"aux", "auxpass"}
        case "NOUN":
            return token.dep_ == "attr" or is_event_noun(token, cues)
        case "ADJ":
            return token.dep_ in {"acomp", "oprd"}
        case _:
            return False


def is_event_noun(noun: Token, cues: Cues) -> bool:
    """Say whether a noun names an event: by the list, or by its derivation."""
    lemma = noun.lemma_.lower()
    if lemma in cues.event_nouns:
        return True
    return lemma.endswith(tuple(cues.event_endings)) and lemma not in cues.thing_nouns


def rate(trigger: Token, cues: Cues) -> float:
    """Return how factual the text presents an event, from -3 to 3."""
    certainty, negative = _certainty_of_itself(trigger), False
    for influence in influences(trigger, cues):
        if influence.negates:
            if _reaches(influence, trigger):
                negative = not negative
            elif not _is_definite(trigger):
                certainty = min(certainty, _left_by(influence, trigger))
        if _is_prevented(influence, trigger, cues):
            certainty = min(certainty, OPEN)
        certainty = min(certainty, _weigh(influence, trigger, cues))
    return -certainty if negative else certainty


def _certainty_of_itself(trigger: Token) -> float:
    """Return what the form of a verb says: what is to serve an end is not yet so."""
    has_happened = any(c.dep_ == "aux" and c.lemma_ == "have" for c in trigger.children)
    if is_infinitive(trigger) and trigger.dep_ in _PURPOSE and not has_happened:
        return PROBABLE
    return CERTAIN


def _reaches(influence: Influence, trigger: Token) -> bool:
    """Say whether a negation denies the trigger, and not something about it."""
    below = influence.below
    if below is None:
        return True
    is_without = below.dep_ == "pcomp" and influence.token.lower_ == "without"
    is_clause = trigger.pos_ in {"VERB", "AUX", "ADJ"}
    # "did not open fire", "cancelled an exercise": there was none.
    is_object = below.i == trigger.i and below.dep_ == "dobj"
    if is_object and not _is_definite(trigger):
        return True
    return is_clause and (is_without or below.dep_ in _DIRECT)


def _left_by(influence: Influence, trigger: Token) -> float:
    """Return how sure a trigger is that a negation only might be about.

    It hardly touches a noun further down: "did not speak of the plans for *talks*".
    """
    is_far = influence.steps > 1 and trigger.pos_ == "NOUN"
    return POSSIBLE if is_far else OPEN


def _is_prevented(influence: Influence, trigger: Token, cues: Cues) -> bool:
    """Say whether something is kept from happening: "blocked *the sale*"."""
    below = influence.below
    if below is None or influence.token.lemma_.lower() not in cues.preventing:
        return False
    is_object = below.i == trigger.i and below.dep_ in {"dobj", "nsubjpass"}
    return is_object or (below.dep_ == "prep" and below.lower_ == "from")


def _weigh(influence: Influence, trigger: Token, cues: Cues) -> float:
    """Return how sure the trigger can be at most, given one word above it."""
    token, modality = influence.token, influence.modality
    if modality is None or modality is Modality.ACTUAL:
        return CERTAIN
    if influence.steps and _is_definite(trigger):
        return PRESUPPOSED
    if influence.steps and trigger.pos_ == "NOUN":
        return _BY_MODALITY[modality]
    if _has_mark(token, cues.open_questions) or _is_tried(influence, cues):
        return OPEN
    if modality is Modality.PLANNED and _has_auxiliary(token, cues.modal_planned):
        return FUTURE
    return _BY_MODALITY[modality]


def _is_tried(influence: Influence, cues: Cues) -> bool:
    """Say whether a word above only tells of an attempt, whose outcome is open."""
    return influence.steps > 0 and influence.token.lemma_.lower() in cues.attempts


def _has_mark(token: Token, words: frozenset[str]) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in words for c in token.children)


def _has_auxiliary(token: Token, words: frozenset[str]) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in words for c in token.children)


def _is_definite(noun: Token) -> bool:
    """Say whether a noun phrase takes for granted that what it names is there."""
    return noun.pos_ in {"NOUN", "PROPN"} and any(
        c.dep_ == "poss" or c.lower_ in _DEFINITE for c in noun.children
    )
