"""The build: articles into the store, and all that follows from them.

Each article's graph is replaced in one step and carries the fingerprint of what it
was made of, so a build that was stopped anywhere goes on where it stopped. What
is derived from all articles together comes after them and is made of what the store
holds. Readers see the result when it is published, at the very end.
"""

from collections.abc import Callable, Generator, Iterable
from pathlib import Path

from kg.config import Settings
from kg.pipeline.derived import update_background, update_mappings, update_ontology
from kg.pipeline.events import BuildEvent
from kg.pipeline.extraction import Knowledge, load_annotator, read_knowledge
from kg.pipeline.fingerprints import method_fingerprint
from kg.pipeline.inference import update_inferred
from kg.pipeline.links import settle_links
from kg.pipeline.loading import Load, Loading, Method
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Names
from kg.reasoning.conclusions import Engine
from kg.reasoning.shapes import read_shapes
from kg.sources import read_articles

type Derive = Callable[[Store, Knowledge], Iterable[BuildEvent]]


def build(
    paths: Iterable[Path | str],
    settings: Settings,
    *,
    prune: bool = False,
    load: Load = load_annotator,
    derive: Derive | None = None,
) -> Generator[BuildEvent]:
    """Bring the store up to date with the articles, and tell what happens.

    Args:
        paths: As `read_articles` takes them.
        settings: Where everything is.
        prune: Whether to forget the articles that are not among the inputs.
        load: Gives the annotator, if one is needed.
        derive: Makes background and links from what the store holds, instead of
            `update_background`.

    Raises:
        KgError: If ontology, lexicon, gazetteer, model or store cannot be used. What
            was loaded until then stays.
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
    with open_store(settings.store, names=names) as store:
        loading = Loading(store, method)
        yield from loading.load(read_articles(paths, max_length=settings.max_article))
        if prune:
            yield from loading.forget()
        update_ontology(store, settings, names)
        update_mappings(store, settings, names)
        if derive is None:
            update_background(store, settings, names, knowledge.gazetteer)
        else:
            yield from derive(store, knowledge)
        settle_links(store, settings, names, knowledge)
        engine = Engine(settings.engine)
        yield update_inferred(store, settings.store, names, engine)
        store.publish()
