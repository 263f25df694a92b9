"""Making the project's tables from the collected ones.

    python -m kg.gazetteer.compile FOLDER -o seeds/gazetteer

Nothing is corrected from memory: rows are taken over, or left out by a rule that
`sources.tsv`, `exclusions.tsv` and `corrections.tsv` in the target folder state as
data.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import GazetteerError
from kg.gazetteer.edits import Cells, merge_unlinked, read_edits
from kg.gazetteer.tables import (
    COUNTRIES,
    ENTITIES,
    OFFICE_HOLDERS,
    UNLINKED,
    read_rows,
    values,
    write_rows,
)
from kg.gazetteer.values import HoldingStatus

_SOURCES = ("tag", "origin", "licence", "dated", "share_alike", "tells_current")


@dataclass(frozen=True, slots=True)
class Source:
    """What may be taken from a source.

    `dated` is the month or day of its state of knowledge; `tells_current` says that
    an open end in it means the office was held on that day.
    """

    dated: str
    share_alike: bool
    tells_current: bool


def compile_tables(collected: Path, target: Path) -> None:
    """Write the project's tables from the collected ones.

    Args:
        collected: The folder with the collected tables.
        target: The project's folder, which holds the rules.

    Raises:
        GazetteerError: For a malformed table or a source that is not described.
    """
    sources, edits = read_sources(target), read_edits(target)
    collected_entities = [
        row
        for file in ("entities.tsv", "entities_two_witness.tsv")
        for row in _rows(collected / file, ENTITIES)
        if _may_ship(row["sources"], sources)
    ]
    entities, unlinked = merge_unlinked(
        edits.apply(collected_entities),
        edits.apply(_rows(collected / "unlinked.tsv", ("qid", *UNLINKED, "note"))),
    )
    entities.sort(key=lambda row: int(row["qid"].removeprefix("Q")))
    _write(target / "unlinked.tsv", UNLINKED, unlinked)
    countries = edits.apply(_rows(collected / "countries.tsv", COUNTRIES))
    names = {row["name"] for row in countries}
    _write(
        target / "countries.tsv",
        COUNTRIES,
        [_with_demonyms(row, names) for row in countries],
    )
    known = {row["qid"] for row in entities}
    holdings = [
        _with_status(row, sources)
        for row in _rows(collected / "office_holders.tsv", OFFICE_HOLDERS)
        if row["start"]
        and row["asOf"]
        and row["person"] in known
        and _may_ship(row["sources"], sources)
    ]
    _write(target / "office_holders.tsv", OFFICE_HOLDERS, holdings)
    states = _states_served(holdings)
    entities = [_with_state_served(row, states) for row in entities]
    _write(target / "entities.tsv", ENTITIES, entities)


def read_sources(folder: Path) -> dict[str, Source]:
    """Return the sources by tag, as `sources.tsv` describes them."""
    return {
        row["tag"]: Source(
            row["dated"], row["share_alike"] == "yes", row["tells_current"] == "yes"
        )
        for row in _rows(folder / "sources.tsv", _SOURCES)
    }


def _rows(file: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    for row in read_rows(file, columns):
        yield dict(zip(columns, row.cells, strict=True))


def _write(
    file: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    write_rows(file, columns, ([row[column] for column in columns] for row in rows))


def _sources(cell: str, sources: Mapping[str, Source]) -> list[Source]:
    unknown = [tag for tag in cell.split("+") if tag not in sources]
    if unknown:
        raise GazetteerError(f"sources.tsv: has no row for {', '.join(unknown)}")
    return [sources[tag] for tag in cell.split("+")]


def _may_ship(cell: str, sources: Mapping[str, Source]) -> bool:
    return not all(source.share_alike for source in _sources(cell, sources))


def _with_demonyms(row: Cells, names: set[str]) -> Cells:
    """Leave out what a country itself is called: that is a name, not a demonym."""
    kept = (
        demonym
        for demonym in values(row["demonyms"])
        if demonym not in names and "(" not in demonym
    )
    return {**row, "demonyms": "|".join(kept)}


def _states_served(holdings: Sequence[Cells]) -> Mapping[str, Counter[str]]:
    """Return how many holdings in each state are known of a person."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in holdings:
        if row["state"]:
            found[row["person"]][row["state"]] += 1
    return found


def _with_state_served(row: Cells, states: Mapping[str, Counter[str]]) -> Cells:
    """Correct the country of a person who holds most offices in another state.

    A source may name one of many: the president of France is co-prince of Andorra as
    well, and the monarch of the United Kingdom that of fourteen other states. One that
    names a place of birth is corrected, too.
    """
    served = states.get(row["qid"], Counter[str]()).most_common()
    if row["type"] != "Person" or not row["country"] or not served:
        return row
    most, count = served[0]
    is_tied = len(served) > 1 and served[1][1] == count
    return row if is_tied else {**row, "country": most}


def _with_status(row: Cells, sources: Mapping[str, Source]) -> Cells:
    """Take back a "current" that no source of a known date attests.

    A list that gives first years only does not say who is in office when it is
    fetched; joined with an older list it leaves the older list's knowledge.
    """
    given = _sources(row["sources"], sources)
    attests = [source for source in given if source.tells_current]
    if row["status"] != HoldingStatus.CURRENT or attests:
        return row
    dated = max(source.dated for source in given if source.dated)
    return {**row, "status": HoldingStatus.STALE, "asOf": dated}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the compilation from the command line; 0 when the tables are written."""
    parser = argparse.ArgumentParser(description="Compile the gazetteer's tables.")
    parser.add_argument("collected", type=Path, help="folder of the collected tables")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args(arguments)
    try:
        compile_tables(options.collected, options.output)
    except (GazetteerError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
