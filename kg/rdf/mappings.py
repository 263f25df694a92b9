"""Mappings of our terms to others' as axioms: the graph of mappings.

    araz:borders  skos:exactMatch  wdt:P47                  as the table has it
    araz:borders  owl:equivalentProperty  wdt:P47           where the two mean the same
    graph/mappings#<hash>  a owl:Axiom ;                    and what is known of that
        owl:annotatedSource / annotatedProperty / annotatedTarget ... ;
        sssom:mapping_justification ... ; sssom:confidence ... ; rdfs:comment ... ;
        rdfs:seeAlso ...                               where the other term was read

That is how SSSOM itself is written in OWL, but for axioms having names. The graph is
for whoever joins our data with others'; nothing is inferred from it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.ontology.sssom import MappingRow, MappingTable
from kg.rdf.literals import decimal, text
from kg.rdf.ntriples import triple_order
from kg.rdf.rebase import rebased
from kg.rdf.terms import Names, NodeTriple, Triple, digest

SSSOM = Namespace("https://w3id.org/sssom/")
# From this confidence on, the label of the other term was read at its source.
SURE = 0.95
# Several sources of a row stand in one cell, as SSSOM writes what may be several.
_SEVERAL = "|"
_ADDRESS = re.compile(r"https://[^\s<>\"{}|\\^`]+")
NEEDED = (
    "subject_id",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
)


def mapping_triples(
    tables: Iterable[MappingTable], kinds: Mapping[str, URIRef], names: Names
) -> tuple[NodeTriple, ...]:
    """Return the graph of mappings, sorted.

    Args:
        tables: Mappings of terms of the ontology.
        kinds: Of each term's IRI in the tables, whether it is a class or a property.
        names: The knowledge graph's IRIs.

    Raises:
        MappingError: For a term that the ontology lacks, a bad confidence, or a
            source that is no address.
    """
    triples: set[Triple] = set()
    for table in tables:
        for row in table.rows:
            triples.update(_mapping(table, row, kinds, names))
    return tuple(sorted(rebased(triples, names), key=triple_order))


def _mapping(
    table: MappingTable, row: MappingRow, kinds: Mapping[str, URIRef], names: Names
) -> Iterator[Triple]:
    subject, predicate, target, justification = (
        URIRef(table.expand(row, column))
        for column in (
            "subject_id",
            "predicate_id",
            "object_id",
            "mapping_justification",
        )
    )
    if str(subject) not in kinds:
        row.fail(f"the ontology has no {row['subject_id']}")
    sure = _confidence(row)
    sources = tuple(_sources(row))
    yield subject, predicate, target
    yield target, RDFS.label, text(row["object_label"], "en")
    axioms = [predicate]
    if predicate == SKOS.exactMatch and sure >= SURE:
        axioms.append(_equivalence(kinds[str(subject)]))
        yield subject, axioms[-1], target
    for each in axioms:
        parts = (str(subject), str(each), str(target))
        node = URIRef(f"{names.graph('mappings')}#{digest(parts)}")
        yield node, RDF.type, OWL.Axiom
        yield node, OWL.annotatedSource, subject
        yield node, OWL.annotatedProperty, each
        yield node, OWL.annotatedTarget, target
        yield node, SSSOM.mapping_justification, justification
        yield node, SSSOM.confidence, decimal(sure)
        for source in sources:
            yield node, RDFS.seeAlso, source
        if row["comment"]:
            yield node, RDFS.comment, Literal(row["comment"], lang="en")


def _equivalence(kind: URIRef) -> URIRef:
    return OWL.equivalentClass if kind == OWL.Class else OWL.equivalentProperty


def _sources(row: MappingRow) -> Iterator[URIRef]:
    """Yield where the other term was read: `see_also` of SSSOM."""
    for address in filter(None, row["see_also"].split(_SEVERAL)):
        if not _ADDRESS.fullmatch(address):
            row.fail(f"see_also needs addresses with https, not {address!r}")
        yield URIRef(address)


def _confidence(row: MappingRow) -> float:
    value = row["confidence"]
    try:
        sure = float(value)
    except ValueError:
        row.fail(f"confidence needs a number from 0 to 1, not {value!r}")
    if not 0 <= sure <= 1:
        row.fail(f"confidence needs a number from 0 to 1, not {value!r}")
    return sure
