"""Names that their form or their neighbours give away: weapons, exercises, channels."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.gazetteer import NameForm
from kg.lexicon import Lexicon
from kg.nlp.name_words import read_name_words
from kg.nlp.senses import Name, Sense, Senses
from kg.ontology import Ontology

# Bounded, since every capital letter may begin one.
_EXERCISE = re.compile(
    r"\b[A-Z][\w’']{0,30}(?: [A-Z][\w’']{0,30}){0,7}[- –](?:19|20)?\d\d"
)
_DESIGNATION = re.compile(r"[A-Z]{1,4}-?\d{1,4}[A-Z]{0,2}")
_ORDINAL = re.compile(r"\d{1,4}(?:st|nd|rd|th)")
# As many words as the name of a unit may have after its number.
_UNIT_LENGTH = 7
_PARTICLES = {"de", "la", "of", "the", "van", "von"}
_OPENING, _CLOSING = "“\"«'‘", "”\"»'’"


class Patterns:
    """Finds such names.

    Args:
        senses: Tells what the names mean.
        lexicon: Nouns of weapons and other classes.
        ontology: The classes.
    """

    def __init__(self, senses: Senses, lexicon: Lexicon, ontology: Ontology) -> None:
        self._senses = senses
        self._lexicon = lexicon
        self._ontology = ontology
        self._ship_prefixes = read_name_words().ship_prefixes
        self._unit_nouns = read_name_words().unit_nouns

    def find(self, doc: Doc) -> tuple[Name, ...]:
        """Return what the patterns find; the names may overlap."""
        return (
            *self._exercises(doc),
            *self._weapons(doc),
            *self._titled(doc),
            *self._designations(doc),
            *self._ships(doc),
        )

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
                senses = self._senses.known(span.text, "PRODUCT")
                if not senses or senses[0].form is not NameForm.DEMONYM:
                    yield Name(start, token.i, senses or (Sense(kind, span.text),))

    def _designations(self, doc: Doc) -> Iterator[Name]:
        """Yield known weapons by their letters and digits: "F-16", "T-72"."""
        for token in doc:
            if not _DESIGNATION.fullmatch(token.text):
                continue
            senses = self._senses.known(token.text, "PRODUCT")
            if senses and self._ontology.is_a(senses[0].type, "WeaponSystem"):
                yield Name(token.i, token.i + 1, senses)

    def _ships(self, doc: Doc) -> Iterator[Name]:
        """Yield names such as "HMS Argyll" and "FS Jean Bart"."""
        for token in doc:
            if token.text not in self._ship_prefixes:
                continue
            end = token.i + 1
            while end < len(doc) and _is_of_ship(doc[end]):
                end += 1
            while end > token.i + 1 and doc[end - 1].is_lower:
                end -= 1
            span = doc[token.i : end]
            if len(span) > 1:
                senses = self._senses.known(span.text, "PRODUCT")
                yield Name(token.i, end, senses or (Sense("Ship", span.text),))

    def units(self, doc: Doc) -> Iterator[Name]:
        """Yield military units by their numbers: "*25th Air Wing*"."""
        for token in doc:
            if not _ORDINAL.fullmatch(token.text):
                continue
            start = end = last = token.i + 1
            while end < len(doc) and _is_capitalised(doc[end]):
                end += 1
                if end - start <= _UNIT_LENGTH and self._ends_unit(doc, start, end):
                    last = end
            if last > start:
                name = doc[token.i : last].text
                yield Name(token.i, last, (Sense("ArmedForce", name),))

    def _ends_unit(self, doc: Doc, start: int, end: int) -> bool:
        word = doc[end - 1].lower_
        kind = self._lexicon.nouns.get(word)
        is_force = kind is not None and self._ontology.is_a(kind, "ArmedForce")
        return is_force or (word in self._unit_nouns and end - start > 1)

    def _titled(self, doc: Doc) -> Iterator[Name]:
        """Yield what follows the noun of its class: "the channel *A News*"."""
        for token in doc:
            kind = self._lexicon.nouns.get(token.lemma_.lower())
            if token.pos_ != "NOUN" or kind is None or self._senses.is_person(kind):
                continue
            end = token.i + 1
            while end < len(doc) and _is_capitalised(doc[end]):
                end += 1
            span = doc[token.i + 1 : end]
            if len(span) and span[-1].pos_ == "PROPN":
                senses = self._senses.known(span.text, "")
                fitting = tuple(s for s in senses if self._ontology.is_a(s.type, kind))
                yield Name(span.start, end, fitting or (Sense(kind, span.text),))

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


def _is_capitalised(token: Token) -> bool:
    return token.text[:1].isupper() and token.is_alpha and token.ent_type_ != "DATE"


def _is_of_ship(token: Token) -> bool:
    is_name = token.text[:1].isupper() and token.is_alpha and token.pos_ != "VERB"
    return is_name or token.lower_ in _PARTICLES


def _names_a_model(token: Token) -> bool:
    """Say whether a token can be part of the name of a weapon: "S-400", "Harop"."""
    if token.is_space or token.is_stop:
        return False
    return token.pos_ == "PROPN" or (
        token.text[:1].isupper() and token.is_alpha is False
    )
