"""What a text takes for granted, whatever it says of the clause around it.

"Iran will not respond to Israel's attack" denies the response and takes the attack as
a fact. See Karttunen and Zaenen, "Veridicity" (2005), on what survives negation.
"""

from spacy.tokens import Token

from kg.nlp.cues import Cues


def is_presupposed(token: Token, cues: Cues) -> bool:
    """Say whether an act is taken for granted where it stands.

    That is so of somebody's act towards which another stands ("respond to *Israel's
    attack*"), and of an act given as a reason ("will pay for *attacking* it"), unless
    the word that governs it asks for it, plans, denies or fears it.
    """
    if token.dep_ not in {"pcomp", "pobj", "dobj"}:
        return False
    head = token.head
    is_clause = token.dep_ == "pcomp"
    if head.dep_ == "prep" and head.lower_ in cues.reasons:
        is_past = head.lower_ in cues.past_reasons and any(
            c.lower_ == "the" for c in token.lefts
        )
        return is_clause or is_past or _is_somebodys(token)
    governor = head.head if head.dep_ == "prep" else head
    if governor.pos_ not in {"VERB", "AUX"} or governor.lemma_.lower() in cues.bearing:
        return False
    if is_clause:
        return head.lower_ == "for"
    return governor.lemma_.lower() in cues.reacting and _is_somebodys(token)


def _is_somebodys(noun: Token) -> bool:
    """Say whether a noun has a possessor with a name: "*Israel's* attack"."""
    possessors = (c for c in noun.children if c.dep_ == "poss")
    return noun.pos_ == "NOUN" and any(c.pos_ != "PRON" for c in possessors)
