"""Making the project's tables from the collected ones."""

import os
from pathlib import Path

import pytest

from kg.config import PROJECT, Settings
from kg.gazetteer.compile import main, read_sources
from kg.gazetteer.edits import Edits, merge_unlinked
from kg.gazetteer.tables import (
    COUNTRIES,
    ENTITIES,
    OFFICE_HOLDERS,
    read_rows,
    write_rows,
)

FOLDER = Settings().gazetteer
RULES = ("sources.tsv", "exclusions.tsv", "corrections.tsv")


def _collected() -> Path:
    shared = Path(os.environ.get("ARAZ_SHARED", PROJECT.parent / "shared"))
    folder = shared / "gazetteer"
    if not folder.is_dir():
        pytest.skip(f"{folder}: no collected tables here; set ARAZ_SHARED")
    return folder


@pytest.fixture
def target(tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    for name in RULES:
        (target / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")
    return target


@pytest.fixture
def collected(tmp_path):
    """Small collected tables, each row of which shows one rule."""
    folder = tmp_path / "collected"
    folder.mkdir()
    write_rows(
        folder / "entities.tsv",
        ENTITIES,
        [
            ["Q7", "Rufus Firefly", "Person", "Firefly", "FR", "500", "nsi"],
            ["Q3", "United Nations", "Territory", "", "", "900", "rigour"],
            ["Q4", "Iceland", "State", "Island|Ísland", "IS", "900", "rigour"],
            ["Q5", "Borrowed", "Person", "", "", "400", "oda"],
            ["Q6", "Cyberspace", "Territory", "", "", "400", "rigour"],
        ],
    )
    write_rows(
        folder / "entities_two_witness.tsv",
        ENTITIES,
        [["Q2", "Gloria Teasdale", "Person", "", "FR", "420", "lead-wd+lead-wp"]],
    )
    write_rows(
        folder / "unlinked.tsv",
        ("qid", "name", "type", "aliases", "country", "note"),
        [
            ["", "Rufus T. Firefly", "Person", "Rufus Firefly", "FR", ""],
            ["", "Rufus Firefly", "Ship", "", "", ""],
        ],
    )
    country = ["Q4", "Iceland", "IS", "ISL", "State"]
    demonyms = "Icelander|Iceland|Occupied|Icelander (Reykjavik)"
    write_rows(
        folder / "countries.tsv",
        COUNTRIES,
        [[*country, demonyms, "", "", "", "Europe", "rigour"]],
    )
    write_rows(
        folder / "office_holders.tsv",
        OFFICE_HOLDERS,
        [
            _holding(
                "Q7", "1933", "2026-06-25", "current-at-asOf", "lead-wd+wikitrivia"
            ),
            _holding("Q7", "1934", "2026-06", "current-at-asOf", "congress"),
            _holding("Q7", "", "2026-06", "current-at-asOf", "congress"),
            _holding("Q7", "1935", "2026-08", "current-at-asOf", "oda"),
            _holding("Q5", "1936", "2026-06", "ended", "congress"),
        ],
    )
    return folder


def _holding(qid, start, as_of, status, sources):
    return [qid, "X", "President", "IS", start, "", as_of, status, sources]


def _read(file: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(columns, r.cells, strict=True)) for r in read_rows(file, columns)]


@pytest.fixture
def compiled(collected, target):
    assert main([str(collected), "-o", str(target)]) == 0
    return target


def test_entities_come_from_both_tables_in_order(compiled):
    rows = _read(compiled / "entities.tsv", ENTITIES)
    assert [row["qid"] for row in rows] == ["Q2", "Q3", "Q4", "Q7"]


def test_person_is_of_the_state_that_most_offices_are_in(compiled):
    """The collected table has the state of one office of many, or of the birth."""
    rows = _read(compiled / "entities.tsv", ENTITIES)

    assert rows[3]["country"] == "IS"
    assert rows[0]["country"] == "FR"


@pytest.mark.parametrize(
    ("name", "country"),
    [("Emmanuel Macron", "FR"), ("Charles III", "GB"), ("Menachem Begin", "IL")],
)
def test_country_of_who_holds_offices_in_several_states(name, country, gazetteer):
    found = gazetteer.by_name(name)

    assert found is not None
    assert found.country == country


def test_corrections_are_made(compiled):
    rows = _read(compiled / "entities.tsv", ENTITIES)
    assert rows[1]["type"] == "InternationalOrganization"


def test_excluded_aliases_are_left_out(compiled):
    rows = _read(compiled / "entities.tsv", ENTITIES)
    assert rows[2]["aliases"] == "Ísland"


def test_the_same_thing_without_an_identifier_is_merged(compiled):
    rows = _read(compiled / "entities.tsv", ENTITIES)
    assert rows[3]["aliases"] == "Firefly|Rufus T. Firefly"


def test_a_namesake_of_another_type_is_not_merged(compiled):
    rows = _read(compiled / "unlinked.tsv", ("name", "type", "aliases", "country"))
    assert [(row["name"], row["type"]) for row in rows] == [("Rufus Firefly", "Ship")]


def test_only_demonyms_stay_demonyms(compiled):
    rows = _read(compiled / "countries.tsv", COUNTRIES)
    assert rows[0]["demonyms"] == "Icelander"


def test_current_needs_a_source_that_tells(compiled):
    rows = _read(compiled / "office_holders.tsv", OFFICE_HOLDERS)
    assert [(row["start"], row["asOf"], row["status"]) for row in rows] == [
        ("1933", "2022-10", "stale"),
        ("1934", "2026-06", "current-at-asOf"),
    ]


def test_unknown_source_is_named(collected, target, capsys):
    write_rows(
        collected / "entities_two_witness.tsv",
        ENTITIES,
        [["Q2", "X", "Person", "", "", "420", "hearsay"]],
    )
    assert main([str(collected), "-o", str(target)]) == 1
    assert capsys.readouterr().err == "sources.tsv: has no row for hearsay\n"


def test_two_possible_partners_are_not_merged():
    person = {"name": "Ali", "type": "Person", "aliases": "", "country": ""}
    linked, unlinked = merge_unlinked([person, person], [person])
    assert (len(linked), len(unlinked)) == (2, 1)


def test_edit_without_effect_changes_nothing():
    row = {"name": "Ali", "type": "Person", "aliases": "A|B"}
    assert Edits(frozenset(), {}).apply([row]) == [row]


def test_project_tables_are_what_the_collected_ones_give(target):
    """The committed tables are compiled, not edited by hand."""
    assert main([str(_collected()), "-o", str(target)]) == 0
    for name in ("entities", "unlinked", "countries", "office_holders"):
        file = f"{name}.tsv"
        assert (target / file).read_bytes() == (FOLDER / file).read_bytes(), file


def test_every_label_is_the_source_tables_label():
    collected = _collected()
    labels = {
        row["qid"]: row["name"]
        for name in ("entities.tsv", "entities_two_witness.tsv")
        for row in _read(collected / name, ENTITIES)
    }
    ours = {r["qid"]: r["name"] for r in _read(FOLDER / "entities.tsv", ENTITIES)}
    assert ours
    assert {qid: labels.get(qid) for qid in ours} == ours


def test_every_row_rests_on_a_described_source_that_may_ship():
    sources = read_sources(FOLDER)
    for name, columns in (("entities", ENTITIES), ("office_holders", OFFICE_HOLDERS)):
        for row in _read(FOLDER / f"{name}.tsv", columns):
            tags = row["sources"].split("+")
            assert not all(sources[tag].share_alike for tag in tags), row


def test_tables_stay_small():
    assert all(file.stat().st_size < 2_000_000 for file in FOLDER.iterdir())
