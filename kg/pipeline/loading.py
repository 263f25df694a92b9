"""Articles into the store: only what is new or changed, each in one step."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import batched

from rdflib import Graph, URIRef

from kg.config import Settings
from kg.errors import ArticleError, ShapeError
from kg.model import Article, Extraction
from kg.pipeline.events import BuildEvent, Failed, Forgotten, Kept, Loaded, Unchanged
from kg.pipeline.extraction import Annotator, Knowledge, extract
from kg.pipeline.fingerprints import article_fingerprint, reviewed_subjects
from kg.rdf.quads import article_triples
from kg.rdf.reading import fingerprints, mentioned
from kg.rdf.store import Store
from kg.rdf.terms import Names
from kg.reasoning.shapes import check_shapes

# How many articles are read before the first of them is extracted.
_BATCH = 64

type Load = Callable[[Settings, Knowledge], Annotator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """All that decides what becomes of an article; `fingerprint` is a digest of it."""

    settings: Settings
    names: Names
    knowledge: Knowledge
    shapes: Graph
    load: Load
    fingerprint: str


@dataclass
class Loading:
    """One run over the inputs: loads articles and remembers which it met."""

    store: Store
    method: Method
    _met: set[URIRef] = field(default_factory=set)
    _failed: bool = False

    @cached_property
    def _stored(self) -> Mapping[URIRef, str]:
        return fingerprints(self.store, self.method.names)

    @cached_property
    def _mentioned(self) -> Mapping[URIRef, frozenset[str]]:
        """Of the entities that were decided on, those that each article mentions."""
        review = self.method.knowledge.review
        subjects = {judgement.subject for judgement in review.judgements}
        return mentioned(self.store, self.method.names, subjects)

    @cached_property
    def _annotator(self) -> Annotator:
        # Loaded when the first article needs it, which may be never.
        return self.method.load(self.method.settings, self.method.knowledge)

    def load(self, inputs: Iterable[Article | ArticleError]) -> Iterator[BuildEvent]:
        """Load the articles that are new or changed."""
        for batch in batched(inputs, _BATCH):
            changed: list[Article] = []
            for found in batch:
                if isinstance(found, ArticleError):
                    self._failed = True
                    yield Failed(error=found)
                elif self._is_stored(found):
                    yield Unchanged(article=found.id)
                else:
                    changed.append(found)
            if changed:
                yield from self._load_all(changed)

    def forget(self) -> Iterator[BuildEvent]:
        """Drop the articles that were not met; none, if some input was unreadable."""
        gone = sorted(set(self._stored) - self._met)
        if gone and self._failed:
            # What cannot be read now may well be one of them.
            yield Kept(articles=len(gone))
            return
        for iri in gone:
            self.store.drop_graph(iri)
            yield Forgotten(article=iri.removeprefix(self.method.names.article("")))

    def _is_stored(self, article: Article) -> bool:
        iri = self.method.names.article(article.id)
        self._met.add(iri)
        stored = self._stored.get(iri)
        if stored is None:
            return False
        # What was decided on links that the article has now, or had before.
        judged = {*reviewed_subjects(stored), *self._mentioned.get(iri, ())}
        about = self.method.knowledge.review.about(judged)
        return stored == self._fingerprint(article, (each.key for each in about))

    def _fingerprint(self, article: Article, reviewed: Iterable[str]) -> str:
        return article_fingerprint(article, self.method.fingerprint, reviewed)

    def _load_all(self, articles: Iterable[Article]) -> Iterator[BuildEvent]:
        knowledge = self.method.knowledge
        for extraction in extract(
            articles,
            self._annotator,
            knowledge.gazetteer,
            knowledge.ontology,
            knowledge.review,
        ):
            yield self._load(extraction)

    def _load(self, extraction: Extraction) -> BuildEvent:
        article, names = extraction.article, self.method.names
        triples = article_triples(
            extraction,
            self.method.knowledge.ontology,
            names,
            self._fingerprint(article, extraction.reviewed),
            keep_text=self.method.settings.keep_text,
        )
        violations = check_shapes(triples, self.method.shapes)
        if violations:
            more = f" (and {len(violations) - 1} more)" if violations[1:] else ""
            reason = f"article {article.id!r} breaks a shape: {violations[0]}{more}"
            self._failed = True
            return Failed(error=ShapeError(reason))
        self.store.replace_graph(names.article(article.id), triples)
        return Loaded(article=article.id, claims=len(extraction.claims))
