"""A folder with small tables, and the project's rules."""

from pathlib import Path

from kg.config import Settings
from kg.gazetteer.tables import write_rows

_RULES = ("spotting.tsv", "transliteration.tsv", "name_parts.tsv")


def write_small_tables(folder: Path) -> None:
    """Write tables of one state, a few who live there, and two sorts of Duck."""
    for file in Settings().gazetteer.iterdir():
        if file.suffix == ".txt" or file.name in _RULES:
            (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    _write(
        folder / "entities.tsv",
        "qid name type aliases country prior sources",
        ["Q1", "Freedonia", "State", "", "FR", "900", "nsi"],
        ["Q2", "Fredville", "City", "", "FR", "800", "nsi"],
        ["Q3", "Rufus Firefly", "Person", "Firefly", "FR", "500", "nsi"],
        ["Q4", "Duck", "Company", "", "FR", "900", "nsi"],
        ["Q5", "Duck", "Company", "", "FR", "800", "nsi"],
        ["Q6", "Duck", "River", "", "FR", "700", "nsi"],
    )
    _write(
        folder / "unlinked.tsv",
        "name type aliases country",
        ["Mt. Soup", "Mountain", "", "FR"],
    )
    columns = (
        "qid name iso2 iso3 status demonyms capital neighbours metonyms continent "
        "sources"
    )
    _write(
        folder / "countries.tsv",
        columns,
        [
            "Q1",
            "Freedonia",
            "FR",
            "FRD",
            "State",
            "Freedonian",
            "Q2",
            "",
            "Fredville",
            "Europe",
            "nsi",
        ],
    )
    _write(
        folder / "office_holders.tsv",
        "person name position state start end asOf status sources",
        [
            "Q3",
            "Rufus Firefly",
            "President",
            "FR",
            "1933",
            "",
            "1933-11",
            "current-at-asOf",
            "nsi",
        ],
    )
    _write(folder / "state_names.tsv", "iso2 form surface")
    _write(folder / "more_names.tsv", "name type alias")


def _write(file: Path, columns: str, *rows: list[str]) -> None:
    write_rows(file, columns.split(), rows)
