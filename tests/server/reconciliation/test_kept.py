"""What is made of gazetteer and ontology is made once, and anew when they change."""

import os
import shutil

import pytest

from kg.config import Settings
from kg.errors import StoreError
from kg.gazetteer import HoldingStatus, OfficeHolder
from server.reconciliation.kept import keep, read_kept_ontology
from server.reconciliation.known import load_known
from server.reconciliation.name_index import NameIndex
from server.reconciliation.wording import office
from server.snapshots import Snapshot


@pytest.fixture
def tables(tmp_path):
    """A folder of tables of its own, of which one can be changed."""
    folder = tmp_path / "tables"
    folder.mkdir()
    shutil.copy(Settings().gazetteer / "as_of.txt", folder)
    return folder


@pytest.fixture
def kept(tmp_path, gazetteer, tables):
    return keep(tmp_path / "cache", gazetteer, tables, Settings().ontology)


def test_the_ontology_is_kept_as_it_was_read(kept, ontology):
    assert read_kept_ontology(kept) == ontology


def test_a_file_that_is_there_is_not_made_again(kept, gazetteer, tables):
    before = kept.stat().st_mtime_ns

    again = keep(kept.parent, gazetteer, tables, Settings().ontology)

    assert again == kept
    assert again.stat().st_mtime_ns == before


def test_tables_that_changed_have_a_file_of_their_own(kept, gazetteer, tables):
    (table,) = tables.iterdir()
    os.utime(table, ns=(1, 1))

    assert keep(kept.parent, gazetteer, tables, Settings().ontology) != kept


def test_what_a_killed_process_left_is_made_anew(kept, gazetteer, tables, ontology):
    kept.rename(kept.with_suffix(".partial"))

    again = keep(kept.parent, gazetteer, tables, Settings().ontology)

    assert read_kept_ontology(again) == ontology
    assert not kept.with_suffix(".partial").exists()


def test_a_place_that_cannot_be_written_to_is_named(tmp_path, gazetteer, tables):
    (tmp_path / "cache").write_text("no folder")

    with pytest.raises(StoreError, match="cannot be written"):
        keep(tmp_path / "cache", gazetteer, tables, Settings().ontology)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database " * 100)

    with pytest.raises(StoreError, match=r"broken\.sqlite: cannot be read"):
        NameIndex(broken).beginning("iran", 5)
    with pytest.raises(StoreError, match=r"broken\.sqlite: cannot be read"):
        read_kept_ontology(broken)


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
