"""A small language of paths through a dependency parse.

`syntax.yaml` states, as paths, how grammatical functions are realised; this module
reads them, `walker` follows them. The language is described at the head of that file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from spacy.tokens import Token

_STEP = re.compile(r"(?P<head>[^\[\s]+)(?P<conditions>(?:\[[^\]]*\])*)")
_CONDITION = re.compile(r"\[(?P<name>\w+)(?:(?P<sign>!?=)(?P<values>[^\]]*))?\]")
_MARKING = {"prep", "agent", "dative", "prt", "advmod", "mark", "aux", "pcomp", "cc"}

# As a marker: "on *Poland's* border", "the *Polish* border".
POSSESSIVE = "'s"
_POSSESSING = {"poss", "amod", "compound", "nmod"}


class Move(Enum):
    """Where a step leads."""

    STAY = "."
    DOWN = "label"
    ALONG = "label*"
    UP = "^label"
    CALL = "@name"
    MARKER = "$marker"
    NEXT = ">"
    BEFORE = "<"
    AFTER = ">>"


# The moves written as they are, without a label.
_PLAIN = {m.value for m in (Move.MARKER, Move.NEXT, Move.BEFORE, Move.AFTER)}


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a token: an attribute among values, or not among them.

    `word_list` names the list that holds the values, where they are not written out.
    """

    name: str
    values: frozenset[str]
    negated: bool
    word_list: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    move: Move
    labels: frozenset[str]
    conditions: tuple[Condition, ...]


type Path = tuple[Step, ...]
type Functions = Mapping[str, tuple[Path, ...]]


def read_path(text: str) -> Path:
    """Read a path.

    Raises:
        ValueError: If a step cannot be read.
    """
    return tuple(_read_step(step) for step in text.split())


def _read_step(text: str) -> Step:
    match = _STEP.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no step of a path")
    head = match["head"]
    conditions = tuple(
        _read_condition(found) for found in _CONDITION.finditer(match["conditions"])
    )
    if head == ".":
        return Step(Move.STAY, frozenset(), conditions)
    if head in _PLAIN:
        return Step(Move(head), frozenset(), conditions)
    below = Move.ALONG if head.endswith("*") else Move.DOWN
    move = {"^": Move.UP, "@": Move.CALL}.get(head[0], below)
    return Step(move, frozenset(head.strip("^@*").split("|")), conditions)


def _read_condition(found: re.Match[str]) -> Condition:
    values = found["values"] or ""
    return Condition(
        name=found["name"],
        values=frozenset(values.split("|")),
        negated=found["sign"] == "!=",
        word_list=values[1:] if values.startswith("$") else None,
    )


def is_passive(token: Token) -> bool:
    """Say whether a verb is in the passive voice, as a clause or as a participle."""
    labels = {child.dep_ for child in token.children}
    if labels & {"nsubjpass", "auxpass", "csubjpass"}:
        return True
    if token.tag_ != "VBN" or "aux" in labels:
        return False
    if token.dep_ in {"acl", "advcl"} and not labels & {"nsubj", "dobj"}:
        return True
    if token.dep_ == "conj" and not labels & {"nsubj"}:
        return is_passive(token.head)
    return "agent" in labels


def marked(token: Token, words: list[str]) -> Iterator[Token]:
    """Yield what a marker governs below a token.

    Args:
        token: Where to look for the first word of the marker.
        words: The marker: prepositions and the nouns between them ("on", "border",
            "with"), without articles or adjectives.
    """
    first, *rest = words
    if first == POSSESSIVE:
        yield from (c for c in token.children if c.dep_ in _POSSESSING)
        return
    for child in token.children:
        if child.lower_ != first or child.dep_ not in _MARKING:
            continue
        governed = [c for c in child.children if c.dep_ in {"pobj", "pcomp"}]
        if rest and rest[0] in {c.lower_ for c in child.children}:
            yield from marked(child, rest)  # "from within", "out of"
        elif not rest:
            yield from governed
            continue
        for noun in governed:
            if len(rest) > 1 and rest[0] in {noun.lower_, noun.lemma_}:
                inside = list(marked(noun, rest[1:]))
                yield from inside or _marked_after(noun, rest[1:], token)


def _marked_after(noun: Token, words: list[str], head: Token) -> Iterator[Token]:
    """Yield what a preposition after a noun governs, though it hangs elsewhere.

    In "an exercise on the border with Iran" parsers hang "with" from the verb; in
    "remained on alert on Sunday in Kosovo" it stands further on.
    """
    following = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    behind = [c for c in head.rights if c.i > noun.i and c.dep_ == "prep"]
    for preposition in dict.fromkeys([*([following] if following else []), *behind]):
        if preposition.lower_ == words[0] and preposition.head.i != noun.i:
            yield from (c for c in preposition.children if c.dep_ == "pobj")
            return


def antecedent(token: Token) -> Token:
    """Return what a relative pronoun stands for, any other token itself."""
    is_that = token.lower_ == "that" and token.dep_ in {"nsubj", "nsubjpass", "dobj"}
    if token.tag_ not in {"WDT", "WP", "WP$"} and not is_that:
        return token
    for ancestor in token.ancestors:
        if ancestor.dep_ == "relcl":
            return _noun_before(ancestor.head)
    return token


def _noun_before(head: Token) -> Token:
    """Return a head, or the noun before it where the head is a bracket."""
    if head.pos_ in {"NOUN", "PROPN", "PRON"} or not head.is_punct:
        return head
    before = reversed(list(head.doc[head.sent.start : head.i]))
    return next((t for t in before if t.pos_ in {"NOUN", "PROPN"}), head)
