"""What a relation between two entities rests on."""

from dataclasses import dataclass, field

from rdflib import URIRef

from kg.rdf.terms import Names
from server.explore.asking import Asked, ask
from server.explore.relations import read_relations
from server.reading.labels import linked, with_labels
from server.reading.links import Link, Links
from server.reading.snapshots import Snapshot
from server.things.claims import ClaimView, Statement, claims_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A relation, whether it holds and why, and all claims about it."""

    statement: Statement
    subject: Link
    relation: Link
    object: Link
    told: bool
    known: bool
    inferred: bool
    claims: tuple[ClaimView, ...]
    queries: tuple[Asked, ...] = field(compare=False)

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.claims) or self.told or self.known or self.inferred


def read_evidence(
    snapshot: Snapshot, links: Links, statement: tuple[URIRef, URIRef, URIRef]
) -> Evidence:
    """Return what a relation rests on, be it nothing."""
    subject, relation, object_ = statement
    places = {"subject": subject, "relation": relation, "object": object_}
    claims = ask("explore_evidence", subject=subject, relation=relation, object=object_)
    holding = ask("explore_graphs", subject=subject, relation=relation, object=object_)
    found = [URIRef(row["claim"]) for row in claims.rows(snapshot)]
    graphs = {row["graph"] for row in holding.rows(snapshot)}
    texts = {name: str(iri) for name, iri in places.items()}
    row = with_labels(snapshot, [texts], tuple(places))[0]
    label = read_relations(snapshot).labels.get(str(relation))
    return Evidence(
        statement=(str(subject), str(relation), str(object_)),
        subject=linked(row, "subject", links),
        relation=links.link(str(relation), label),
        object=linked(row, "object", links),
        **_grounds(graphs, snapshot.names),
        claims=claims_of(snapshot, links, found),
        queries=(claims, holding),
    )


def _grounds(graphs: set[str], names: Names) -> dict[str, bool]:
    articles, inferred = str(names.article("")), str(names.graph("inferred"))
    told = {graph for graph in graphs if graph.startswith(articles)}
    return {
        "told": bool(told),
        "known": bool(graphs - told - {inferred}),
        "inferred": inferred in graphs,
    }
