"""Find who says what: direct and indirect speech, "according to", accusations."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.nlp.cues import Cues
from kg.nlp.mentions import Referent, Referents
from kg.nlp.paths import Walker
from kg.nlp.speech import Speech, TokenRange, source_of
from kg.nlp.stances import find_stances

_QUOTE = re.compile(r"“[^“”]*”|\"[^\"\n]*\"|«[^«»]*»")
_CONTENT = {"ccomp"}
_PHRASE = {"xcomp", "pcomp"}
_OBJECT = {"dobj", "nsubjpass"}
_ABOUT = {"about", "at", "for", "of", "with"}


def find_speech(doc: Doc, walker: Walker, cues: Cues) -> tuple[Speech, ...]:
    """Return the reported statements of a doc, by the position of their cue."""
    found = [*_verbs(doc, walker, cues), *_nouns(doc, walker, cues)]
    found += _according_to(doc)
    found = _continued(doc, sorted(found, key=lambda speech: speech.cue.i))
    inside = {i for s in found for piece in s.content for i in range(*piece)}
    found = [s for s in found if s.cue.i not in inside or _is_other(s.source)]
    found += _beyond(found, find_stances(doc, walker, cues))
    return tuple(sorted(found, key=lambda speech: speech.cue.i))


def _beyond(speeches: Iterable[Speech], stances: Iterable[Speech]) -> Iterator[Speech]:
    """Yield the stances that are no part of what somebody says or wants anyway."""
    taken = {s.cue.i for s in speeches}
    taken |= {i for s in speeches for piece in s.content for i in range(*piece)}
    for stance in stances:
        if stance.cue.i not in taken:
            taken |= {i for piece in stance.content for i in range(*piece)}
            yield stance


def _is_other(source: Token | None) -> bool:
    """Say whether somebody's words quote somebody else: "Iran said that Iraq said".

    In "Iran said that it believed" or "... that we hope" the source is the same.
    """
    return source is not None and source.pos_ != "PRON"


def by_sentence(
    doc: Doc, speeches: Iterable[Speech]
) -> Mapping[int, tuple[Speech, ...]]:
    """Return the statements that reach into each sentence, by its first token.

    Stances are left out: they say of nothing that it is so.
    """
    found: dict[int, dict[Speech, None]] = defaultdict(dict)
    for speech in speeches:
        for start, end in speech.content if speech.asserts else ():
            begun = (t.i for t in doc[start:end] if t.is_sent_start)
            for first in {doc[start].sent.start, *begun}:
                found[first][speech] = None
    return {start: tuple(reaching) for start, reaching in found.items()}


def find_speakers(
    speeches: Iterable[Speech], referents: Referents, walker: Walker
) -> dict[int, Referent]:
    """Return who makes each statement, by the token index of its cue.

    A source without a name counts as whom it speaks for: "*Iranian* officials".
    """
    found = {
        speech.cue.i: _speaker(speech.source, referents, walker)
        for speech in speeches
        if speech.source is not None
    }
    return {cue: speaker for cue, speaker in found.items() if speaker is not None}


def _speaker(source: Token, referents: Referents, walker: Walker) -> Referent | None:
    beyond = walker.reach("naming", source) or walker.reach("represented", source)
    for token in (source, *beyond):
        referent = referents.at(token)
        if referent is not None and referent.senses:
            return referent
    return None


def speech_about(token: Token, speeches: Iterable[Speech]) -> Speech | None:
    """Return the innermost statement that a token is part of."""
    around = [s for s in speeches if s.says(token) and s.cue.i != token.i]
    # "X rejected reports that ...": who reports is unknown, who rejects is not.
    spoken = [s for s in around if s.source is not None] or around
    return min(spoken, key=lambda s: (s.length, s.cue.i), default=None)


def _quotes(doc: Doc) -> Iterator[TokenRange]:
    for match in _QUOTE.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="expand")
        # A word or two in quotation marks is a name or irony, not speech.
        if span is not None and len(span) > 5:
            yield span.start, span.end


def _continued(doc: Doc, speeches: list[Speech]) -> list[Speech]:
    """Give a quote without a cue to who speaks in the sentence before it.

    "... ," Iran said. "It has to end." The second quote goes on with the first.
    """
    spoken = {i for s in speeches for piece in s.content for i in range(*piece)}
    found = list(speeches)
    ending = {_end(s): at for at, s in enumerate(found) if _is_quoted(s, doc)}
    for start, end in _quotes(doc):
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


def _verbs(doc: Doc, walker: Walker, cues: Cues) -> Iterator[Speech]:
    quotes = tuple(_quotes(doc))
    named = walker.named
    for token in doc:
        if token.pos_ != "VERB" or token.lemma_.lower() not in cues.reporting_verbs:
            continue
        found = (
            list(_clauses(token, cues))
            or list(_beside(token, quotes))
            or list(_interrupted(token))
        )
        content = [
            part
            for piece in found
            for stretched in [_with_quote(piece, quotes, token)]
            if stretched[0] < stretched[1]
            for part in _around(stretched, token)
        ]
        if content:
            source = source_of(walker.reach("agent", token), token, named)
            yield Speech(source, token, tuple(content))


def _clauses(token: Token, cues: Cues) -> Iterator[TokenRange]:
    lemma = token.lemma_.lower()
    for child in token.children:
        is_clause = child.dep_ in _CONTENT
        is_object = (
            lemma not in cues.clause_only and child.dep_ in _OBJECT and _is_act(child)
        )
        is_phrase = child.dep_ in _PHRASE and (
            lemma not in cues.planned or lemma in cues.demanded
        )
        if is_clause or is_phrase or is_object:
            yield _after_break(child, token), child.right_edge.i + 1
        if (
            child.dep_ == "prep"
            and child.lower_ in _ABOUT
            and (lemma in cues.possible | cues.accusing_verbs)
        ):
            for inner in child.children:
                if inner.dep_ in {"pcomp", "pobj"}:
                    yield inner.left_edge.i, inner.right_edge.i + 1


def _after_break(clause: Token, cue: Token) -> int:
    """Return where a clause before its cue begins: "X did: it would, he said"."""
    breaks = [
        t.i + 1
        for t in clause.doc[clause.left_edge.i : max(cue.i, clause.left_edge.i)]
        if t.text in {";", ":"}
    ]
    return max(breaks, default=clause.left_edge.i)


def _interrupted(cue: Token) -> Iterator[TokenRange]:
    """Yield the sentence that "officials said" stands in, between commas."""
    if cue.dep_ not in {"ccomp", "parataxis", "dep", "advcl", "intj"}:
        return
    doc, sent = cue.doc, cue.sent
    words = [t.i for t in cue.subtree if not t.is_punct]
    first, last = min(words), max(words) + 1
    is_bracketed = doc[max(first - 1, 0)].text == "," and last < sent.end
    if is_bracketed and doc[last].text in {",", "."}:
        yield sent.start, first
        yield last, sent.end


def _is_act(token: Token) -> bool:
    """Say whether an object can be what is denied or claimed: "the sale", not "us"."""
    return token.pos_ == "NOUN"


def _beside(token: Token, quotes: tuple[TokenRange, ...]) -> Iterator[TokenRange]:
    """Yield the quote of the same sentence that the cue introduces or closes."""
    sent = token.sent
    for start, end in quotes:
        if start <= token.i < end:
            continue
        touches = start < sent.end and sent.start < end
        introduced = sent.end == start and sent.text.rstrip().endswith(":")
        if touches or introduced:
            yield start, end


def _with_quote(
    piece: TokenRange, quotes: tuple[TokenRange, ...], cue: Token
) -> TokenRange:
    """Stretch content over the quote that it begins or ends in.

    A cue that stands inside a quote reports nothing outside of it.
    """
    start, end = piece
    for first, last in quotes:
        if first <= cue.i < last:
            return max(start, first), min(end, last)
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    return start, end


def _around(piece: TokenRange, token: Token) -> Iterator[TokenRange]:
    """Yield a piece of content without a cue and its subject that stand inside it."""
    start, end = piece
    if not start <= token.i < end:
        yield piece
        return
    left, right = token.left_edge.i, token.i + 1
    subject = [c for c in token.children if c.dep_ == "nsubj"]
    edges = [c.left_edge.i for c in subject] + [token.i]
    ends = [c.right_edge.i + 1 for c in subject] + [right]
    first, last = max(min(edges), left), max(ends)
    if start < first:
        yield start, first
    if last < end:
        yield last, end


def _nouns(doc: Doc, walker: Walker, cues: Cues) -> Iterator[Speech]:
    """Yield "the claim that ...", "accusations of ..." and what these are about."""
    for token in doc:
        if token.pos_ != "NOUN" or token.lemma_.lower() not in cues.reporting_nouns:
            continue
        content = [*_noun_content(token), *_topic(token, walker)]
        if content:
            sources = walker.reach("noun_agent", token)
            yield Speech(sources[0] if sources else None, token, tuple(content))


def _noun_content(noun: Token) -> Iterator[TokenRange]:
    for child in noun.children:
        if child.dep_ in {"acl", "ccomp"} and any(
            t.dep_ == "mark" for t in child.children
        ):
            yield child.left_edge.i, child.right_edge.i + 1
        if child.dep_ == "prep" and child.lower_ in {"of", "about"}:
            for inner in child.children:
                if inner.dep_ in {"pcomp", "pobj"}:
                    yield inner.left_edge.i, inner.right_edge.i + 1


def _topic(noun: Token, walker: Walker) -> Iterator[TokenRange]:
    """Yield what a noun is said to be about: "the accusations relate to ..."."""
    for token in walker.reach("topic", noun):
        yield token.left_edge.i, token.right_edge.i + 1


def _according_to(doc: Doc) -> Iterator[Speech]:
    for token in doc:
        if token.lower_ != "according" or token.i + 1 >= len(doc):
            continue
        to = doc[token.i + 1]
        source = next((c for c in to.children if c.dep_ == "pobj"), None)
        source = source or next((c for c in token.children if c.dep_ == "pobj"), None)
        if to.lower_ != "to" or source is None:
            continue
        sent = token.sent
        start, end = token.i, source.right_edge.i + 1
        content = [p for p in ((sent.start, start), (end, sent.end)) if p[1] - p[0] > 1]
        if content:
            yield Speech(source, token, tuple(content))
