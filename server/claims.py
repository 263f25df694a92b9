"""Claims as pages show them: who is said to do what, by whom, in which sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import URIRef

from server.labels import linked, with_labels
from server.links import Link, Links
from server.queries import fill, read_query
from server.results import Row, select
from server.snapshots import Snapshot

_NAMED = ("subject", "relation", "object", "speaker", "place")

type Statement = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim with its evidence; links are absent where the claim says nothing."""

    link: Link
    statement: Statement
    subject: Link
    relation: Link
    object: Link
    polarity: str
    modality: str
    reported: bool
    speaker: Link | None
    place: Link | None
    dates: tuple[str, ...]
    confidence: str | None
    article: Link
    published: str | None
    sentences: tuple[str, ...]

    @property
    def denied(self) -> bool:
        """Whether the relation is said not to hold."""
        return self.polarity == "negative"

    @property
    def affirmed(self) -> bool:
        """Whether the relation is said to hold now, not planned, feared or denied."""
        return self.polarity == "positive" and self.modality == "actual"


def read_claims(
    snapshot: Snapshot, links: Links, selection: str, **places: URIRef
) -> tuple[ClaimView, ...]:
    """Return the claims that a query selects, in its order.

    Args:
        snapshot: Where to read.
        links: Makes the links.
        selection: The name of a query that binds `?claim`.
        places: What to fill the selection with.
    """
    query = fill(read_query(selection), **places)
    rows = select(snapshot.store, query, base_iri=snapshot.names.base)
    return claims_of(snapshot, links, [URIRef(row["claim"]) for row in rows])


def claims_of(
    snapshot: Snapshot, links: Links, claims: Iterable[URIRef]
) -> tuple[ClaimView, ...]:
    """Return the views of claims, in the order given."""
    wanted = tuple(dict.fromkeys(claims))
    if not wanted:
        return ()
    query = fill(read_query("claims"), claims=wanted)
    grouped: dict[str, list[Row]] = {}
    rows = select(snapshot.store, query, base_iri=snapshot.names.base)
    for row in with_labels(snapshot, rows, _NAMED):
        grouped.setdefault(row["claim"], []).append(row)
    found = (grouped.get(str(iri)) for iri in wanted)
    return tuple(_view(rows, links) for rows in found if rows)


def _view(rows: list[Row], links: Links) -> ClaimView:
    row = rows[0]
    dates = tuple(dict.fromkeys(row[d] for d in ("startDate", "endDate") if d in row))
    return ClaimView(
        link=links.link(row["claim"]),
        statement=(row["subject"], row["relation"], row["object"]),
        subject=linked(row, "subject", links),
        relation=linked(row, "relation", links),
        object=linked(row, "object", links),
        polarity=row["polarity"],
        modality=row["modality"],
        reported=row.get("reported") == "true",
        speaker=linked(row, "speaker", links) if "speaker" in row else None,
        place=linked(row, "place", links) if "place" in row else None,
        dates=dates,
        confidence=row.get("confidence"),
        article=links.link(row["article"], row.get("headline")),
        published=row.get("published"),
        sentences=tuple(dict.fromkeys(r["quote"] for r in rows if "quote" in r)),
    )
