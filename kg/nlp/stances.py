"""Find what people want, plan, feel or speak of, where nobody vouches for it.

"Iran wants to talk", "Iran is confident that ...", "Iran called for talks": reports as
well, but what is in them is no statement that could be laid in anybody's mouth.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.nlp.cues import Cues
from kg.nlp.speech import Speech, TokenRange, source_of
from kg.nlp.walker import Walker

_CLAUSES = {"ccomp", "xcomp"}
_IMPERSONAL = {"it", "that", "this", "what", "which"}
_TOPICAL = {"about", "at", "for", "in", "on", "over", "regarding"}
_ARGUMENTS = {"pobj", "pcomp"}
# What these introduce belongs to what is offered or asked, not to where it is said.
_TOWARDS = {"against", "between", "for", "from", "to", "toward", "towards"}


def find_stances(doc: Doc, walker: Walker, cues: Cues) -> Iterator[Speech]:
    """Yield the stances of a doc, by their cues.

    Args:
        doc: The doc.
        walker: Knows who does what a verb says.
        cues: Words of wishes, plans, feelings and talk.
    """
    for token in doc:
        content = tuple(_content(token, cues))
        shown = () if content else tuple(_shown(token, cues))
        source = _holder(token, walker) if content or shown else None
        if source is not None and (content or source.lemma_.lower() in cues.evidence):
            yield Speech(source, token, content or shown, asserts=False)


def _content(token: Token, cues: Cues) -> Iterator[TokenRange]:
    lemma = token.lemma_.lower()
    match token.pos_:
        case "VERB":
            yield from _of_verb(token, lemma, cues)
        case "ADJ" if lemma in cues.attitude_adjectives:
            yield from _clauses(token)
            yield from _spoken_of(token, {"about", "of"})


def _of_verb(verb: Token, lemma: str, cues: Cues) -> Iterator[TokenRange]:
    if lemma in cues.attitude_verbs:
        yield from _clauses(verb)
    else:
        yield from _that_clauses(verb)
    if lemma in cues.said_objects:
        yield from _objects(verb)
    elif lemma in cues.expressing:
        yield from _expressed(verb, cues)
    if lemma in cues.naming:
        yield from _predicate(verb)
    markers = cues.markers_of_talk.get(lemma)
    if markers:
        yield from _spoken_of(verb, markers)


def _shown(token: Token, cues: Cues) -> Iterator[TokenRange]:
    """Yield what documents may tell: "the records show *two payments*"."""
    if token.pos_ == "VERB" and token.lemma_.lower() in cues.showing:
        yield from _objects(token)


def _clauses(governor: Token) -> Iterator[TokenRange]:
    for child in governor.rights:
        if child.dep_ in _CLAUSES:
            yield child.left_edge.i, child.right_edge.i + 1


def _that_clauses(verb: Token) -> Iterator[TokenRange]:
    """Yield what any verb governs with "that": "joked *that he would stay*"."""
    if any(c.dep_ == "nsubj" and c.lower_ in _IMPERSONAL for c in verb.lefts):
        return
    for child in verb.rights:
        marks = (c for c in child.lefts if c.dep_ == "mark")
        if child.dep_ == "ccomp" and any(c.lower_ == "that" for c in marks):
            yield child.left_edge.i, child.right_edge.i + 1


def _objects(verb: Token) -> Iterator[TokenRange]:
    """Yield what is announced, promised or discussed: "offered *help to Iran*".

    A name is no statement: "claimed the Paracel Islands".
    """
    for child in verb.rights:
        if child.dep_ == "dobj" and child.pos_ != "PROPN":
            yield child.left_edge.i, _end_with_phrases(child, verb)
            return
    if any(child.dep_ == "agent" for child in verb.rights):
        for child in verb.lefts:
            if child.dep_ == "nsubjpass" and child.pos_ != "PROPN":
                yield child.left_edge.i, child.right_edge.i + 1


def _expressed(verb: Token, cues: Cues) -> Iterator[TokenRange]:
    """Yield what a noun of thought or talk is about: "had doubts about *it*"."""
    for noun in verb.rights:
        if noun.dep_ == "dobj" and noun.lemma_.lower() in cues.attitude_nouns:
            found = _topic(noun) or _topic(verb, after=noun.i)
            if found is not None:
                yield found
            return


def _topic(governor: Token, after: int = 0) -> TokenRange | None:
    for child in governor.rights:
        if child.i < after:
            continue
        if child.dep_ in {"acl", "ccomp"} and _is_marked(child):
            return child.left_edge.i, child.right_edge.i + 1
        if child.dep_ == "prep" and child.lower_ in _TOPICAL:
            for inner in child.children:
                if inner.dep_ in _ARGUMENTS:
                    return inner.left_edge.i, child.right_edge.i + 1
    return None


def _is_marked(clause: Token) -> bool:
    """Say whether "that" or "to" introduces a clause."""
    return any(c.dep_ == "mark" or c.lower_ == "to" for c in clause.lefts)


def _spoken_of(
    governor: Token, markers: frozenset[str] | set[str]
) -> Iterator[TokenRange]:
    """Yield what a preposition introduces: "called for *talks*"."""
    for child in governor.rights:
        if child.dep_ == "prep" and child.lower_ in markers:
            for inner in child.children:
                if inner.dep_ in _ARGUMENTS:
                    yield inner.left_edge.i, _end_with_phrases(inner, governor)
                    return


def _end_with_phrases(part: Token, governor: Token) -> int:
    """Return where a part ends, with phrases that a parse hangs from its governor."""
    phrases = (c for c in governor.rights if c.dep_ in {"prep", "dative"})
    ends = [c.right_edge.i for c in phrases if c.lower_ in _TOWARDS]
    return max([part.right_edge.i, *ends]) + 1


def _predicate(verb: Token) -> Iterator[TokenRange]:
    """Yield what somebody calls something: "called the sale *a threat*"."""
    for child in verb.rights:
        if child.dep_ == "oprd" and child.pos_ != "PROPN":
            yield child.left_edge.i, child.right_edge.i + 1


def _holder(cue: Token, walker: Walker) -> Token | None:
    role = "agent" if cue.pos_ == "VERB" else "described"
    return source_of(walker.reach(role, cue), cue, walker.named)
