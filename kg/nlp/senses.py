"""What a name may mean: its classes, by gazetteer, head noun and recogniser."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from spacy.tokens import Span, Token

from kg.gazetteer import Candidate, Gazetteer, NameForm
from kg.lexicon import Lexicon
from kg.nlp.name_words import read_name_words
from kg.ontology import Ontology

LABELS = Path(__file__).with_name("labels.yaml")
# What the trained recogniser calls a name that is none of its classes.
OTHER = "Other"

_COARSE = ("Person", "Organization", "Place", "Event")
# What the stock recogniser tells of names that are none of the trained classes.
_PLAIN = {"Group", "Treaty", "WeaponSystem"}
# Forms of a name that stand for nothing but what they name.
SURE = {NameForm.NAME, NameForm.ALIAS}


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


class Senses:
    """Tells the senses of names.

    Args:
        gazetteer: Entities known beforehand.
        lexicon: Nouns that tell the class of a name ("river").
        ontology: The classes.
    """

    def __init__(
        self, gazetteer: Gazetteer, lexicon: Lexicon, ontology: Ontology
    ) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._ontology = ontology
        self._openings = read_name_words().openings
        self.labels: dict[str, str] = yaml.safe_load(LABELS.read_text(encoding="utf-8"))

    def known(self, surface: str, label: str) -> tuple[Sense, ...]:
        """Return what the gazetteer knows of a surface, agreeing senses first."""
        candidates = self._gazetteer.candidates(surface)
        # Many states have a "Ministry of Foreign Affairs"; whose it is, the text tells.
        is_generic = self._gazetteer.is_generic(surface)
        expected = self.labels.get(label)
        agreeing = [c for c in candidates if self._agrees(c, expected, label)]
        sure = [c for c in candidates if c.form in SURE]
        senses: list[Sense] = []
        for candidate in [*agreeing, *sure, *candidates]:
            entry = candidate.entry
            name = surface if is_generic and entry.country else entry.name
            sense = Sense(entry.type, name, entry.country, candidate.form)
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

    def recognised(self, span: Span, label: str) -> tuple[Sense, ...]:
        """Return what a name that the trained recogniser found may mean.

        Args:
            span: The name.
            label: What the recogniser takes it for: a class, or `OTHER`.
        """
        stock = span.root.ent_type_
        if label == OTHER:
            kind = self.labels.get(stock)
            plain = (Sense(kind, span.text),) if kind in _PLAIN else ()
            return self.known(span.text, stock) or plain
        coarse = self._coarse(label)
        if not self._may_be(span, coarse):
            return ()
        senses = self.known(span.text, "")
        agreeing = [s for s in senses if self._ontology.is_a(s.type, coarse)]
        others = [s for s in senses if s not in agreeing]
        # What the gazetteer calls so, the recogniser may have never seen.
        is_known = agreeing or (senses and senses[0].form is not NameForm.METONYM)
        if is_known and not self._is_namesake(senses, label, stock):
            return (*agreeing, *others)
        head = self.head_class(span, label)
        # "Convention" and "summit" tell more than how a name looks; so does a noun
        # that the stock recogniser agrees with.
        telling = [coarse, "Treaty", "Event"]
        telling += [self._coarse(self.labels[stock])] if stock in self.labels else []
        fits = head and any(self._ontology.is_a(head, c) for c in telling)
        kind = head if head and fits else label
        if kind == "Place" and stock in self.labels:
            finer = self.labels[stock]
            kind = finer if self._ontology.is_a(finer, kind) else kind
        return (Sense(kind, span.text), *others)

    def _is_namesake(self, senses: Sequence[Sense], label: str, stock: str) -> bool:
        """Say whether somebody bears the name of a town: "*Davis* said"."""
        is_town = all(self._ontology.is_a(s.type, "City") for s in senses)
        return label == "Person" and is_town and self.labels.get(stock) != "City"

    def _may_be(self, span: Span, coarse: str) -> bool:
        """Say whether a name ends like one: in a capital, or in what it is."""
        last = span[-1]
        kind = self.class_of(last)
        is_common = last.is_lower and last.pos_ == "NOUN"
        return not is_common or (kind is not None and self._ontology.is_a(kind, coarse))

    def _coarse(self, kind: str) -> str:
        return next((c for c in _COARSE if self._ontology.is_a(kind, c)), kind)

    def head_class(self, span: Span, label: str) -> str | None:
        """Return the class that the head of a name tells: "*Institute* for Peace".

        A place may begin with its noun, as "Lake Van" does; a person's name tells
        nothing: Mr Lake is no lake.
        """
        opening = self._openings.get(span[0].lower_)
        if opening is not None and len(span) > 1 and span[0].text[:1].isupper():
            return opening
        if self.is_person(self.labels.get(label, label)):
            return None
        for token in (span.root, span[-1]):
            kind = self.class_of(token)
            if kind is not None:
                return kind
        # "World Cup" is no place: only what the recogniser takes for one begins so.
        first = self.class_of(span[0])
        classes = (first, self.labels.get(label, label)) if first else ()
        is_place = classes and all(self._ontology.is_a(c, "Place") for c in classes)
        return first if is_place else None

    def class_of(self, noun: Token) -> str | None:
        """Return the class that a noun of the lexicon tells."""
        nouns = self._lexicon.nouns
        return nouns.get(noun.lower_) or nouns.get(noun.lemma_.lower())

    def is_person(self, kind: str) -> bool:
        """Say whether a class is of one or several persons."""
        return any(self._ontology.is_a(kind, c) for c in ("Person", "Group"))
