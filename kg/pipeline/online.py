"""The build with what Wikidata knows: as the one without, but for what it derives."""

from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path

from kg.config import Settings
from kg.pipeline.build import build
from kg.pipeline.enrichment import Enrichment
from kg.pipeline.events import BuildEvent
from kg.pipeline.extraction import Knowledge, load_annotator
from kg.pipeline.loading import Load
from kg.rdf.store import Store
from kg.rdf.terms import Names
from kg.wikidata.clock import Clock
from kg.wikidata.connection import configured_server
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
) -> Generator[BuildEvent]:
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
    # A contact that is missing is told before any work is done.
    configured_server(settings)

    def derive(store: Store, knowledge: Knowledge) -> Iterator[BuildEvent]:
        tables = read_tables(knowledge.ontology)
        lookup = open_lookup(
            settings, tables.kept, report=report, is_batch=True, clock=clock
        )
        enrichment = Enrichment(
            settings=settings,
            names=Names(settings.base_iri),
            knowledge=knowledge,
            tables=tables,
            lookup=lookup,
        )
        with lookup.cache:
            yield enrichment.update(store)

    yield from build(paths, settings, prune=prune, load=load, derive=derive)
