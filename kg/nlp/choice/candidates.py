"""Find who may act on whom: pairs of mentions that one verb holds together.

The frames of the lexicon say which words express a relation; here only the parse
counts. Whatever a verb or the verbs in its control govern is a candidate for the one
acted on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.lexicon import Frame
from kg.model import Iri
from kg.nlp.discourse import read_discourse_words
from kg.nlp.grammar import Grammar, Walkers
from kg.nlp.mentions import Referents
from kg.nlp.roles import Filler, RoleFiller

# How many words may stand between a verb and the head of what it acts on.
MAX_DEPTH = 7
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
# What begins another clause, or stands for nobody.
_CLOSED = frozenset({"punct", "det", "cc", "mark", "aux", "auxpass", "neg", "relcl",
                     "parataxis", "nummod", "predet"})  # fmt: skip
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "ADJ"})
_VERBAL = frozenset({"AUX", "VERB"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that may stand in a relation.

    `verbs` are the governing verb and those in its control, down to the innermost that
    governs the object; `path` leads from it to the head of the object, included.
    """

    verbs: tuple[Token, ...]
    subject: Filler
    object: Filler
    path: tuple[Token, ...]


def plain_frame(relation: str) -> Frame:
    """Return a frame that asks for no words."""
    nothing: frozenset[str] = frozenset()
    return Frame(
        iri=Iri(f"https://w3id.org/araz/lexicon#chosen-{relation}"),
        syntax="TransitiveFrame", relation=relation, lemmas=nothing, themes=nothing,
        theme_types=nothing, markers=(), particles=nothing, modifiers=nothing,
        exclusions=nothing, inverse=False, reciprocal=False, subject_types=nothing,
        object_types=nothing, examples=(),
    )  # fmt: skip


def find_candidates(
    doc: Doc, referents: Referents, grammar: Grammar
) -> Iterator[Candidate]:
    """Yield the candidates of a doc in text order, those of one verb together."""
    frame = plain_frame("actsTowards")
    walkers = Walkers(grammar, referents)
    for verb in doc:
        if not _leads(verb):
            continue
        filler = RoleFiller(grammar, frame, verb, walkers)
        subjects = _subjects(filler, verb, grammar, walkers)
        if not subjects:
            continue
        taken = {sense.name for _, sense in subjects}
        for path in _paths(verb, ()):
            for found in filler.led_from(path[-1], "object"):
                if found[1].name in taken:
                    continue
                for subject in subjects:
                    yield Candidate(_verbs(verb, path), subject, found, path)


def _subjects(
    filler: RoleFiller, verb: Token, grammar: Grammar, walkers: Walkers
) -> list[Filler]:
    """Return who acts; "it" in what somebody says is mostly the one who says it."""
    subjects = filler.fillers("agent", "subject", [])
    if subjects or verb.dep_ != "ccomp" or not _is_pronominal(verb):
        return subjects
    outer = RoleFiller(grammar, plain_frame("actsTowards"), verb.head, walkers)
    return outer.fillers("agent", "subject", [])


def _is_pronominal(verb: Token) -> bool:
    return any(
        c.dep_ == "nsubj" and c.lower_ in read_discourse_words().speaking
        for c in verb.children
    )


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def _leads(verb: Token) -> bool:
    """Say whether a verb governs others and none governs it."""
    if verb.pos_ not in _VERBAL or verb.dep_ in {"xcomp", "aux", "auxpass"}:
        return False
    return verb.dep_ not in {"advcl", "pcomp"} or _has_subject(verb)


def _verbs(verb: Token, path: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the verbs on the path, or else those in the control of the first."""
    inner = [token for token in path if token.pos_ in _VERBAL]
    if inner:
        return (verb, *inner)
    following = [c for c in verb.children if c.dep_ == "xcomp" and c.pos_ in _VERBAL]
    return (verb, *following[:1])


def _paths(token: Token, path: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    for child in token.children:
        if child.dep_ in _CLOSED or (not path and child.dep_ in _SUBJECTS):
            continue
        if _is_apart(child):
            continue
        longer = (*path, child)
        if child.pos_ in _NOUNS:
            yield longer
        if len(longer) < MAX_DEPTH:
            yield from _paths(child, longer)


def _is_apart(token: Token) -> bool:
    """Say whether a verb has candidates of its own."""
    if token.pos_ not in _VERBAL:
        return False
    if token.dep_ == "ccomp":
        return _is_pronominal(token)
    return token.dep_ == "conj" or (token.dep_ == "advcl" and _has_subject(token))
