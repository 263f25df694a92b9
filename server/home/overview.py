"""What is in the graph, at a glance; counted once for each generation."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from rdflib import URIRef

from server.reading.keeping import kept_text
from server.reading.links import Link, Links
from server.reading.questions import Question, Reader
from server.reading.snapshots import Snapshot
from server.things.charts import Chart, draw_months
from server.things.claims import ClaimView, view_claims

# Another number with other fields: what an older server kept is not read.
_FILE = "tallies-1.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """What is counted: of everything, and claims by relation and by month.

    `newest` are IRIs of claims, `questions` what was asked for all this.
    """

    articles: int
    entities: int
    claims: int
    triples: int
    inferred: int
    relations: Mapping[str, int]
    months: Mapping[str, int]
    newest: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts, claims by relation and by month, and the newest claims."""

    tallies: Tallies
    relations: tuple[tuple[Link, int], ...]
    chart: Chart | None
    newest: tuple[ClaimView, ...]
    questions: tuple[Question, ...]


@lru_cache(maxsize=2)
def read_overview(snapshot: Snapshot, links: Links) -> Overview:
    """Return the overview of a snapshot."""
    tallies = read_tallies(snapshot)
    reader = Reader(snapshot, links)
    named = reader.labelled(({"relation": each} for each in tallies.relations), _NAMED)
    labels = {row["relation"]: row.get("relationLabel") for row in named}
    return Overview(
        tallies=tallies,
        relations=tuple(
            (links.link(iri, labels[iri] or links.name(iri)), count)
            for iri, count in tallies.relations.items()
        ),
        chart=draw_months(tallies.months),
        newest=view_claims(reader, map(URIRef, tallies.newest)),
        questions=tallies.questions + reader.questions,
    )


_NAMED = ("relation",)


def count_triples(snapshot: Snapshot) -> int:
    """Return how many triples all graphs hold together."""
    return read_tallies(snapshot).triples


@lru_cache(maxsize=2)
def read_tallies(snapshot: Snapshot) -> Tallies:
    """Return what is counted of a snapshot, from its cache if it is there.

    The first worker of a generation counts, before it says that it is ready; the
    others find what it counted.

    Raises:
        StoreError: If it cannot be kept.
    """
    text = kept_text(snapshot, _FILE, lambda: _to_json(_count(snapshot)))
    return _from_json(text)


def _count(snapshot: Snapshot) -> Tallies:
    reader = Reader(snapshot, Links(snapshot.names))
    (counts,) = reader.rows("counts")
    relations = reader.rows("relations")
    months = reader.rows("months")
    newest = reader.rows("claims_newest")
    return Tallies(
        **{name: int(value) for name, value in counts.items()},
        relations={row["relation"]: int(row["claims"]) for row in relations},
        months={row["month"]: int(row["claims"]) for row in months},
        newest=tuple(row["claim"] for row in newest),
        questions=reader.questions,
    )


def _to_json(tallies: Tallies) -> str:
    return json.dumps(asdict(tallies), ensure_ascii=False)


def _from_json(text: str) -> Tallies:
    fields = json.loads(text)
    fields["newest"] = tuple(fields["newest"])
    fields["questions"] = tuple(Question(*each) for each in fields["questions"])
    return Tallies(**fields)
