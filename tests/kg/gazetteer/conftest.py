"""Small tables, whose index stays in the test's own folder."""

import pytest

from tests.kg.gazetteer.small_tables import write_small_tables


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "araz" / "gazetteer"


@pytest.fixture
def tables(tmp_path, cache):  # noqa: ARG001 - keeps the index out of the user's cache
    folder = tmp_path / "tables"
    folder.mkdir()
    write_small_tables(folder)
    return folder
