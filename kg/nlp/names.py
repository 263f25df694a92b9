"""Find names: the model's entity recogniser, the gazetteer, and a few patterns.

A name can have several senses: "Tehran" is a city and stands for a government. The
first is the likeliest; a relation that needs another one may ask for it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from kg.gazetteer import Candidate, Gazetteer, NameForm
from kg.lexicon import Lexicon
from kg.ontology import Ontology

LABELS = Path(__file__).with_name("labels.yaml")

_DETERMINERS = {"the", "a", "an"}
# Bounded, since every capital letter may begin one.
_EXERCISE = re.compile(
    r"\b[A-Z][\w’']{0,30}(?: [A-Z][\w’']{0,30}){0,7}[- –](?:19|20)?\d\d"
)
_DESIGNATION = re.compile(r"[A-Z]{1,4}-?\d{1,4}[A-Z]{0,2}")
_OPENING, _CLOSING = "“\"«'‘", "”\"»'’"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name may mean: a class, the fullest name known, and the state it is of."""

    type: str
    name: str
    country: str | None = None
    form: NameForm | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a doc: token indices, half-open, and its senses, likeliest first."""

    start: int
    end: int
    senses: tuple[Sense, ...]

    def overlaps(self, other: "Name") -> bool:
        """Say whether the names share a token."""
        return self.start < other.end and other.start < self.end


class NameFinder:
    """Finds the names in a parsed doc.

    Args:
        nlp: The pipeline that parses the docs; its tokenizer cuts the names up too.
        gazetteer: Entities known beforehand.
        lexicon: Nouns that tell the class of a name ("river").
        ontology: The classes.
    """

    def __init__(
        self,
        nlp: Language,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        ontology: Ontology,
    ) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._ontology = ontology
        self._labels: Mapping[str, str] = yaml.safe_load(
            LABELS.read_text(encoding="utf-8")
        )
        self._matcher = PhraseMatcher(nlp.vocab)
        surfaces = sorted({surface for surface, _ in gazetteer.phrases()})
        self._matcher.add("gazetteer", [nlp.make_doc(text) for text in surfaces])

    def find(self, doc: Doc) -> tuple[Name, ...]:
        """Return the names of a doc in text order; they do not overlap."""
        known = list(self._known(doc))
        found = [*known, *self._exercises(doc), *self._recognised(doc, known)]
        found += [*self._weapons(doc), *self._titled(doc), *self._designations(doc)]
        # Longer names win; among equals the gazetteer, which comes first, does.
        ranked = sorted(enumerate(found), key=lambda n: (n[1].start - n[1].end, n[0]))
        chosen: list[Name] = []
        taken: set[int] = set()
        for _, name in ranked:
            tokens = range(name.start, name.end)
            if taken.isdisjoint(tokens):
                chosen.append(name)
                taken.update(tokens)
        return tuple(sorted(chosen, key=lambda name: name.start))

    def _known(self, doc: Doc) -> Iterator[Name]:
        for _, start, end in self._matcher(doc):
            span = doc[start:end]
            if span.root.pos_ == "VERB":
                continue
            senses = self._senses(span.text, span.root.ent_type_)
            if senses:
                yield Name(start, end, senses)

    def _recognised(self, doc: Doc, known: Sequence[Name]) -> Iterator[Name]:
        for ent in doc.ents:
            if ent.label_ not in self._labels:
                continue
            for piece in _pieces(ent):
                span = _trim(piece)
                if span is None or not any(t.is_alpha for t in span):
                    continue
                senses = self._senses(span.text, ent.label_)
                if not senses and _is_tiled(span, known):
                    continue
                if not senses:
                    head = self._head_class(span, ent.label_)
                    senses = (Sense(head or self._labels[ent.label_], span.text),)
                if span[0].is_lower and ent.label_ != "NORP" and not senses[0].form:
                    continue
                yield Name(span.start, span.end, senses)

    def _senses(self, surface: str, label: str) -> tuple[Sense, ...]:
        """Return what the gazetteer knows of a surface, agreeing senses first."""
        candidates = self._gazetteer.candidates(surface)
        expected = self._labels.get(label)
        agreeing = [c for c in candidates if self._agrees(c, expected, label)]
        sure = [c for c in candidates if c.form in {NameForm.NAME, NameForm.ALIAS}]
        senses: list[Sense] = []
        for candidate in [*agreeing, *sure, *candidates]:
            entry = candidate.entry
            sense = Sense(entry.type, entry.name, entry.country, candidate.form)
            if sense not in senses:
                senses.append(sense)
        return tuple(senses)

    def _agrees(self, candidate: Candidate, expected: str | None, label: str) -> bool:
        if expected is None:
            return True
        if candidate.form is NameForm.DEMONYM:
            return label in {"NORP", "GPE", "PERSON"}
        if candidate.form is NameForm.METONYM:
            return False
        # Cities, regions and states are all GPE.
        coarse = "Place" if label == "GPE" else expected
        return self._ontology.is_a(candidate.entry.type, coarse)

    def _head_class(self, span: Span, label: str) -> str | None:
        """Return the class that the head of a name tells: "*Institute* for Peace".

        A place may begin with its noun, as "Lake Van" does; a person's name tells
        nothing: Mr Lake is no lake.
        """
        if self._is_person(self._labels[label]):
            return None
        for token in (span.root, span[-1]):
            kind = self._class_of(token)
            if kind is not None:
                return kind
        # "World Cup" is no place: only what the recogniser takes for one begins so.
        first = self._class_of(span[0])
        classes = (first, self._labels[label]) if first else ()
        is_place = classes and all(self._ontology.is_a(c, "Place") for c in classes)
        return first if is_place else None

    def _class_of(self, noun: Token) -> str | None:
        nouns = self._lexicon.nouns
        return nouns.get(noun.lower_) or nouns.get(noun.lemma_.lower())

    def _weapons(self, doc: Doc) -> Iterator[Name]:
        """Yield what stands before the noun of a weapon: "*Harop* drone"."""
        for token in doc:
            kind = self._lexicon.nouns.get(token.lemma_.lower())
            if kind is None or not self._ontology.is_a(kind, "WeaponSystem"):
                continue
            start = token.i
            while start > 0 and _names_a_model(doc[start - 1]):
                start -= 1
            if start < token.i:
                span = doc[start : token.i]
                senses = self._senses(span.text, "PRODUCT")
                if not senses or senses[0].form is not NameForm.DEMONYM:
                    yield Name(start, token.i, senses or (Sense(kind, span.text),))

    def _designations(self, doc: Doc) -> Iterator[Name]:
        """Yield known weapons by their letters and digits: "F-16", "T-72"."""
        for token in doc:
            if not _DESIGNATION.fullmatch(token.text):
                continue
            senses = self._senses(token.text, "PRODUCT")
            if senses and self._ontology.is_a(senses[0].type, "WeaponSystem"):
                yield Name(token.i, token.i + 1, senses)

    def _titled(self, doc: Doc) -> Iterator[Name]:
        """Yield what follows the noun of its class: "the channel *A News*"."""
        for token in doc:
            kind = self._lexicon.nouns.get(token.lemma_.lower())
            if token.pos_ != "NOUN" or kind is None or self._is_person(kind):
                continue
            end = token.i + 1
            while end < len(doc) and _is_capitalised(doc[end]):
                end += 1
            span = doc[token.i + 1 : end]
            if len(span) and span[-1].pos_ == "PROPN":
                senses = self._senses(span.text, "")
                fitting = tuple(s for s in senses if self._ontology.is_a(s.type, kind))
                yield Name(span.start, end, fitting or (Sense(kind, span.text),))

    def _is_person(self, kind: str) -> bool:
        return any(self._ontology.is_a(kind, c) for c in ("Person", "Group"))

    def _exercises(self, doc: Doc) -> Iterator[Name]:
        """Yield names such as “Steadfast Defender-2024”, which end in a year."""
        text = doc.text
        for match in _EXERCISE.finditer(text):
            span = doc.char_span(*match.span(), alignment_mode="expand")
            before = text[max(match.start() - 1, 0) : match.start()]
            after = text[match.end() : match.end() + 1]
            quoted = before in _OPENING and after in _CLOSING and before and after
            if span is not None and quoted:
                yield Name(
                    span.start, span.end, (Sense("MilitaryExercise", match.group()),)
                )


def _is_tiled(span: Span, known: Sequence[Name]) -> bool:
    """Say whether known names cover a span that is none itself: "Armenia Iran"."""
    covered = {
        i
        for name in known
        if span.start <= name.start and name.end <= span.end
        for i in range(name.start, name.end)
    }
    return covered >= set(range(span.start, span.end))


def _pieces(ent: Span) -> Iterable[Span]:
    """Split what the recogniser ran together: "Guard Corps, Colonel Puresmayil"."""
    start = ent.start
    for token in ent:
        if token.text in {",", ";", "(", ")"}:
            if token.i > start:
                yield ent.doc[start : token.i]
            start = token.i + 1
    if start < ent.end:
        yield ent.doc[start : ent.end]


def _trim(span: Span) -> Span | None:
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


def _is_capitalised(token: Token) -> bool:
    return token.text[:1].isupper() and token.is_alpha and token.ent_type_ != "DATE"


def _names_a_model(token: Token) -> bool:
    """Say whether a token can be part of the name of a weapon: "S-400", "Harop"."""
    if token.is_space or token.is_stop:
        return False
    return token.pos_ == "PROPN" or (
        token.text[:1].isupper() and token.is_alpha is False
    )
