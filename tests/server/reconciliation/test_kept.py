"""What is made of gazetteer and ontology is made once, and anew when they change."""

import os
import shutil

import pytest

from kg.config import Settings
from kg.errors import StoreError
from kg.gazetteer import HoldingStatus, OfficeHolder
from server.reading.snapshots import Snapshot
from server.reconciliation.kept import kept_ontology
from server.reconciliation.known import load_known
from server.reconciliation.wording import office


@pytest.fixture
def folder(tmp_path):
    """A folder with an ontology of its own, of which a file can be changed."""
    return shutil.copytree(Settings().ontology, tmp_path / "ontology")


def files(cache):
    return sorted(path.name for path in cache.iterdir())


def test_the_ontology_is_kept_as_it_was_read(tmp_path, folder, ontology):
    first = kept_ontology(tmp_path / "cache", folder)
    again = kept_ontology(tmp_path / "cache", folder)

    assert first == again == ontology
    assert len(files(tmp_path / "cache")) == 1


def test_a_file_that_is_there_is_read_and_not_made_again(tmp_path, folder):
    kept_ontology(tmp_path / "cache", folder)
    (file,) = (tmp_path / "cache").iterdir()
    file.write_text(file.read_text().replace('"namespace": "', '"namespace": "x'))

    assert kept_ontology(tmp_path / "cache", folder).namespace.startswith("x")


def test_ontology_that_changed_has_a_file_of_its_own(tmp_path, folder):
    kept_ontology(tmp_path / "cache", folder)
    os.utime(folder / "geopolitics.ttl", ns=(1, 1))
    kept_ontology(tmp_path / "cache", folder)

    assert len(files(tmp_path / "cache")) == 2


def test_a_place_that_cannot_be_written_to_is_named(tmp_path, folder):
    (tmp_path / "cache").write_text("no folder")

    with pytest.raises(StoreError, match="cannot be kept"):
        kept_ontology(tmp_path / "cache", folder)


def test_a_file_that_cannot_be_read_is_named(tmp_path, folder):
    kept_ontology(tmp_path / "cache", folder)
    (file,) = (tmp_path / "cache").iterdir()
    file.write_text("no JSON")

    with pytest.raises(StoreError, match=r"ontology-\w+\.json: cannot be kept"):
        kept_ontology(tmp_path / "cache", folder)


def test_a_store_that_lies_nowhere_cannot_be_reconciled_against(served, snapshot):
    nowhere = Snapshot(snapshot.store, snapshot.generation, snapshot.names)

    with pytest.raises(StoreError, match="publish it first"):
        load_known(served, nowhere)


@pytest.mark.parametrize(
    ("position", "start", "end", "status", "expected"),
    [
        ("President", "2003", None, "stale", "President (Azerbaijan), from 2003"),
        (
            "President of Azerbaijan",
            "2003-10-31",
            None,
            "current-at-asOf",
            "President of Azerbaijan, since 2003",
        ),
        ("Mayor", "1990", "1993-01", "ended", "Mayor (Azerbaijan), 1990–1993"),
        ("Mayor", "1990", "1990", "ended", "Mayor (Azerbaijan), 1990"),
    ],
    ids=["open", "current", "ended", "of one year"],
)
def test_an_office_has_its_state_and_years(
    known, position, start, end, status, expected
):
    holder = OfficeHolder(
        qid="Q1",
        name="x",
        position=position,
        state="AZ",
        start=start,
        end=end,
        as_of="2026",
        status=HoldingStatus(status),
        source="x",
    )

    assert office(holder, known) == expected
