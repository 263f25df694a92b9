"""How long the server takes for the pages that people read, at many articles.

    python -m tests.bench.pages [--articles 1000] [--relations 10000] [--store FOLDER]

Prints, for each page, the time of its first answer and the median of later ones, in
ms, as the application gives them: the cache of the front has no part in it. A store
that is named is used as it is, or made where there is none.
"""

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import quote

from flask import Flask

from kg.config import Settings
from kg.rdf.store import has_published
from kg.rdf.terms import Names
from server import create_app
from server.home.overview import read_tallies
from server.reading.snapshots import open_snapshot
from tests.bench.pages_data import HUB, make_entities, make_store

_TIMES = 7


@dataclass(frozen=True, slots=True)
class PageTime:
    """What a page took, in ms, and its size in bytes."""

    name: str
    first: float
    later: float
    processor: float
    size: int


def measure_pages(store: Path, paths: Iterable[tuple[str, str]]) -> list[PageTime]:
    """Ask an application for pages, each several times.

    Args:
        store: What it serves.
        paths: Names and paths of the pages.
    """
    settings = replace(Settings(), store=store)
    # The first worker of a generation does this before it says that it is ready.
    read_tallies(open_snapshot(store, Names(settings.base_iri)))
    return [_measure(create_app(settings), name, path) for name, path in paths]


def reading_paths(articles: int) -> list[tuple[str, str]]:
    """Return the pages that are measured, by name: of much spoken of and of less."""
    ids = [quote(entity.id) for entity in make_entities()]
    return [
        ("home", "/"),
        ("entity, most spoken of", f"/entity/{ids[0]}"),
        ("entity, tenth", f"/entity/{ids[9]}"),
        ("entity, hundredth", f"/entity/{ids[99]}"),
        ("entity with many relations", f"/entity/{HUB}"),
        ("its relations", f"/entity/{HUB}?part=relation&relation=locatedIn&way=in"),
        ("article", f"/article/article-{articles - 1:05}"),
        ("explore", "/explore"),
        ("explore, around most spoken of", f"/explore?entity=ent:{ids[0]}"),
        ("timeline", "/timeline"),
        ("timeline, second page", "/timeline?page=2"),
        ("timeline, of most spoken of", f"/timeline?entity=ent:{ids[0]}"),
        ("map", "/map"),
    ]


def _measure(app: Flask, name: str, path: str) -> PageTime:
    client = app.test_client()
    wall, processor, size = [], [], 0
    for _ in range(_TIMES):
        started, started_at = time.perf_counter(), time.process_time()
        answer = client.get(path, headers={"Accept": "text/html"})
        processor.append((time.process_time() - started_at) * 1_000)
        wall.append((time.perf_counter() - started) * 1_000)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        size = len(answer.data)
    return PageTime(name, wall[0], median(wall[1:]), median(processor[1:]), size)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--relations", type=int, default=10_000)
    parser.add_argument("--store", type=Path)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        store = given.store or Path(folder) / "store"
        if not has_published(store):
            make_store(store, given.articles, relations=given.relations)
        found = measure_pages(store, reading_paths(given.articles))
    print("| page | first, ms | later, ms | of the processor, ms | kB |")  # noqa: T201 - its output
    print("|---|---|---|---|---|")  # noqa: T201 - its output
    for page in found:
        print(  # noqa: T201 - its output
            f"| {page.name} | {page.first:.0f} | {page.later:.0f} "
            f"| {page.processor:.0f} | {page.size / 1_000:.0f} |"
        )


if __name__ == "__main__":
    main()
