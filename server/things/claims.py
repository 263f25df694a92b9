"""Claims as pages show them: who is said to do what, by whom, in which sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from server.reading.labels import linked
from server.reading.links import Link, Links
from server.reading.questions import Reader
from server.reading.results import Row
from server.reading.snapshots import Snapshot

_NAMED = ("subject", "relation", "object", "speaker", "place")

type Statement = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim with its evidence; links are absent where the claim says nothing."""

    iri: str
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
    act: Link | None

    @property
    def denied(self) -> bool:
        """Whether the relation is said not to hold."""
        return self.polarity == "negative"

    @property
    def affirmed(self) -> bool:
        """Whether the relation is said to hold now, not planned, feared or denied."""
        return self.polarity == "positive" and self.modality == "actual"

    @property
    def told(self) -> str:
        """What is claimed, in words."""
        negation = "not " if self.denied else ""
        relation = f"{negation}{self.relation.text}"
        return f"{self.subject.text} {relation} {self.object.text}"


def read_claims(
    reader: Reader,
    selection: str,
    *,
    limit: int | None = None,
    start: int = 0,
    **places: URIRef,
) -> tuple[ClaimView, ...]:
    """Return the claims that a query selects, in its order.

    Args:
        reader: Asks.
        selection: The name of a query that binds `?claim`.
        limit: The most claims wanted; all, if not given.
        start: How many to leave out before.
        places: What to fill the selection with.
    """
    rows = reader.rows(selection, limit=limit, start=start, **places)
    return view_claims(reader, [URIRef(row["claim"]) for row in rows])


def claims_of(
    snapshot: Snapshot, links: Links, claims: Iterable[URIRef]
) -> tuple[ClaimView, ...]:
    """Return the views of claims, in the order given."""
    return view_claims(Reader(snapshot, links), claims)


def view_claims(reader: Reader, claims: Iterable[URIRef]) -> tuple[ClaimView, ...]:
    """Return the views of claims, in the order given, and keep what was asked."""
    wanted = tuple(dict.fromkeys(claims))
    if not wanted:
        return ()
    # Asked for apart: beside what is optional the engine would read all evidence.
    quotes: dict[str, list[str]] = {}
    for row in reader.rows("sentences_of_claims", claims=wanted):
        quotes.setdefault(row["claim"], []).append(row["quote"])
    rows = reader.labelled(reader.rows("claims", claims=wanted), _NAMED)
    found = {row["claim"]: row for row in reversed(rows)}
    return tuple(
        _view(found[iri], quotes.get(iri, ()), reader.links)
        for iri in map(str, wanted)
        if iri in found
    )


def _view(row: Row, quotes: Sequence[str], links: Links) -> ClaimView:
    dates = tuple(dict.fromkeys(row[d] for d in ("startDate", "endDate") if d in row))
    return ClaimView(
        iri=row["claim"],
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
        sentences=tuple(dict.fromkeys(quotes)),
        act=links.link(row["act"], "the act") if "act" in row else None,
    )
