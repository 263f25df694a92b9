"""Checks of the tables against each other and the store: one item, one name."""

from collections.abc import Iterator
from pathlib import Path

from rdflib.namespace import RDFS

from kg.gazetteer.tables import COUNTRIES, ENTITIES, OFFICE_HOLDERS, read_rows, values
from kg.pipeline.graphs import BACKGROUND
from kg.pipeline.sources import COLUMNS
from kg.rdf.replacements import linked_items
from kg.rdf.store import Store
from kg.rdf.terms import Names

_AND = "+"


def label_problems(folder: Path) -> Iterator[str]:
    """Yield where a table calls an item otherwise than `entities.tsv` does.

    Raises:
        GazetteerError: For an unreadable table.
    """
    known = {}
    for row in read_rows(folder / "entities.tsv", ENTITIES):
        qid, name, _, aliases, *_ = row.cells
        known[qid] = {name, *values(aliases)}
    for table, columns in (
        ("countries", COUNTRIES),
        ("office_holders", OFFICE_HOLDERS),
    ):
        for row in read_rows(folder / f"{table}.tsv", columns):
            qid, name = row.cells[:2]
            if name not in known.get(qid, ()):
                expected = " or ".join(sorted(known.get(qid, ()))) or "no such row"
                where = f"{row.file.name}:{row.line}"
                yield f"{where}: {qid} is {name!r}; entities.tsv has {expected}"


def stored_label_problems(store: Store, names: Names, folder: Path) -> Iterator[str]:
    """Yield where background calls an entity otherwise than the table does its item.

    Raises:
        GazetteerError: For an unreadable table.
    """
    known = {
        row.cells[0]: row.cells[1]
        for row in read_rows(folder / "entities.tsv", ENTITIES)
    }
    labels: dict[str, set[str]] = {}
    for entity, predicate, label in store.triples(names.graph(BACKGROUND)):
        if predicate == RDFS.label:
            labels.setdefault(str(entity), set()).add(str(label))
    for iri, qid in sorted(linked_items(store, names).items()):
        found = labels.get(str(iri), set())
        if qid in known and found and known[qid] not in found:
            called = " or ".join(sorted(found))
            yield f"<{iri}> is {called!r}; its item {qid} is {known[qid]!r}"


def source_problems(folder: Path) -> Iterator[str]:
    """Yield the rows that name a source without an entry in `sources.tsv`.

    Raises:
        GazetteerError: For an unreadable table.
    """
    tags = {row.cells[0] for row in read_rows(folder / "sources.tsv", COLUMNS)}
    tables = (
        ("entities", ENTITIES),
        ("countries", COUNTRIES),
        ("office_holders", OFFICE_HOLDERS),
    )
    for table, columns in tables:
        for row in read_rows(folder / f"{table}.tsv", columns):
            missing = sorted(set(row.cells[-1].split(_AND)) - tags)
            if missing:
                where = f"{row.file.name}:{row.line}"
                yield f"{where}: no source {', '.join(map(repr, missing))}"
