"""One article read at a time, with all that it needs loaded: nothing is stored."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.config import Settings
from kg.errors import ShapeError
from kg.model import Article, Extraction
from kg.ontology import Ontology
from kg.pipeline.extraction import (
    Annotator,
    Knowledge,
    extract,
    load_annotator,
    read_knowledge,
)
from kg.pipeline.fingerprints import article_fingerprint, method_fingerprint
from kg.rdf.quads import article_triples
from kg.rdf.terms import Names, Triple
from kg.reasoning.shapes import check_shapes, read_shapes
from kg.record import Json, to_record

type Load = Callable[[Settings, Knowledge], Annotator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an article says: as values, as a record, and as its graph."""

    extraction: Extraction
    record: Json
    triples: tuple[Triple, ...]


class Reader:
    """Reads articles as a build does, and stores nothing.

    The last one stays in memory, for those who want it in another form.
    """

    def __init__(self, settings: Settings, load: Load = load_annotator) -> None:
        """Load everything, which takes some seconds.

        Args:
            settings: Where everything is.
            load: Gives the annotator.

        Raises:
            KgError: If ontology, lexicon, gazetteer or model cannot be used.
        """
        self._settings = settings
        self._names = Names(settings.base_iri)
        self._knowledge = read_knowledge(settings)
        self._method = method_fingerprint(settings)
        self._shapes = read_shapes(settings.ontology)
        self._annotator = load(settings, self._knowledge)
        self._last: Reading | None = None

    @property
    def ontology(self) -> Ontology:
        """The classes and relations that it finds."""
        return self._knowledge.ontology

    def read(self, article: Article) -> Reading:
        """Return what an article says, with the graph that a build would write."""
        if self._last is not None and self._last.extraction.article == article:
            return self._last
        self._last = None
        known = self._knowledge
        extraction = next(
            extract(
                [article],
                self._annotator,
                known.gazetteer,
                known.ontology,
                known.review,
            )
        )
        fingerprint = article_fingerprint(article, self._method, extraction.reviewed)
        triples = article_triples(
            extraction,
            known.ontology,
            self._names,
            fingerprint,
            keep_text=self._settings.keep_text,
        )
        record = to_record(extraction, known.ontology)
        self._last = Reading(extraction=extraction, record=record, triples=triples)
        return self._last

    def check(self, reading: Reading) -> None:
        """Check that a graph has the shape that stored ones have.

        Raises:
            ShapeError: If it has not.
        """
        violations = check_shapes(reading.triples, self._shapes)
        if violations:
            article = reading.extraction.article.id
            raise ShapeError(f"article {article!r} breaks a shape: {violations[0]}")
