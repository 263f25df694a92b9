"""Turn examples into what the network learns from: features and tags of sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.lexicon import Lexicon
from kg.nlp.names import NameFinder
from kg.nlp.paragraphs import split_paragraphs
from kg.nlp.recogniser.features import Features, read_features
from kg.nlp.recogniser.recogniser import Recogniser, sentences_of
from kg.nlp.recogniser.tags import LabelledSpan
from kg.nlp.training.gold import Example


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence: what the network sees, the tags to find, and for which task."""

    features: Features
    tags: NDArray[np.int64]
    task: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads examples with the stock pipeline."""

    nlp: Language
    finder: NameFinder
    lexicon: Lexicon

    def lessons(self, example: Example, recogniser: Recogniser) -> Iterable[Lesson]:
        """Yield the sentences of an example, with the tags of the recogniser."""
        doc = self._parse(example.text)
        features = read_features(doc, self.finder.known(doc), self.lexicon.nouns)
        spans = (_tokens(doc, span) for span in example.spans)
        tags = recogniser.tasks[example.task].encode(
            [span for span in spans if span is not None], len(doc)
        )
        for start, end in sentences_of(doc):
            yield Lesson(features.part(start, end), tags[start:end], example.task)

    def _parse(self, text: str) -> Doc:
        pieces = list(self.nlp.pipe(split_paragraphs(text)))
        return Doc.from_docs(pieces, ensure_whitespace=False) or Doc(self.nlp.vocab)


def _tokens(doc: Doc, span: LabelledSpan) -> LabelledSpan | None:
    start, end, label = span
    found = doc.char_span(start, end, alignment_mode="expand")
    return None if found is None else (found.start, found.end, label)
