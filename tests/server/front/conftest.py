"""Stores and servers of the tests of the front."""

from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kg.rdf.store import open_store

IS = URIRef("http://test.example/is")
SAYS = URIRef("http://test.example/says")


def publish_numbers(folder: Path) -> Path:
    """Publish 300 numbers, whose combinations are many, and 9 MB of text."""
    with open_store(folder) as store:
        store.replace_graph(
            URIRef("http://test.example/numbers"),
            [
                (URIRef(f"http://test.example/n/{n}"), IS, Literal(n))
                for n in range(300)
            ],
        )
        store.replace_graph(
            URIRef("http://test.example/texts"),
            [
                (URIRef(f"http://test.example/t/{n}"), SAYS, Literal(f"{n} " * 30_000))
                for n in range(100)
            ],
        )
        store.publish()
    return folder


@pytest.fixture(scope="session")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store for servers that only read."""
    return publish_numbers(tmp_path_factory.mktemp("numbers") / "store")
