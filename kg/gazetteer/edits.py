"""Edits to the collected tables, as data: what is left out, corrected or merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.gazetteer.tables import read_rows, values

_EXCLUSIONS = ("name", "column", "value", "reason")
_CORRECTIONS = ("name", "column", "from", "to", "reason")
_ANY = "*"

type Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edits:
    """What `exclusions.tsv` and `corrections.tsv` say.

    `excluded` holds name, column and value; a value of the column `type` leaves the
    row out, one of another column only that value. `corrected` leads from name,
    column and the wrong value to the right one.
    """

    excluded: frozenset[tuple[str, str, str]]
    corrected: Mapping[tuple[str, str, str], str]

    def apply(self, rows: Iterable[Cells]) -> list[Cells]:
        """Return the rows with every edit made that concerns them."""
        edited: list[Cells] = []
        for row in rows:
            if "type" in row and self._leaves_out(row["name"], "type", row["type"]):
                continue
            cells = {
                column: self.corrected.get((row["name"], column, cell), cell)
                for column, cell in row.items()
            }
            for column in ("aliases", "demonyms"):
                if column in cells:
                    kept = (
                        value
                        for value in values(cells[column])
                        if not self._leaves_out(row["name"], column, value)
                    )
                    cells[column] = "|".join(kept)
            edited.append(cells)
        return edited

    def _leaves_out(self, name: str, column: str, value: str) -> bool:
        named = (name, column, value), (_ANY, column, value)
        return not self.excluded.isdisjoint(named)


def read_edits(folder: Path) -> Edits:
    """Read the edits.

    Raises:
        GazetteerError: For an unreadable table.
    """
    excluded = set()
    for row in read_rows(folder / "exclusions.tsv", _EXCLUSIONS):
        name, column, value, _ = row.cells
        excluded.add((name, column, value))
    corrected = {}
    for row in read_rows(folder / "corrections.tsv", _CORRECTIONS):
        name, column, wrong, right, _ = row.cells
        corrected[(name, column, wrong)] = right
    return Edits(frozenset(excluded), corrected)


def merge_unlinked(
    linked: Sequence[Cells], unlinked: Sequence[Cells]
) -> tuple[list[Cells], list[Cells]]:
    """Join rows without an identifier to the rows that are plainly the same thing.

    They are when the name of exactly one linked row is among the names of the other,
    and type and country agree. The names go over to the linked row.

    Returns:
        The linked rows and the unlinked rows that remain.
    """
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(linked):
        by_name[(row["name"], row["type"])].append(index)
    joined = list(linked)
    remaining = []
    for row in unlinked:
        names = (row["name"], *values(row["aliases"]))
        same = {i for name in names for i in by_name.get((name, row["type"]), ())}
        agreeing = [i for i in same if _agree(joined[i]["country"], row["country"])]
        if len(same) > 1 or not agreeing:
            remaining.append(row)
            continue
        target = joined[agreeing[0]]
        known = dict.fromkeys((*values(target["aliases"]), *names))
        known.pop(target["name"], None)
        joined[agreeing[0]] = {**target, "aliases": "|".join(known)}
    return joined, remaining


def _agree(one: str, other: str) -> bool:
    return one == other or not one or not other
