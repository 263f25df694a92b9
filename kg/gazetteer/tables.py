"""Reading and writing the tables: tab-separated UTF-8 with a header line.

A cell may hold several values, separated by `|`; an empty cell means not known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from kg.errors import GazetteerError

ENTITIES = ("qid", "name", "type", "aliases", "country", "prior", "sources")
UNLINKED = ("name", "type", "aliases", "country")
MORE_NAMES = ("name", "type", "alias")
STATE_NAMES = ("iso2", "form", "surface")
SPOTTING = ("type", "word", "acronym")
TRANSLITERATION = ("from", "to")
NAME_PARTS = ("kind", "words", "of")
COUNTRIES = (
    "qid",
    "name",
    "iso2",
    "iso3",
    "status",
    "demonyms",
    "capital",
    "neighbours",
    "metonyms",
    "continent",
    "sources",
)
OFFICE_HOLDERS = (
    "person",
    "name",
    "position",
    "state",
    "start",
    "end",
    "asOf",
    "status",
    "sources",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: where it stands and what its cells say."""

    file: Path
    line: int
    cells: tuple[str, ...]

    def fail(self, problem: str) -> NoReturn:
        """Raise a GazetteerError that names the file and the line."""
        raise GazetteerError(f"{self.file}:{self.line}: {problem}")


def read_rows(file: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table whose header must be exactly `columns`.

    Raises:
        GazetteerError: For an unreadable file, another header, or a row with another
            number of cells.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{file}: cannot be read as a table: {error}") from error
    header = Row(file, 1, tuple(lines[0].split("\t")))
    if header.cells != tuple(columns):
        header.fail(f"the header needs to be {' '.join(columns)}, not {lines[0]!r}")
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        row = Row(file, number, tuple(line.split("\t")))
        if len(row.cells) != len(columns):
            row.fail(f"needs {len(columns)} cells, not {len(row.cells)}")
        yield row


def write_rows(
    file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Write a table; the caller decides the order of the rows."""
    lines = ["\t".join(columns), *("\t".join(row) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def values(cell: str) -> tuple[str, ...]:
    """Return the values that a cell holds, in order."""
    return tuple(value for value in cell.split("|") if value)
