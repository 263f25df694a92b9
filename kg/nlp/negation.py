"""Which words deny what hangs below them."""

from spacy.tokens import Token

from kg.nlp.cues import Cues


def is_negated(token: Token, below: Token | None, cues: Cues) -> bool:
    """Say whether a word negates what hangs below it, or is negated if nothing does.

    Two negations are none: "did not fail to attack".
    """
    is_negative = below is not None and token.pos_ != "ADP"
    governs = is_negative and token.lemma_.lower() in cues.negative
    return bears_negation(token, cues) ^ (governs and not _denies_nothing(token))


def _denies_nothing(token: Token) -> bool:
    """Say whether a court rules that something is so, or prices decline."""
    match token.lemma_.lower():
        case "rule":
            return all(c.lower_ not in {"out", "against"} for c in token.children)
        case "decline":
            return token.pos_ == "NOUN"
        case _:
            return False


def bears_negation(token: Token, cues: Cues) -> bool:
    """Say whether a word is itself denied: by "not", "no" or a subject "nobody"."""
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
