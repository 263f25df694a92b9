"""What the project knows beforehand, and the links to other data sets, in RDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

from kg.gazetteer import Background, KnownEntity, OfficeHolding
from kg.model import Entity
from kg.rdf.literals import day, decimal, text
from kg.rdf.ntriples import triple_order
from kg.rdf.provenance import Provenance
from kg.rdf.terms import WD, Names, NodeTriple, Triple, digest
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line

# From these scores on a link says that the two are one, or can be used as one. A test
# holds the first to what `kg.linking.fitting.same_as_score` finds.
SAME_AS_SCORE = 0.991
EXACT_MATCH_SCORE = 0.75

# From this on, the class that a text gives a thing and that of an item are one, or one
# is below the other.
SAME_TYPE = 0.95

_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedLink:
    """That somebody decided that an entity is an item, or that it is not."""

    entity: str
    qid: str
    holds: bool
    predicate: URIRef
    method: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """An entity, by local name, as an item, and all that is said of that."""

    entity: str
    qid: str
    score: float
    agreement: float
    method: str
    predicate: URIRef
    day: date | None


def background_triples(
    background: Background, names: Names, provenance: Provenance | None = None
) -> tuple[Triple, ...]:
    """Return the graph of background knowledge, sorted.

    Args:
        background: What is known.
        names: The knowledge graph's IRIs.
        provenance: Where it comes from, to be told of each fact.
    """
    triples: set[Triple] = set()
    for entity in background.entities:
        triples.update(_entity(entity, names, provenance))
    for relation in background.relations:
        said = (
            names.entity(relation.subject),
            names.ontology[relation.relation],
            names.entity(relation.object),
        )
        triples.add(said)
        if provenance:
            triples.update(provenance.stated(said, relation.source, names))
    for holding in background.holdings:
        triples.update(_holding(holding, names))
        if provenance:
            # It has a day of its own.
            iri = names.entity(holding.id)
            cited = provenance.cited(iri, holding.source, names, is_dated=False)
            triples.update(cited)
    return tuple(sorted(triples, key=triple_order))


def link_triples(
    entities: Iterable[Entity],
    names: Names,
    *,
    known: Iterable[KnownEntity] = (),
    as_of: date | None = None,
) -> tuple[Triple, ...]:
    """Return the graph of links to Wikidata, sorted.

    A link says how sure it is: `owl:sameAs` only from `SAME_AS_SCORE` on and between
    things of one class, then `skos:exactMatch`, then `skos:closeMatch`. Nothing is
    inferred from links.

    Args:
        entities: As linking left them; the best score counts where one entity is
            linked in several articles.
        names: The knowledge graph's IRIs.
        known: Entities of the background, which the gazetteer itself identifies.
        as_of: The date of the gazetteer.
    """
    best: dict[tuple[str, str], tuple[float, float, str]] = {}
    for entity in entities:
        if entity.qid:
            key = (entity.id, entity.qid)
            found = (entity.score, entity.agreement, entity.method or "")
            best[key] = max(found, best.get(key, found))
    for entry in known:
        if entry.qid:
            best.setdefault((entry.id, entry.qid), (1.0, 1.0, "gazetteer"))
    triples: set[Triple] = set()
    for (local_name, qid), (score, agreement, method) in best.items():
        link = _Link(
            entity=local_name,
            qid=qid,
            score=score,
            agreement=agreement,
            method=method,
            predicate=_link_predicate(score, agreement),
            day=as_of,
        )
        triples.update(_link(link, names))
    return tuple(sorted(triples, key=triple_order))


def reviewed_links(
    triples: Iterable[NodeTriple], reviewed: Iterable[ReviewedLink], names: Names
) -> tuple[NodeTriple, ...]:
    """Return the graph of links as reviewers want it, sorted.

    A rejected link is taken out; an accepted one takes the place of all other links
    of its entity, with the score 1, its predicate and its day.

    Args:
        triples: The graph as it is.
        reviewed: What was decided.
        names: The knowledge graph's IRIs.
    """
    some = tuple(reviewed)
    settled = {names.entity(each.entity) for each in some if each.holds}
    rejected = {(names.entity(each.entity), WD[each.qid]) for each in some}
    kept = set(triples)
    entities = {s: o for s, p, o in kept if p == names.ontology[V.ENTITY]}
    targets = {s: o for s, p, o in kept if p == names.ontology[V.TARGET]}
    pairs = {node: (entities[node], targets[node]) for node in entities}
    gone = {
        node: pair
        for node, pair in pairs.items()
        if pair in rejected or pair[0] in settled
    }
    ends = set(gone.values())
    kept = {t for t in kept if t[0] not in gone and (t[0], t[2]) not in ends}
    for each in some:
        if each.holds:
            link = _Link(
                entity=each.entity,
                qid=each.qid,
                score=1.0,
                agreement=1.0,
                method=each.method,
                predicate=each.predicate,
                day=each.day,
            )
            kept.update(_link(link, names))
    return tuple(sorted(kept, key=triple_order))


def _entity(
    entity: KnownEntity, names: Names, provenance: Provenance | None
) -> Iterator[Triple]:
    iri = names.entity(entity.id)
    yield iri, RDF.type, names.ontology[entity.type]
    yield iri, RDFS.label, text(entity.label, "en")
    if provenance:
        yield from provenance.cited(iri, entity.source, names)
    for alias in entity.aliases:
        yield iri, SKOS.altLabel, text(alias, "en")


def _holding(holding: OfficeHolding, names: Names) -> Iterator[Triple]:
    iri, araz = names.entity(holding.id), names.ontology
    yield iri, RDF.type, araz[V.OFFICE_HOLDING_CLASS]
    yield iri, araz[V.HOLDER], names.entity(holding.person)
    yield iri, araz[V.POSITION_TITLE], text(holding.position)
    yield iri, araz[V.START], _dated(holding.start)
    yield iri, araz[V.AS_OF], _dated(holding.as_of)
    yield iri, araz[V.STATUS], text(holding.status)
    yield iri, araz[V.SOURCE], text(holding.source)
    if holding.state:
        yield iri, araz[V.STATE], names.entity(holding.state)
    if holding.end:
        yield iri, araz[V.END], _dated(holding.end)


def _link(link: _Link, names: Names) -> Iterator[Triple]:
    subject, target, araz = names.entity(link.entity), WD[link.qid], names.ontology
    node = URIRef(f"{names.graph('links')}#{digest([link.entity, link.qid])}")
    yield subject, link.predicate, target
    yield node, RDF.type, araz[V.LINK_CLASS]
    yield node, araz[V.ENTITY], subject
    yield node, araz[V.TARGET], target
    yield node, araz[V.LINK_PREDICATE], link.predicate
    yield node, araz[V.SCORE], decimal(link.score)
    yield node, araz[V.TYPE_AGREEMENT], decimal(link.agreement)
    yield node, araz[V.METHOD], text(link.method)
    if link.day:
        yield node, araz[V.DATE], day(link.day)


def _link_predicate(score: float, agreement: float) -> URIRef:
    if score >= SAME_AS_SCORE and agreement >= SAME_TYPE:
        return OWL.sameAs
    return SKOS.exactMatch if score >= EXACT_MATCH_SCORE else SKOS.closeMatch


def _dated(value: str) -> Literal:
    """Return a year, month or day as the literal of its datatype."""
    return Literal(value, datatype=_DATATYPES[len(value)], normalize=False)
