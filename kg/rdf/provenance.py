"""Where background facts come from: sources with licence, and what rests on which.

graph/background#source-rigour
    dcterms:title "..." ; araz:asOf "2026-07" ;
    dcterms:license graph/background#licence-mit    what the source says of itself
graph/background#<hash>  a rdf:Statement ;
    rdf:subject ... ; dcterms:source graph/background#source-rigour ; araz:asOf ...
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from kg.rdf.literals import day, text
from kg.rdf.ntriples import term_text
from kg.rdf.terms import Names, Triple, digest
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line

_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_NO_NAME = re.compile(r"[^a-z0-9]+")
# Tags of a row stand side by side: "elevant+rigour".
_AND = "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSource:
    """A source of tables: what it is, under which licence, and of when (or unknown).

    `dated` is a year, a month or a day, as exact as known.
    """

    tag: str
    origin: str
    licence: str
    dated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The sources that tables name by tag, and the day of the tables themselves."""

    sources: Mapping[str, FactSource]
    as_of: date | None = None

    def cited(
        self, subject: URIRef, tags: str, names: Names, *, is_dated: bool = True
    ) -> Iterator[Triple]:
        """Yield that something rests on sources, and all about these."""
        for source in self._named(tags):
            iri = _source_iri(source, names)
            yield subject, DCTERMS.source, iri
            yield from self._source(source, iri, names)
        if is_dated and self.as_of:
            yield subject, names.ontology[V.AS_OF], day(self.as_of)

    def stated(self, said: Triple, tags: str, names: Names) -> Iterator[Triple]:
        """Yield a statement of a fact, with what it rests on."""
        subject, predicate, value = said
        parts = ["tables", *map(term_text, said)]
        node = URIRef(f"{names.graph('background')}#{digest(parts)}")
        yield node, RDF.type, RDF.Statement
        yield node, RDF.subject, subject
        yield node, RDF.predicate, predicate
        yield node, RDF.object, value
        yield from self.cited(node, tags, names)

    def _named(self, tags: str) -> Iterable[FactSource]:
        return (self.sources[t] for t in tags.split(_AND) if t in self.sources)

    def _source(
        self, source: FactSource, iri: URIRef, names: Names
    ) -> Iterator[Triple]:
        licence = _part("licence", source.licence, names)
        yield iri, DCTERMS.title, text(source.origin, "en")
        yield iri, DCTERMS.license, licence
        yield licence, RDF.type, DCTERMS.LicenseDocument
        yield licence, RDFS.label, text(source.licence, "en")
        if source.dated:
            datatype = _DATATYPES[len(source.dated)]
            dated = Literal(source.dated, datatype=datatype, normalize=False)
            yield iri, names.ontology[V.AS_OF], dated


def _source_iri(source: FactSource, names: Names) -> URIRef:
    return _part("source", source.tag, names)


def _part(kind: str, name: str, names: Names) -> URIRef:
    slug = _NO_NAME.sub("-", name.casefold()).strip("-")
    return URIRef(f"{names.graph('background')}#{kind}-{slug}")
