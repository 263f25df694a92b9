"""Find who says what: direct and indirect speech, "according to", accusations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.nlp.cues import Cues
from kg.nlp.mentions import Referent, Referents
from kg.nlp.quotes import Quotes, beside, continued, governed, with_quote
from kg.nlp.speech import Speech, TokenRange, source_of
from kg.nlp.stances import find_stances
from kg.nlp.walker import Walker

_CONTENT = {"ccomp"}
_PHRASE = {"xcomp", "pcomp"}
_OBJECT = {"dobj", "nsubjpass"}
# So many words may follow in an aside: "Iran said in a statement on Monday".
_ASIDE = 15
_LOOSE = {"ccomp", "parataxis", "dep", "advcl", "intj"}
_UNFINISHED = {"VB", "VBG"}
_ABOUT = {"about", "at", "for", "of", "with"}


def find_speech(doc: Doc, walker: Walker, cues: Cues) -> tuple[Speech, ...]:
    """Return the reported statements of a doc, by the position of their cue."""
    quotes = Quotes.of(doc)
    found = [*_verbs(doc, walker, quotes, cues), *_nouns(doc, walker, cues)]
    found += _according_to(doc)
    found = continued(quotes, sorted(found, key=lambda speech: speech.cue.i), doc)
    found += governed(quotes, _inside(found), doc, walker)
    inside = _inside(found)
    found = [s for s in found if s.cue.i not in inside or _is_another(s, walker)]
    stances = find_stances(doc, walker, cues)
    found += _beyond(found, (s for s in stances if quotes.around(s.cue) is None))
    return tuple(sorted(found, key=lambda speech: speech.cue.i))


def _inside(speeches: Iterable[Speech]) -> set[int]:
    """Return the indices of all tokens that lie in the content of a statement."""
    return {i for s in speeches for piece in s.content for i in range(*piece)}


def _beyond(speeches: Iterable[Speech], stances: Iterable[Speech]) -> Iterator[Speech]:
    """Yield the stances that are no part of what somebody says or wants anyway.

    "Made the claim that" needs no second reading beside that of "claim".
    """
    taken = _inside(speeches) | {s.cue.i for s in speeches}
    for stance in stances:
        if taken.isdisjoint({stance.cue.i, *(start for start, _ in stance.content)}):
            taken |= _inside([stance])
            yield stance


def _is_another(speech: Speech, walker: Walker) -> bool:
    """Say whether somebody's words quote somebody else: "Iran said that Iraq said".

    In "Iran said that it believed" or "... that we hope" the source is the same. Of
    a source that leads to no name nobody could tell: "said that reports suggest". And
    what is yet to be said is no quotation: "said that Iraq had to admit".
    """
    source = speech.source
    is_open = speech.cue.tag_ in _UNFINISHED and speech.cue.lower_ != "according"
    if source is None or source.pos_ == "PRON" or is_open:
        return False
    near = (source, *walker.reach("naming", source))
    near += tuple(walker.reach("represented", source))
    return any(t.pos_ == "PROPN" or t.i in walker.named for t in near)


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


def _verbs(doc: Doc, walker: Walker, quotes: Quotes, cues: Cues) -> Iterator[Speech]:
    named = walker.named
    for token in doc:
        if token.pos_ != "VERB" or token.lemma_.lower() not in cues.reporting_verbs:
            continue
        found = (
            list(_clauses(token, cues))
            or list(beside(token, quotes))
            or list(_interrupted(token))
        )
        content = [
            part
            for piece in found
            for stretched in [with_quote(piece, quotes, token)]
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
    """Yield the sentence that "officials said" stands in or closes, after a comma."""
    if cue.tag_ in {"VB", "VBG"}:
        return
    doc, sent = cue.doc, cue.sent
    first, last = _parenthesis(cue)
    before = doc[max(first - 2, sent.start) : first].text.rstrip()
    # "On Monday, Iran reported losses" only says when.
    is_setting = any(c.i < first and _is_setting(c) for c in cue.lefts)
    if is_setting or not before.endswith((",", "”", ',"')):
        return
    for start, end in ((sent.start, first), (last, sent.end)):
        if end - start > 1:
            yield start, end


def _parenthesis(cue: Token) -> TokenRange:
    """Return what "Iran said on Monday" takes of its sentence, up to a comma."""
    subject = next((c for c in cue.lefts if c.dep_ == "nsubj"), None)
    subject = subject or next((c for c in cue.rights if c.dep_ == "nsubj"), None)
    if subject is None:
        is_aside = cue.dep_ in _LOOSE
    else:
        is_aside = subject.tag_ not in {"WP", "WDT"}
    if not is_aside:
        return cue.sent.start, cue.sent.end
    first = min(subject.left_edge.i if subject else cue.i, cue.i)
    last = max(subject.right_edge.i if subject else cue.i, cue.i) + 1
    end = min(cue.sent.end, last + _ASIDE)
    while last < end and cue.doc[last].text not in {",", ".", ";"}:
        last += 1
    return first, last


def _is_setting(part: Token) -> bool:
    """Say whether a part before its verb tells when or how, and not what is said."""
    if part.dep_ == "advcl":
        return any(c.dep_ == "mark" or c.tag_ == "WRB" for c in part.children)
    return part.dep_ in {"advmod", "npadvmod", "prep"}


def _is_act(token: Token) -> bool:
    """Say whether an object can be what is denied or claimed: "the sale", not "us"."""
    return token.pos_ == "NOUN"


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
