"""What is made of a snapshot once and kept beside it."""

from dataclasses import replace

import pytest

from kg.errors import StoreError
from server.reading.keeping import kept_text
from server.reading.snapshots import open_snapshot


def never():
    raise AssertionError("made again")


@pytest.fixture
def snapshot(served, names, tmp_path):
    return replace(open_snapshot(served.store, names), folder=tmp_path)


def test_a_text_is_made_once_and_then_read(snapshot):
    assert kept_text(snapshot, "of/it.json", lambda: "ẞ\n") == "ẞ\n"
    assert kept_text(snapshot, "of/it.json", never) == "ẞ\n"
    assert [file.name for file in (snapshot.cache / "of").iterdir()] == ["it.json"]


def test_without_a_folder_nothing_is_kept(snapshot):
    nowhere = replace(snapshot, folder=None)

    assert kept_text(nowhere, "it.json", lambda: "one") == "one"
    assert kept_text(nowhere, "it.json", lambda: "two") == "two"


def test_a_cache_that_cannot_be_written_is_named(snapshot):
    snapshot.cache.write_text("a file where the folder should be")

    with pytest.raises(StoreError, match=r"it\.json: cannot be kept"):
        kept_text(snapshot, "it.json", lambda: "text")
