"""A small language of paths through a dependency parse.

`syntax.yaml` states, as paths, how grammatical functions are realised; this module
reads and follows them. The language is described at the head of that file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from spacy.tokens import Token

# A function may call itself through coordination and control; real sentences need
# few levels, and a broken parse must not make it wander.
MAX_DEPTH = 8

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
    """What must hold of a token: an attribute among values, or not among them."""

    name: str
    values: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    move: Move
    labels: frozenset[str]
    conditions: tuple[Condition, ...]


type Path = tuple[Step, ...]
type Functions = Mapping[str, tuple[Path, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a path may ask besides the parse: mentions, word lists, markers."""

    named: frozenset[int] = frozenset()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    markers: tuple[str, ...] = ()


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
        Condition(
            name=found["name"],
            values=frozenset((found["values"] or "").split("|")),
            negated=found["sign"] == "!=",
        )
        for found in _CONDITION.finditer(match["conditions"])
    )
    if head == ".":
        return Step(Move.STAY, frozenset(), conditions)
    if head in _PLAIN:
        return Step(Move(head), frozenset(), conditions)
    below = Move.ALONG if head.endswith("*") else Move.DOWN
    move = {"^": Move.UP, "@": Move.CALL}.get(head[0], below)
    return Step(move, frozenset(head.strip("^@*").split("|")), conditions)


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


class Walker:
    """Follows the functions of a syntax through one parse.

    Args:
        functions: The paths of each function, by its name.
        surroundings: What conditions may refer to.
    """

    def __init__(self, functions: Functions, surroundings: Surroundings) -> None:
        self._functions = functions
        self._surroundings = surroundings

    @property
    def named(self) -> frozenset[int]:
        """The indices of the tokens that belong to a mention."""
        return self._surroundings.named

    def reach(self, name: str, token: Token) -> list[Token]:
        """Return the tokens that fill a function of a token, antecedents resolved."""
        return self._call(name, token, MAX_DEPTH)

    def _call(self, name: str, token: Token, depth: int) -> list[Token]:
        if depth == 0:
            return []
        for path in self._functions[name]:
            found = [token]
            for step in path:
                found = list(self._follow(step, found, depth))
                if not found:
                    break
            if found:
                return [antecedent(each) for each in found]
        return []

    def _follow(self, step: Step, tokens: list[Token], depth: int) -> Iterator[Token]:
        for token in tokens:
            for target in self._targets(step, token, depth):
                if all(self._holds(c, target) for c in step.conditions):
                    yield target

    def _targets(self, step: Step, token: Token, depth: int) -> Iterable[Token]:
        match step.move:
            case Move.STAY:
                return (token,)
            case Move.DOWN | Move.ALONG:
                return _below(token, step)
            case Move.UP:
                return (token.head,) if token.dep_ in step.labels else ()
            case Move.CALL:
                (name,) = step.labels
                return self._call(name, token, depth - 1)
            case Move.MARKER:
                return self._marked(token)
            case Move.NEXT | Move.BEFORE | Move.AFTER:
                return self._beside(token, step.move)

    @staticmethod
    def _beside(token: Token, move: Move) -> Iterable[Token]:
        """Return the token before or after another in its sentence."""
        if move is Move.NEXT:
            return Walker._next(token)
        i = token.i + (1 if move is Move.AFTER else -1)
        return (token.doc[i],) if token.sent.start <= i < token.sent.end else ()

    @staticmethod
    def _next(token: Token) -> Iterable[Token]:
        """Return the name right after a noun, whatever the parser hangs it from."""
        after = token.i + 1
        if token.pos_ != "NOUN" or after >= len(token.doc):
            return ()
        following = token.doc[after]
        return (following,) if following.pos_ == "PROPN" else ()

    def _marked(self, token: Token) -> Iterator[Token]:
        for marker in self._surroundings.markers:
            yield from marked(token, marker.split())

    def _holds(self, condition: Condition, token: Token) -> bool:
        return self._matches(condition, token) != condition.negated

    def _matches(self, condition: Condition, token: Token) -> bool:
        match condition.name:
            case "named":
                return token.i in self._surroundings.named
            case "fronted":
                return token.i < token.head.i
            case "voice":
                voice = "passive" if is_passive(token) else "active"
                return voice in condition.values
            case "has":
                return any(c.dep_ in condition.values for c in token.children)
            case "lacks":
                return all(c.dep_ not in condition.values for c in token.children)
            case attribute:
                value: str = getattr(token, f"{attribute}_")
                # Taggers err on rare lemmas ("staged"), so lists may hold forms too.
                return bool({value, token.lower_} & self._values(condition))

    def _values(self, condition: Condition) -> frozenset[str]:
        (first, *_) = condition.values
        if first.startswith("$"):
            return self._surroundings.words.get(first[1:], frozenset())
        return condition.values


def _below(token: Token, step: Step) -> Iterator[Token]:
    """Yield the children with the labels of a step, or a token and all of a chain."""
    if step.move is Move.DOWN:
        yield from (c for c in token.children if c.dep_ in step.labels)
        return
    waiting = [token]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += [c for c in each.children if c.dep_ in step.labels]


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
                yield from list(marked(noun, rest[1:])) or _marked_after(noun, rest[1:])


def _marked_after(noun: Token, words: list[str]) -> Iterator[Token]:
    """Yield what a preposition right after a noun governs, wherever it is attached.

    In "an exercise on the border with Iran" parsers hang "with" from the verb.
    """
    if noun.i + 1 < len(noun.doc):
        preposition = noun.doc[noun.i + 1]
        if preposition.lower_ == words[0] and preposition.head.i != noun.i:
            yield from (c for c in preposition.children if c.dep_ == "pobj")


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
