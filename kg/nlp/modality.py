"""What words make of an event: planned, possible, demanded, conditional."""

from spacy.tokens import Token

from kg.model import Modality
from kg.nlp.cues import Cues
from kg.nlp.negation import bears_negation


def modality_of(token: Token, below: Token | None, cues: Cues) -> Modality:
    """Return what a word makes of what hangs below it, or of itself."""
    return (
        modality_from_children(token, cues)
        or (_from_governor(token, below, cues) if below is not None else None)
        or Modality.ACTUAL
    )


def modality_from_children(token: Token, cues: Cues) -> Modality | None:
    """Return what auxiliaries, conditions and modifiers of a word make of it."""
    if is_to_come(token):
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


def is_to_come(token: Token) -> bool:
    """Say whether something "is to" happen."""
    return token.lemma_ == "be" and any(
        c.dep_ == "xcomp" and is_infinitive(c) for c in token.children
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
    if lemma in cues.noncommittal and bears_negation(token, cues):
        return Modality.POSSIBLE
    is_future = below.dep_ in {"xcomp", "acl", "ccomp", "advcl"} and is_infinitive(
        below
    )
    is_aim = below.dep_ in {"dobj", "nsubjpass"} or (
        below.dep_ == "prep" and below.lower_ in {"for", "on", "to"}
    )
    if _is_forgone(token, below, cues):
        return Modality.PLANNED
    if lemma in cues.demanded and (is_future or _is_bare(below)):
        return Modality.DEMANDED
    if lemma in cues.demanded_objects and is_aim:
        return Modality.DEMANDED
    if (is_future and lemma in cues.planned) or (
        is_aim and lemma in cues.planned_objects
    ):
        return Modality.PLANNED
    clauses = lemma in cues.possible and below.dep_ in {"ccomp", "xcomp", "prep", "acl"}
    feared = lemma in cues.possible_objects and below.dep_ == "dobj"
    return Modality.POSSIBLE if clauses or feared else None


def _is_forgone(token: Token, below: Token, cues: Cues) -> bool:
    """Say whether a governor says what will not be done: "ruled out *asking*"."""
    is_doing = below.tag_ == "VBG" and below.dep_ in {"xcomp", "ccomp", "pcomp"}
    if not is_doing or any(c.dep_ in {"nsubj", "mark"} for c in below.children):
        return False
    lemma = token.lemma_.lower()
    return any(f"{lemma} {child.lower_}" in cues.forgoing for child in token.children)


def is_infinitive(token: Token) -> bool:
    """Say whether a verb is an infinitive with "to"."""
    return token.tag_ == "VB" and any(
        c.dep_ == "aux" and c.lower_ == "to" for c in token.children
    )


def _is_bare(token: Token) -> bool:
    """Say whether a clause is in the subjunctive: "demanded that Iran *stop*"."""
    return token.dep_ == "ccomp" and token.tag_ == "VB"
