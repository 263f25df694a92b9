"""Tables of mappings in SSSOM (https://mapping-commons.github.io/sssom/).

Such a table is tab-separated UTF-8: metadata in YAML, each line behind a `#`, then a
header with the names of the columns, then a mapping a line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import yaml

from kg.errors import MappingError

_MARK = "#"
_PREFIXES = "curie_map"


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One mapping: where it stands, and its cells by the names of the columns."""

    file: Path
    line: int
    cells: Mapping[str, str]

    def fail(self, problem: str) -> NoReturn:
        """Raise a MappingError that names the file and the line."""
        raise MappingError(f"{self.file}:{self.line}: {problem}")

    def __getitem__(self, column: str) -> str:
        """Return a cell; a column that the table lacks is empty."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingTable:
    """A table: the lines of its metadata, its prefixes, its columns and its rows."""

    metadata: tuple[str, ...]
    prefixes: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[MappingRow, ...]

    def expand(self, row: MappingRow, column: str) -> str:
        """Return the IRI that a cell abbreviates.

        Raises:
            MappingError: If the metadata lacks the prefix.
        """
        prefix, colon, local = row[column].partition(":")
        if not colon or prefix not in self.prefixes or not local:
            known = ", ".join(sorted(self.prefixes))
            row.fail(f"{column} needs a prefix of {known}, not {row[column]!r}")
        return self.prefixes[prefix] + local


def read_mapping_table(file: Path, needed: Sequence[str]) -> MappingTable:
    """Read a table that has at least some columns.

    Args:
        file: The table.
        needed: Columns that it must have and whose cells must not be empty.

    Raises:
        MappingError: For an unreadable file, bad metadata, a missing column, a row
            with another number of cells, or an empty cell where one is needed.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(f"{file}: cannot be read as a table: {error}") from error
    metadata = tuple(line for line in lines if line.startswith(_MARK))
    numbered = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if line and not line.startswith(_MARK)
    ]
    if not numbered:
        raise MappingError(f"{file}: needs a header with {' '.join(needed)}")
    number, header = numbered[0]
    columns = tuple(header.split("\t"))
    missing = [column for column in needed if column not in columns]
    if missing:
        raise MappingError(f"{file}:{number}: the header lacks {' '.join(missing)}")
    return MappingTable(
        metadata=metadata,
        prefixes=_prefixes(file, metadata),
        columns=columns,
        rows=tuple(_rows(file, columns, numbered[1:], needed)),
    )


def mapping_table(
    metadata: Iterable[str], columns: Sequence[str], rows: Iterable[Mapping[str, str]]
) -> str:
    """Return the text of a table; the caller decides the order of the rows."""
    cells = (
        "\t".join(" ".join(row.get(column, "").split()) for column in columns)
        for row in rows
    )
    return "\n".join([*metadata, "\t".join(columns), *cells]) + "\n"


def _prefixes(file: Path, metadata: Iterable[str]) -> Mapping[str, str]:
    text = "\n".join(line.removeprefix(_MARK) for line in metadata)
    try:
        found = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise MappingError(f"{file}: the metadata is no YAML: {reason}") from error
    prefixes = found.get(_PREFIXES) if isinstance(found, dict) else None
    if not isinstance(prefixes, dict):
        raise MappingError(f"{file}: the metadata needs a {_PREFIXES} with prefixes")
    return {str(prefix): str(iri) for prefix, iri in prefixes.items()}


def _rows(
    file: Path,
    columns: Sequence[str],
    numbered: Iterable[tuple[int, str]],
    needed: Sequence[str],
) -> Iterator[MappingRow]:
    for number, line in numbered:
        cells = line.split("\t")
        row = MappingRow(file, number, dict(zip(columns, cells, strict=False)))
        if len(cells) != len(columns):
            row.fail(f"needs {len(columns)} cells, not {len(cells)}")
        for column in needed:
            if not row[column]:
                row.fail(f"{column} is empty")
        yield row
