"""How much of everything a snapshot holds; counted once for each generation."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from server.queries import read_query
from server.reading.keeping import kept_text
from server.reading.results import Row, select
from server.reading.snapshots import Snapshot

_FILE = "counts.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCounts:
    """What a part of the dataset holds; `documents` is how many graphs it joins."""

    triples: int
    subjects: int
    objects: int
    documents: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetCounts:
    """What the union of all graphs holds, and each of them.

    Attributes:
        triples: Different triples; one in two graphs counts once.
        subjects: Different subjects.
        objects: Different objects.
        entities: Subjects whose IRIs begin with the base IRI.
        classes: Instances by class.
        properties: Triples by property.
        links: Links to Wikidata by property.
        graphs: What each named graph holds, by its IRI.
        articles: What the graphs of articles hold together.
        modified: The day of the newest article, if any has one.
    """

    triples: int
    subjects: int
    objects: int
    entities: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    links: Mapping[str, int]
    graphs: Mapping[str, PartCounts]
    articles: PartCounts
    modified: str | None


@lru_cache(maxsize=2)
def read_counts(snapshot: Snapshot) -> DatasetCounts:
    """Return the counts of a snapshot, from its cache if they are there.

    Raises:
        StoreError: If they cannot be kept.
    """
    text = kept_text(snapshot, _FILE, lambda: _to_json(_count(snapshot)))
    return _from_json(json.loads(text))


@lru_cache(maxsize=2)
def count_graphs(snapshot: Snapshot) -> Mapping[str, PartCounts]:
    """Return what each named graph holds, by its IRI, sorted."""
    rows = sorted(_rows(snapshot, "void_graphs"), key=lambda row: row["name"])
    return {row["name"]: _part(row) for row in rows}


def _count(snapshot: Snapshot) -> DatasetCounts:
    properties = _by_name(snapshot, "void_properties")
    resources = _rows(snapshot, "void_resources")[0]
    modified = [row["modified"] for row in _rows(snapshot, "void_modified") if row]
    return DatasetCounts(
        triples=sum(properties.values()),
        subjects=int(resources["subjects"]),
        objects=int(resources["objects"]),
        entities=int(resources["entities"]),
        classes=_by_name(snapshot, "void_classes"),
        properties=properties,
        links=_by_name(snapshot, "void_links"),
        graphs=count_graphs(snapshot),
        articles=_part(_rows(snapshot, "void_articles")[0]),
        modified=modified[0] if modified else None,
    )


def _rows(snapshot: Snapshot, name: str) -> tuple[Row, ...]:
    return select(snapshot.store, read_query(name), base_iri=snapshot.names.base)


def _by_name(snapshot: Snapshot, query: str) -> Mapping[str, int]:
    rows = sorted(_rows(snapshot, query), key=lambda row: row["name"])
    return {row["name"]: int(row["count"]) for row in rows}


def _part(row: Row) -> PartCounts:
    return PartCounts(**{k: int(value) for k, value in row.items() if k != "name"})


def _to_json(counts: DatasetCounts) -> str:
    return json.dumps(asdict(counts), ensure_ascii=False)


def _from_json(fields: dict[str, Any]) -> DatasetCounts:
    graphs = {name: PartCounts(**part) for name, part in fields["graphs"].items()}
    articles = PartCounts(**fields["articles"])
    return DatasetCounts(**fields | {"graphs": graphs, "articles": articles})
