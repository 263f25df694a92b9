"""What tests share: settings, the ontology, the gazetteer, the outside world."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kg.config import PROJECT, Settings
from kg.gazetteer import Gazetteer, read_gazetteer
from kg.lexicon import Lexicon, read_lexicon
from kg.ontology import Ontology, read_ontology
from kg.pipeline.extraction import Annotator, Knowledge, load_annotator


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the golden stories yield now; read the diff before committing",
    )
    parser.addoption(
        "--update-floors",
        action="store_true",
        help="lift the floors of tests/quality to what is reached now; never lowers",
    )
    parser.addoption(
        "--update-pictures",
        action="store_true",
        help="take the pictures of the documents anew; look at them before committing",
    )
    parser.addoption(
        "--built-store",
        help="the store that tests/browser serve, instead of building the seeds",
    )


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no index that others left behind be found, and leave none behind."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The defaults, with a store of the test's own."""
    return replace(Settings(), store=tmp_path / "store")


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return read_ontology(Settings().ontology)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return read_gazetteer(Settings().gazetteer)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test material that is not part of the project."""
    folder = Path(os.environ.get("ARAZ_SHARED", PROJECT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(
            f"no shared test material at {folder}; ARAZ_SHARED names its folder"
        )
    return folder


@pytest.fixture(scope="session")
def lexicon(ontology: Ontology) -> Lexicon:
    return read_lexicon(Settings().ontology / "lexicon.en.ttl", ontology)


@pytest.fixture(scope="session")
def annotator(ontology: Ontology, gazetteer: Gazetteer, lexicon: Lexicon) -> Annotator:
    """The real analysis, model included; loaded once for all tests."""
    known = Knowledge(ontology=ontology, lexicon=lexicon, gazetteer=gazetteer)
    return load_annotator(Settings(), known)
