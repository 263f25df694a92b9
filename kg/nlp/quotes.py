"""Direct speech: words in quotation marks, and how they belong to who says them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from spacy.tokens import Doc, Token

from kg.nlp.speech import Speech, TokenRange, source_of
from kg.nlp.walker import Walker

# A quote that the next paragraph goes on with is not closed before.
_QUOTE = re.compile(
    r"“[^“”]*”|“[^“”\n]+(?=\n\s*“)|\"[^\"\n]*\"|\"[^\"\n]+(?=\n\s*\")"
    r"|«[^«»]*»|(?:``|'')[^`\n]+?''"
)
# So many tokens, the marks included, are a name or irony, not speech.
_FEW = 5
# How far up the verb is looked for that a quote hangs from.
_MAX_CLIMB = 8
_SUBJECTS = {"csubj", "nsubj", "nsubjpass"}


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotes of a doc as token ranges, in order."""

    ranges: tuple[TokenRange, ...]

    @classmethod
    def of(cls, doc: Doc) -> "Quotes":
        """Find the quotes of a doc; what is never closed is none."""
        found = (
            doc.char_span(*match.span(), alignment_mode="expand")
            for match in _QUOTE.finditer(doc.text)
        )
        return cls(tuple((s.start, s.end) for s in found if s and len(s) > _FEW))

    def touching(self, start: int, end: int) -> tuple[TokenRange, ...]:
        """Return the quotes that share a token with a range."""
        first = bisect_right(self.ranges, start, key=itemgetter(1))
        last = bisect_left(self.ranges, end, key=itemgetter(0))
        return self.ranges[first:last]

    def around(self, token: Token) -> TokenRange | None:
        """Return the quote that a token stands in."""
        return next(iter(self.touching(token.i, token.i + 1)), None)


def continued(quotes: Quotes, speeches: list[Speech], doc: Doc) -> list[Speech]:
    """Give a quote without a cue to who speaks in the sentence before it.

    "... ," Iran said. "It has to end." The second quote goes on with the first.
    """
    spoken = {i for s in speeches for piece in s.content for i in range(*piece)}
    found = list(speeches)
    ending = {_end(s): at for at, s in enumerate(found) if _is_quoted(s, doc)}
    for start, end in quotes.ranges:
        if start + 1 in spoken or start == 0 or not doc[start].is_sent_start:
            continue
        before = doc[start - 1].sent
        if len(before) == 1 and before[0].is_space and before.start > 0:
            before = doc[before.start - 1].sent
        near = (i for i in range(start, before.start, -1) if i in ending)
        at = next((ending[i] for i in near), None)
        if at is not None:
            found[at] = replace(found[at], content=(*found[at].content, (start, end)))
            ending[end] = at
    return found


def _end(speech: Speech) -> int:
    return max(speech.cue.sent.end, *(end for _, end in speech.content))


def _is_quoted(speech: Speech, doc: Doc) -> bool:
    return any(doc[i].is_quote for piece in speech.content for i in range(*piece))


def governed(
    quotes: Quotes, spoken: Collection[int], doc: Doc, walker: Walker
) -> Iterator[Speech]:
    """Yield the quotes that are part of what a verb says: "spoke of “an act of war”".

    Args:
        quotes: The quotes of the doc.
        spoken: Indices of the tokens that somebody is known to say.
        doc: The doc.
        walker: Knows who does what the verb says.
    """
    for start, end in quotes.ranges:
        part = _part_with(doc, start, end) if start + 1 not in spoken else None
        if part is None or part.dep_ in _SUBJECTS:
            continue
        verb = part.head
        source = source_of(walker.reach("agent", verb), verb, walker.named)
        if source is not None and not start <= source.i < end:
            first = min(start, part.left_edge.i)
            last = max(end, part.right_edge.i + 1)
            outside = not first <= verb.i < last
            yield Speech(source, verb, ((first, last) if outside else (start, end),))


def _part_with(doc: Doc, start: int, end: int) -> Token | None:
    """Return the part of a verb outside of a quote that the quote is or stands in."""
    leaving = (t for t in doc[start + 1 : end - 1] if not start <= t.head.i < end)
    token = next(leaving, None)
    for _ in range(_MAX_CLIMB):
        if token is None or token.head.i == token.i:
            return None
        if token.head.pos_ == "VERB":
            return token if not start <= token.head.i < end else None
        token = token.head
    return None


def beside(cue: Token, quotes: Quotes) -> Iterator[TokenRange]:
    """Yield the quote of the same sentence that the cue introduces or closes."""
    sent = cue.sent
    for start, end in quotes.touching(sent.start, sent.end + 1):
        introduced = sent.end == start and sent.text.rstrip().endswith(":")
        if (start < sent.end or introduced) and not start <= cue.i < end:
            yield start, end


def with_quote(piece: TokenRange, quotes: Quotes, cue: Token) -> TokenRange:
    """Stretch content over the quote that it begins or ends in.

    A cue that stands inside a quote reports nothing outside of it.
    """
    start, end = piece
    around = quotes.around(cue)
    if around is not None:
        return max(start, around[0]), min(end, around[1])
    for first, last in quotes.touching(start, end):
        start, end = min(start, first), max(end, last)
    return start, end
