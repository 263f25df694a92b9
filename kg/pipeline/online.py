"""The build with what Wikidata knows: as the one without, but for what it derives."""

from collections.abc import Callable, Generator, Iterable
from pathlib import Path

from kg.config import Settings
from kg.pipeline.derived import update_ontology
from kg.pipeline.enrichment import Enriched, Enrichment
from kg.pipeline.events import BuildEvent
from kg.pipeline.extraction import load_annotator, read_knowledge
from kg.pipeline.fingerprints import method_fingerprint
from kg.pipeline.inference import update_inferred
from kg.pipeline.loading import Load, Loading, Method
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from kg.reasoning.conclusions import Engine
from kg.reasoning.shapes import read_shapes
from kg.sources import read_articles
from kg.wikidata.clock import Clock
from kg.wikidata.lookup import open_lookup
from kg.wikidata.tables import read_tables


def build_online(
    paths: Iterable[Path | str],
    settings: Settings,
    *,
    report: Callable[[str], None],
    prune: bool = False,
    load: Load = load_annotator,
    clock: Clock | None = None,
) -> Generator[BuildEvent | Enriched]:
    """Bring the store up to date as `build` does, with what Wikidata knows.

    Args:
        paths: As `read_articles` takes them.
        settings: Where everything is.
        report: Is told, in one line each, about waits and failures.
        prune: Whether to forget the articles that are not among the inputs.
        load: Gives the annotator, if one is needed.
        clock: What tells the time.

    Raises:
        ConfigError: If Wikidata's operators would not know whom to write to.
        KgError: As for `build`.
    """
    names = Names(settings.base_iri)
    knowledge = read_knowledge(settings)
    method = Method(
        settings=settings,
        names=names,
        knowledge=knowledge,
        shapes=read_shapes(settings.ontology),
        load=load,
        fingerprint=method_fingerprint(settings),
    )
    tables = read_tables(knowledge.ontology)
    lookup = open_lookup(
        settings, tables.kept, report=report, is_batch=True, clock=clock
    )
    with lookup.cache, open_store(settings.store, names=names) as store:
        loading = Loading(store, method)
        yield from loading.load(read_articles(paths, max_length=settings.max_article))
        if prune:
            yield from loading.forget()
        update_ontology(store, settings, names)
        enrichment = Enrichment(
            settings=settings,
            names=names,
            knowledge=knowledge,
            tables=tables,
            lookup=lookup,
        )
        yield enrichment.update(store)
        yield update_inferred(store, settings.store, names, Engine(settings.engine))
        store.publish()
