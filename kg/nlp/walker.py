"""Follow the functions of a syntax from token to token through a parse."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.nlp.paths import (
    Condition,
    Functions,
    Move,
    Step,
    antecedent,
    is_passive,
    marked,
)

# A function may call itself through coordination and control; real sentences need
# few levels, and a broken parse must not make it wander.
MAX_DEPTH = 8

# What was reached by a function from a token with so many levels left.
type _Reached = dict[tuple[str, int, int], tuple[Token, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a path may ask besides the parse: mentions, word lists, markers.

    `named` and `words` hold for the whole doc, `own_words` and `markers` for one frame.
    """

    named: frozenset[int] = frozenset()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own_words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    markers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What the walkers of one doc know already, whichever frame they walk for.

    They have the same functions, named tokens and words. `reached` is kept only where
    the way asked for nothing that a frame has of its own; `passive` tells of verbs.
    """

    reached: _Reached = field(default_factory=dict)
    passive: dict[int, bool] = field(default_factory=dict)

    def is_passive(self, token: Token) -> bool:
        """Say whether a verb is in the passive voice."""
        known = self.passive.get(token.i)
        if known is None:
            known = self.passive[token.i] = is_passive(token)
        return known


class Walker:
    """Follows the functions of a syntax through one parse.

    Args:
        functions: The paths of each function, by its name.
        surroundings: What conditions may refer to.
        memory: What other walkers of the doc learnt; by default nothing.
    """

    def __init__(
        self,
        functions: Functions,
        surroundings: Surroundings,
        memory: Memory | None = None,
    ) -> None:
        self._functions = functions
        self._surroundings = surroundings
        self._memory = memory or Memory()
        # How often something was asked for that only this frame has.
        self._own_asked = 0

    @property
    def named(self) -> frozenset[int]:
        """The indices of the tokens that belong to a mention."""
        return self._surroundings.named

    def reach(self, name: str, token: Token) -> tuple[Token, ...]:
        """Return the tokens that fill a function of a token, antecedents resolved."""
        return self._call(name, token, MAX_DEPTH)

    def _call(self, name: str, token: Token, depth: int) -> tuple[Token, ...]:
        if depth == 0:
            return ()
        key = name, token.i, depth
        known = self._memory.reached.get(key)
        if known is None:
            asked = self._own_asked
            known = self._find(name, token, depth)
            if asked == self._own_asked:
                self._memory.reached[key] = known
        return known

    def _find(self, name: str, token: Token, depth: int) -> tuple[Token, ...]:
        for path in self._functions[name]:
            found = [token]
            for step in path:
                found = self._follow(step, found, depth)
                if not found:
                    break
            if found:
                return tuple([antecedent(each) for each in found])
        return ()

    def _follow(self, step: Step, tokens: list[Token], depth: int) -> list[Token]:
        found: list[Token] = []
        for token in tokens:
            targets = self._targets(step, token, depth)
            if step.conditions:
                targets = [t for t in targets if self._fits(step.conditions, t)]
            found.extend(targets)
        return found

    def _targets(self, step: Step, token: Token, depth: int) -> Iterable[Token]:
        # The moves that paths make most come first.
        match step.move:
            case Move.DOWN | Move.ALONG:
                return _below(token, step)
            case Move.UP:
                return (token.head,) if token.dep_ in step.labels else ()
            case Move.STAY:
                return (token,)
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
        doc, i = token.doc, token.i + (1 if move is Move.AFTER else 0)
        # Where the later of the two begins a sentence, they stand in two.
        if not 0 < i < len(doc) or doc[i].is_sent_start:
            return ()
        return (doc[i if move is Move.AFTER else i - 1],)

    @staticmethod
    def _next(token: Token) -> Iterable[Token]:
        """Return the name right after a noun, whatever the parser hangs it from."""
        after = token.i + 1
        if token.pos_ != "NOUN" or after >= len(token.doc):
            return ()
        following = token.doc[after]
        return (following,) if following.pos_ == "PROPN" else ()

    def _marked(self, token: Token) -> Iterator[Token]:
        self._own_asked += 1
        for marker in self._surroundings.markers:
            yield from marked(token, marker.split())

    def _fits(self, conditions: Iterable[Condition], token: Token) -> bool:
        for condition in conditions:
            if self._matches(condition, token) == condition.negated:
                return False
        return True

    def _matches(self, condition: Condition, token: Token) -> bool:
        match condition.name:
            case "named":
                return token.i in self._surroundings.named
            case "fronted":
                return token.i < token.head.i
            case "voice":
                voice = "passive" if self._memory.is_passive(token) else "active"
                return voice in condition.values
            case "has":
                return _has_child(token, condition.values)
            case "lacks":
                return not _has_child(token, condition.values)
            case attribute:
                values = self._values(condition)
                # Taggers err on rare lemmas ("staged"), so lists may hold forms too.
                return getattr(token, f"{attribute}_") in values or (
                    token.lower_ in values
                )

    def _values(self, condition: Condition) -> frozenset[str]:
        if condition.word_list is None:
            return condition.values
        own = self._surroundings.own_words.get(condition.word_list)
        if own is not None:
            self._own_asked += 1
            return own
        return self._surroundings.words.get(condition.word_list, frozenset())


def _has_child(token: Token, labels: frozenset[str]) -> bool:
    return any(child.dep_ in labels for child in token.children)


def _below(token: Token, step: Step) -> list[Token]:
    """Return the children with the labels of a step, or a token and all of a chain."""
    labels = step.labels
    if step.move is Move.DOWN:
        return [c for c in token.children if c.dep_ in labels]
    found, waiting = [], [token]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += [c for c in each.children if c.dep_ in labels]
    return found
