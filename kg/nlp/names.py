"""Find names: by the gazetteer, a few patterns, and trained recognisers.

A name can have several senses: "Tehran" is a city and stands for a government. The
first is the likeliest; a relation that needs another one may ask for it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup, Token

from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.nlp.addresses import with_wholes
from kg.nlp.agreement import agree
from kg.nlp.name_index import NameIndex
from kg.nlp.name_words import read_name_words
from kg.nlp.patterns import Patterns
from kg.nlp.recogniser.recogniser import Recogniser
from kg.nlp.senses import SURE, Name, Sense, Senses
from kg.ontology import Ontology

__all__ = ["Name", "NameFinder", "Sense", "trim"]

_DETERMINERS = {"the", "a", "an"}
# Classes that the trained recogniser knows less of than gazetteer and patterns do.
_RARE = ("WeaponSystem", "MilitaryExercise")
# How certain it has to be to call a place what the stock recogniser calls a person.
_SURE = 0.8


class NameFinder:
    """Finds the names in a parsed doc.

    Args:
        nlp: The pipeline that parses the docs; its tokenizer cuts the names up too.
        gazetteer: Entities known beforehand.
        lexicon: Nouns that tell the class of a name ("river").
        ontology: The classes.
        recogniser: Finds names better than the stock one, where there is one.
    """

    def __init__(
        self,
        nlp: Language,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        ontology: Ontology,
        recogniser: Recogniser | None = None,
    ) -> None:
        self._recogniser = recogniser
        self._lexicon = lexicon
        self._ontology = ontology
        self._words = read_name_words()
        self._senses = Senses(gazetteer, lexicon, ontology)
        self._patterns = Patterns(self._senses, lexicon, ontology)
        self._matcher = PhraseMatcher(nlp.vocab)
        surfaces = sorted({surface for surface, _ in gazetteer.phrases()})
        self._matcher.add("gazetteer", [nlp.make_doc(text) for text in surfaces])

    def find(self, doc: Doc) -> tuple[Name, ...]:
        """Return the names of a doc in text order; they do not overlap.

        The trained recogniser writes what else it finds into span groups of the doc.
        """
        known = list(self._known(doc))
        patterns = self._patterns.find(doc)
        places = NameIndex(known)
        stock = list(self._stock(doc, places))
        others = [*known, *patterns, *stock]
        if self._recogniser is None:
            return self._agree(doc, _choose([*known, *stock, *patterns]))
        self._recogniser.annotate(doc, map(_described, known), self._lexicon.nouns)
        trained = list(self._trained(doc, places))
        parts = NameIndex(trained)
        surer = [n for n in others if self._is_rare(n) or _is_fuller(n, parts)]
        surer += [n for n in stock if self._is_whole(n, parts)]
        surer += self._patterns.units(doc)
        found = [*_without_overlap(trained, surer), *surer]
        chosen = _choose([*found, *_without_overlap(others, found)])
        whole = with_wholes(doc, chosen, NameIndex(known), self._ontology)
        return self._agree(doc, whole)

    def _agree(self, doc: Doc, names: Sequence[Name]) -> tuple[Name, ...]:
        return agree(doc, names, self._lexicon.nouns, self._words)

    def known(self, doc: Doc) -> tuple[tuple[int, int, str], ...]:
        """Return where the gazetteer's names stand in a doc, and what they are."""
        return tuple(_described(name) for name in self._known(doc))

    def _is_rare(self, name: Name) -> bool:
        return any(self._ontology.is_a(name.senses[0].type, kind) for kind in _RARE)

    def _is_whole(self, name: Name, trained: NameIndex) -> bool:
        """Say whether only a part was seen of a person or treaty."""
        is_a = self._ontology.is_a
        kind = name.senses[0].type
        return (is_a(kind, "Person") or is_a(kind, "Treaty")) and any(
            part.end - part.start < name.end - name.start
            for part in trained.within(name.start, name.end)
        )

    def _trained(self, doc: Doc, known: NameIndex) -> Iterator[Name]:
        """Yield the names that the trained recogniser finds."""
        group = doc.spans.get("names", SpanGroup(doc))
        certainties = group.attrs.get("certainty", [1.0] * len(group))
        for found, certainty in zip(group, certainties, strict=True):
            cells = list(_pieces(found, at=_is_gap))
            trimmed = trim(found) if len(cells) == 1 else None
            if trimmed is None or not _may_be_name(trimmed):
                continue
            span = _with_task(_with_article(_without_title(trimmed)), known)
            if self._words.is_no_name(span):
                continue
            is_person = span.root.ent_type_ == "PERSON" and found.label_ == "Place"
            label = "Person" if is_person and certainty < _SURE else found.label_
            senses = self._senses.recognised(span, label)
            is_known = bool(senses) and senses[0].form is not None
            if senses and (is_known or not _is_tiled(span, known)):
                yield Name(span.start, span.end, senses)

    def _known(self, doc: Doc) -> Iterator[Name]:
        for _, start, end in self._matcher(doc):
            span = doc[start:end]
            if span.root.pos_ == "VERB":
                continue
            senses = self._senses.known(span.text, span.root.ent_type_)
            if senses:
                yield Name(start, end, senses)

    def _stock(self, doc: Doc, known: NameIndex) -> Iterator[Name]:
        """Yield the names that the recogniser of the stock pipeline finds."""
        labels = self._senses.labels
        for ent in doc.ents:
            if ent.label_ not in labels:
                continue
            for piece in _pieces(ent, at=_is_break):
                span = trim(piece)
                if span is None or not any(t.is_alpha for t in span):
                    continue
                span = _with_task(span, known)
                senses = self._senses.known(span.text, ent.label_)
                if not senses and _is_tiled(span, known):
                    continue
                if not senses and self._words.is_no_name(span):
                    continue
                if not senses:
                    head = self._senses.head_class(span, ent.label_)
                    senses = (Sense(head or labels[ent.label_], span.text),)
                if span[0].is_lower and ent.label_ != "NORP" and not senses[0].form:
                    continue
                yield Name(span.start, span.end, senses)


def _described(name: Name) -> tuple[int, int, str]:
    """Return a known name as the recogniser sees it."""
    sense = name.senses[0]
    return name.start, name.end, f"{sense.type} {sense.form}"


def _is_fuller(name: Name, others: NameIndex) -> bool:
    """Say whether a name of the gazetteer holds more words than one of the others."""
    return name.senses[0].form in SURE and any(
        other.end - other.start < name.end - name.start
        for other in others.within(name.start, name.end)
    )


def _may_be_name(span: Span) -> bool:
    """Say whether a name has a capital, and begins with no common noun."""
    is_common = span[0].is_lower and span[0].pos_ == "NOUN"
    return not is_common and any(token.text[:1].isupper() for token in span)


def _without_title(span: Span) -> Span:
    """Leave of a name the person at its end: "Foreign Minister *Sergei Lavrov*"."""
    doc, start = span.doc, span.end
    while start > span.start and doc[start - 1].ent_type_ == "PERSON":
        start -= 1
        if doc[start].ent_iob_ == "B":
            return trim(doc[start : span.end]) or span
    return span


def _with_article(span: Span) -> Span:
    """Give a name its Arabic article back: "al-*Shaddadi*"."""
    doc, start = span.doc, span.start
    if start < 2 or doc[start - 1].text != "-" or doc[start - 1].whitespace_:
        return span
    article = doc[start - 2]
    is_article = article.is_alpha and len(article) <= 3 and not article.whitespace_
    return doc[start - 2 : span.end] if is_article else span


def _with_task(span: Span, known: NameIndex) -> Span:
    """Give an acronym the one that a hyphen joins to it: "CJTF-*OIR*", not "US-EU"."""
    doc, end = span.doc, span.end
    if end + 1 >= len(doc) or doc[end].text != "-" or not span[-1].is_upper:
        return span
    is_joined = not (span[-1].whitespace_ or doc[end].whitespace_)
    is_whole = is_joined and doc[end + 1].is_upper
    if not is_whole or known.touching(span.start, end + 2):
        return span
    return doc[span.start : end + 2]


def _without_overlap(names: Iterable[Name], taken: Iterable[Name]) -> list[Name]:
    index = NameIndex(taken)
    return [name for name in names if not index.touching(name.start, name.end)]


def _choose(found: Sequence[Name]) -> tuple[Name, ...]:
    """Of names that overlap, keep the longest, and among equals the first."""
    ranked = sorted(enumerate(found), key=lambda n: (n[1].start - n[1].end, n[0]))
    chosen: list[Name] = []
    taken: set[int] = set()
    for _, name in ranked:
        tokens = range(name.start, name.end)
        if taken.isdisjoint(tokens):
            chosen.append(name)
            taken.update(tokens)
    return tuple(sorted(chosen, key=lambda name: name.start))


def _is_tiled(span: Span, known: NameIndex) -> bool:
    """Say whether known names cover a span that is none itself: "Armenia Iran"."""
    covered = {
        i
        for name in known.within(span.start, span.end)
        for i in range(name.start, name.end)
    }
    return covered >= set(range(span.start, span.end))


def _is_gap(token: Token) -> bool:
    """Say whether a token parts the cells of a table, or paragraphs."""
    return "\t" in token.text or "\n\n" in token.text or token.text == "|"


def _is_break(token: Token) -> bool:
    return token.text in {",", ";", "(", ")"} or _is_gap(token)


def _pieces(ent: Span, at: Callable[[Token], bool]) -> Iterator[Span]:
    """Split what the recogniser ran together: "Guard Corps, Colonel Puresmayil"."""
    start = ent.start
    for token in ent:
        if at(token):
            if token.i > start:
                yield ent.doc[start : token.i]
            start = token.i + 1
    if start < ent.end:
        yield ent.doc[start : ent.end]


def trim(span: Span) -> Span | None:
    """Drop articles, quotation marks and possessive endings at the edges."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].lower_ in _DETERMINERS or doc[start].is_punct):
        start += 1
    while start < end and (
        doc[end - 1].tag_ == "POS"
        or doc[end - 1].is_space
        or (doc[end - 1].is_punct and doc[end - 1].text != ".")
    ):
        end -= 1
    return doc[start:end] if start < end else None
