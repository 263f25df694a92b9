"""What a reported statement is, and who speaks in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Span

# A participle clause of more words tells a story of its own.
_LONG = 10

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


def phrase_of(source: Token) -> Span:
    """Return a source as a whole noun phrase, with titles and appositions.

    Clauses that only tell more about it ("..., who arrived on Monday") are left out.
    """
    last = source.right_edge
    for child in source.rights:
        is_long = child.right_edge.i - child.left_edge.i >= _LONG
        if child.dep_ == "relcl" or (child.dep_ == "acl" and is_long):
            # A crossing parse may hang words before the source from what follows it.
            last = source.doc[max(child.left_edge.i - 1, source.i)]
            break
    while last.i > source.i and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    return Span(source.left_edge.idx, last.idx + len(last))
