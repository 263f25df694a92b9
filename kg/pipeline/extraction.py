"""From articles to extractions: annotate, link, make claims."""

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kg.claims import make_claims
from kg.config import Settings
from kg.gazetteer import Gazetteer, read_gazetteer
from kg.lexicon import Lexicon, read_lexicon
from kg.linking.judging import link_reviewed
from kg.linking.review import NO_REVIEW, Review, read_review
from kg.model import Annotation, Article, Extraction
from kg.ontology import Ontology, read_ontology

LEXICON = "lexicon.en.ttl"


class Annotator(Protocol):
    """Finds mentions, relations and reports in articles; keeps their order."""

    model: str

    def annotate(self, articles: Iterable[Article]) -> Iterator[Annotation]:
        """Yield what each article holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What is known before the first article is read."""

    ontology: Ontology
    lexicon: Lexicon
    gazetteer: Gazetteer
    review: Review = NO_REVIEW


def read_knowledge(settings: Settings) -> Knowledge:
    """Read ontology, lexicon, gazetteer and what reviewers decided.

    Raises:
        OntologyError: For a mistake in the ontology or the lexicon.
        GazetteerError: For a malformed table.
        MappingError: For a malformed decision.
    """
    ontology = read_ontology(settings.ontology)
    return Knowledge(
        ontology=ontology,
        lexicon=read_lexicon(settings.ontology / LEXICON, ontology),
        gazetteer=read_gazetteer(settings.gazetteer),
        review=read_review(settings.reviewed),
    )


def load_annotator(settings: Settings, knowledge: Knowledge) -> Annotator:
    """Load the language model, which takes seconds; nothing else here does.

    Raises:
        ModelError: If there is no model to load.
    """
    from kg.nlp.pipeline import Annotator as ModelAnnotator  # noqa: PLC0415 - spaCy

    annotator = ModelAnnotator(
        settings, knowledge.ontology, knowledge.gazetteer, knowledge.lexicon
    )
    # Model and gazetteer stay as long as the process: the collector need not walk
    # through them again and again, which took one second in fifteen.
    gc.collect()
    gc.freeze()
    return annotator


def extract(
    articles: Iterable[Article],
    annotator: Annotator,
    gazetteer: Gazetteer,
    ontology: Ontology,
    review: Review = NO_REVIEW,
) -> Iterator[Extraction]:
    """Yield all that is taken from each article, in order, as it is ready."""
    for annotation in annotator.annotate(articles):
        linked = link_reviewed(
            annotation.mentions,
            gazetteer,
            ontology,
            article_id=annotation.article.id,
            text=annotation.article.text,
            review=review,
        )
        yield Extraction(
            article=annotation.article,
            mentions=linked.mentions,
            entities=linked.entities,
            claims=make_claims(annotation, linked.mentions, ontology),
            reports=annotation.reports,
            events=annotation.events,
            model=annotation.model,
            reviewed=linked.reviewed,
        )
