"""Checks that there is something to serve and somewhere to serve it, then does."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from flask import Flask

from kg.config import Settings
from kg.errors import KgError
from kg.rdf.snapshots import Folder
from kg.rdf.terms import Names
from server.application import create_app
from server.overview import count_triples
from server.snapshots import FolderPublication
from server.wsgi import listen, run, url_of


def serve_forever(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve the published knowledge graph until a signal says to stop.

    Args:
        settings: What to serve, and where.
        announce: Called with one line, once a worker is ready.

    Raises:
        KgError: If there is nothing to serve or the port is taken.
    """
    triples = _count_triples_apart(settings)
    listener = listen(settings.host, settings.port)
    line = f"Araz serves {triples:,} triples on {url_of(listener)}"

    def load() -> Flask:
        return create_app(settings)

    run(listener, settings.workers, load, on_ready=lambda: announce(line))


def _count_triples_apart(settings: Settings) -> int:
    """Return how many triples there are to serve, counted in another process.

    The store must not be open in a process that forks its workers.
    """
    if Folder(settings.store).current() is not None:
        with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
            if triples := pool.submit(_count_triples, settings).result():
                return triples
    raise KgError(f"{settings.store}: there is nothing to serve; run 'kg build' first")


def _count_triples(settings: Settings) -> int:
    publication = FolderPublication(settings.store, Names(settings.base_iri))
    return count_triples(publication.snapshot())
