"""What a reported statement is, and who speaks in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Span

# A clause of more words tells a story of its own.
_LONG = 25
_RELATIVE = {"WDT", "WP"}

type TokenRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Speech:
    """A reported statement: its source, its cue, its content as token ranges.

    `asserts` says whether the source vouches for what is said in it; of what somebody
    wants, plans or speaks of nobody says that it is so.
    """

    source: Token | None
    cue: Token
    content: tuple[TokenRange, ...]
    asserts: bool = True

    def says(self, token: Token) -> bool:
        """Say whether a token lies in the content."""
        return any(start <= token.i < end for start, end in self.content)

    @property
    def length(self) -> int:
        """The number of tokens of the content."""
        return sum(end - start for start, end in self.content)


def source_of(
    found: Iterable[Token], cue: Token, named: frozenset[int]
) -> Token | None:
    """Return who speaks: of several subjects the one that has a name."""
    sources = [token for token in found if token.i != cue.i]
    return next((t for t in sources if t.i in named), sources[0] if sources else None)


def phrase_of(source: Token, cue: Token) -> Span:
    """Return a source as a whole noun phrase, with titles, appositions and clauses.

    What tells what it says is no part of it: of "the minister, who denied it" that is
    "who", of "a letter saying so" it is "a letter".
    """
    pronoun = _relative(source, cue)
    if pronoun is not None:
        return Span(pronoun.idx, pronoun.idx + len(pronoun))
    last = source.right_edge
    for child in source.rights:
        is_clause = child.dep_ in {"acl", "relcl"}
        is_long = child.right_edge.i - child.left_edge.i >= _LONG
        if _holds(child, cue) or (is_clause and is_long):
            # A crossing parse may hang words before the source from what follows it.
            last = source.doc[max(child.left_edge.i - 1, source.i)]
            break
    while last.i > source.i and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    return Span(source.left_edge.idx, last.idx + len(last))


def _relative(source: Token, cue: Token) -> Token | None:
    """Return the pronoun that stands for a source in the clause of its cue."""
    for clause in source.rights:
        if clause.dep_ == "relcl" and _holds(clause, cue):
            subjects = (c for verb in (clause, cue) for c in verb.lefts)
            return next((c for c in subjects if c.tag_ in _RELATIVE), None)
    return None


def _holds(part: Token, token: Token) -> bool:
    return part.left_edge.i <= token.i <= part.right_edge.i
