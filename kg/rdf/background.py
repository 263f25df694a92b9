"""What the project knows beforehand, and the links to other data sets, in RDF."""

from collections.abc import Iterable, Iterator
from datetime import date

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from kg.gazetteer import Background, KnownEntity, OfficeHolding
from kg.model import Entity
from kg.rdf.literals import day, decimal, text
from kg.rdf.ntriples import triple_order
from kg.rdf.terms import WD, Names, Triple, digest
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line

# From these scores on a link says that the two are one, or can be used as one.
SAME_AS_SCORE = 0.9
EXACT_MATCH_SCORE = 0.75

_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def background_triples(background: Background, names: Names) -> tuple[Triple, ...]:
    """Return the graph of background knowledge, sorted."""
    triples: set[Triple] = set()
    for entity in background.entities:
        triples.update(_entity(entity, names))
    for relation in background.relations:
        triples.add(
            (
                names.entity(relation.subject),
                names.ontology[relation.relation],
                names.entity(relation.object),
            )
        )
    for holding in background.holdings:
        triples.update(_holding(holding, names))
    return tuple(sorted(triples, key=triple_order))


def link_triples(
    entities: Iterable[Entity],
    names: Names,
    *,
    known: Iterable[KnownEntity] = (),
    as_of: date | None = None,
) -> tuple[Triple, ...]:
    """Return the graph of links to Wikidata, sorted.

    A link says how sure it is: `owl:sameAs` only from `SAME_AS_SCORE` on, then
    `skos:exactMatch`, then `skos:closeMatch`. Nothing is inferred from links.

    Args:
        entities: As linking left them; the best score counts where one entity is
            linked in several articles.
        names: The knowledge graph's IRIs.
        known: Entities of the background, which the gazetteer itself identifies.
        as_of: The date of the gazetteer.
    """
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for entity in entities:
        if entity.qid:
            key, found = (entity.id, entity.qid), (entity.score, entity.method or "")
            best[key] = max(found, best.get(key, found))
    for entry in known:
        if entry.qid:
            best.setdefault((entry.id, entry.qid), (1.0, "gazetteer"))
    triples: set[Triple] = set()
    for (local_name, qid), (score, method) in best.items():
        subject, target = names.entity(local_name), WD[qid]
        predicate = _link_predicate(score)
        link = URIRef(f"{names.graph('links')}#{digest([local_name, qid])}")
        triples.add((subject, predicate, target))
        triples.add((link, RDF.type, names.ontology[V.LINK_CLASS]))
        triples.add((link, names.ontology[V.ENTITY], subject))
        triples.add((link, names.ontology[V.TARGET], target))
        triples.add((link, names.ontology[V.LINK_PREDICATE], predicate))
        triples.add((link, names.ontology[V.SCORE], decimal(score)))
        triples.add((link, names.ontology[V.METHOD], text(method)))
        if as_of:
            triples.add((link, names.ontology[V.DATE], day(as_of)))
    return tuple(sorted(triples, key=triple_order))


def _entity(entity: KnownEntity, names: Names) -> Iterator[Triple]:
    iri = names.entity(entity.id)
    yield iri, RDF.type, names.ontology[entity.type]
    yield iri, RDFS.label, text(entity.label, "en")
    yield iri, DCTERMS.source, text(entity.source)
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


def _link_predicate(score: float) -> URIRef:
    if score >= SAME_AS_SCORE:
        return OWL.sameAs
    return SKOS.exactMatch if score >= EXACT_MATCH_SCORE else SKOS.closeMatch


def _dated(value: str) -> Literal:
    """Return a year, month or day as the literal of its datatype."""
    return Literal(value, datatype=_DATATYPES[len(value)], normalize=False)
