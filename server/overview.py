"""What is in the graph, at a glance; counted once for each generation."""

from dataclasses import dataclass
from functools import lru_cache

from server.claims import ClaimView, read_claims
from server.labels import linked
from server.links import Link, Links
from server.queries import read_query
from server.results import select
from server.snapshots import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts, claims by relation, and the newest claims."""

    articles: int
    entities: int
    claims: int
    triples: int
    inferred: int
    relations: tuple[tuple[Link, int], ...]
    newest: tuple[ClaimView, ...]


@lru_cache(maxsize=2)
def read_overview(snapshot: Snapshot, links: Links) -> Overview:
    """Return the overview of a snapshot."""
    base = snapshot.names.base
    counts = select(snapshot.store, read_query("counts"), base_iri=base)[0]
    relations = select(snapshot.store, read_query("relations"), base_iri=base)
    return Overview(
        **{name: int(value) for name, value in counts.items()},
        relations=tuple(
            (linked(row, "relation", links), int(row["claims"])) for row in relations
        ),
        newest=read_claims(snapshot, links, "claims_newest"),
    )


@lru_cache(maxsize=2)
def count_triples(snapshot: Snapshot) -> int:
    """Return how many triples all graphs hold together."""
    rows = select(snapshot.store, read_query("triples"), base_iri=snapshot.names.base)
    return int(rows[0]["triples"])
