"""Facts of Wikidata in RDF, each with where it was said, and when.

    ent:X araz:locatedIn ent:Y                       the fact, for all to use
    graph/background#<hash>  a rdf:Statement ;       the same, to say of it
        rdf:subject ent:X ; rdf:predicate araz:locatedIn ; rdf:object ent:Y ;
        araz:asOf "2026-10-01" ; dcterms:source <…/Q1.json?revision=2>
    <…/Q1.json?revision=2>
        dcterms:isVersionOf wd:Q1 ; dcterms:isPartOf <https://www.wikidata.org/>
    <https://www.wikidata.org/> dcterms:license CC0  once for all

A place has its coordinates as GeoSPARQL has them, in a geometry of its own.
"""

from collections.abc import Iterator

from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SDO, SKOS, XSD

from kg.gazetteer import Background
from kg.rdf.background import background_triples
from kg.rdf.literals import day, decimal, text
from kg.rdf.ntriples import term_text, triple_order
from kg.rdf.terms import WD, Names, Term, Triple, digest
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line
from kg.wikidata.facts import Facts, Source
from kg.wikidata.items import Instant, Point

GEO = Namespace("http://www.opengis.net/ont/geosparql#")
SITE = URIRef("https://www.wikidata.org/")
LICENCE = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")

_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def fact_triples(facts: Facts, names: Names) -> tuple[Triple, ...]:
    """Return facts and what is to be said of them, sorted.

    Args:
        facts: From items.
        names: The knowledge graph's IRIs.
    """
    writer = _Writer(names)
    triples = {
        *writer.entities(facts),
        *writer.relations(facts),
        *writer.holdings(facts),
        *writer.points(facts),
        *writer.dates(facts),
    }
    for alias in facts.aliases:
        said = (names.entity(alias.entity), SKOS.altLabel, text(alias.name, "en"))
        triples.update(writer.sourced(said, alias.source))
    if triples:
        triples.add((SITE, DCTERMS.title, text("Wikidata", "en")))
        triples.add((SITE, DCTERMS.license, LICENCE))
    return tuple(sorted(triples, key=triple_order))


class _Writer:
    """Writes the kinds of facts."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._araz = names.ontology
        self._graph = names.graph("background")

    def sourced(self, said: Triple, source: Source) -> Iterator[Triple]:
        """Yield a fact, and that the source says so."""
        subject, predicate, value = said
        node = self._node("says", *map(term_text, said), source.qid)
        yield said
        yield node, RDF.type, RDF.Statement
        yield node, RDF.subject, subject
        yield node, RDF.predicate, predicate
        yield node, RDF.object, value
        yield node, DCTERMS.source, revision_iri(source)
        yield node, self._araz[V.AS_OF], day(source.as_of)
        yield from self._revision(source)

    def entities(self, facts: Facts) -> Iterator[Triple]:
        for entity in facts.entities:
            iri = self._names.entity(entity.id)
            yield iri, RDF.type, self._araz[entity.type]
            yield iri, RDFS.label, text(entity.label, "en")
            yield iri, DCTERMS.source, revision_iri(entity.source)
            yield from self._revision(entity.source)

    def relations(self, facts: Facts) -> Iterator[Triple]:
        for fact in facts.relations:
            said = (
                self._names.entity(fact.subject),
                self._araz[fact.relation],
                self._names.entity(fact.object),
            )
            yield from self.sourced(said, fact.source)

    def holdings(self, facts: Facts) -> Iterator[Triple]:
        holdings = tuple(holding for _, holding in facts.holdings)
        known = Background(entities=(), relations=(), holdings=holdings)
        yield from background_triples(known, self._names)
        for source, holding in facts.holdings:
            iri = self._names.entity(holding.id)
            yield iri, DCTERMS.source, revision_iri(source)
            yield from self._revision(source)

    def points(self, facts: Facts) -> Iterator[Triple]:
        for fact in facts.points:
            node = self._node("lies", fact.entity, fact.source.qid)
            yield self._names.entity(fact.entity), GEO.hasGeometry, node
            yield node, RDF.type, GEO.Geometry
            yield node, GEO.asWKT, well_known_text(fact.point)
            yield node, DCTERMS.source, revision_iri(fact.source)
            yield node, self._araz[V.AS_OF], day(fact.source.as_of)
            yield from self._revision(fact.source)

    def dates(self, facts: Facts) -> Iterator[Triple]:
        for fact in facts.dates:
            predicate = SDO.endDate if fact.is_end else SDO.startDate
            said = (self._names.entity(fact.entity), predicate, _dated(fact.instant))
            yield from self.sourced(said, fact.source)

    def _revision(self, source: Source) -> Iterator[Triple]:
        iri = revision_iri(source)
        yield iri, DCTERMS.isVersionOf, WD[source.qid]
        yield iri, DCTERMS.isPartOf, SITE

    def _node(self, *parts: str) -> URIRef:
        return URIRef(f"{self._graph}#{digest(parts)}")


def revision_iri(source: Source) -> URIRef:
    """Return the address of a revision of an item."""
    page = f"wiki/Special:EntityData/{source.qid}.json"
    return URIRef(f"{SITE}{page}?revision={source.revision}")


def well_known_text(point: Point) -> Literal:
    """Return a point as GeoSPARQL 1.1, 8.5.1 has it: longitude first, CRS84 untold."""
    coordinates = f"{decimal(point.longitude)} {decimal(point.latitude)}"
    return Literal(f"POINT({coordinates})", datatype=GEO.wktLiteral)


def _dated(instant: Instant) -> Term:
    datatype = _DATATYPES[len(instant.text)]
    return Literal(instant.text, datatype=datatype, normalize=False)
