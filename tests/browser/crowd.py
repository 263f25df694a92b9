"""A graph with as many relations as a picture is meant for."""

from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, RDFS, SDO, Literal, URIRef
from rdflib.namespace import XSD

from kg.config import Settings
from kg.rdf.terms import Names, NodeTriple
from tests.extractions import publish

ENTITIES = 400
RELATIONS = 2000
_ACTS = ("accuses", "attacks", "aids", "threatens", "supports", "sanctions")


def write_crowd(folder: Path) -> Path:
    """Publish a graph of two thousand relations, the same each time."""
    names = Names(Settings().base_iri)
    return publish(folder, [], {names.article("crowd"): _article(names)})


def _article(names: Names) -> Iterator[NodeTriple]:
    araz, article = names.ontology, names.article("crowd")
    yield article, RDF.type, araz.Article
    yield article, SDO.datePublished, Literal("2024-01-01", datatype=XSD.date)
    for number in range(ENTITIES):
        entity = names.entity(f"Actor_{number}")
        yield entity, RDF.type, (araz.State, araz.Person, araz.Organization)[number % 3]
        yield entity, RDFS.label, Literal(f"Actor {number}")
    for number in range(RELATIONS):
        # Few have many relations, most have few; no pair of them twice in one act.
        subject = names.entity(f"Actor_{number * 7 % ENTITIES}")
        other = (number * number // 3 + number // ENTITIES + 1) % ENTITIES
        relation = araz[_ACTS[(number // ENTITIES + number) % len(_ACTS)]]
        claim = URIRef(f"{names.base}claim/{number}")
        object_ = names.entity(f"Actor_{other}")
        yield claim, RDF.type, araz.Claim
        yield claim, RDF.subject, subject
        yield claim, RDF.predicate, relation
        yield claim, RDF.object, object_
        yield claim, araz.article, article
        yield claim, araz.polarity, araz.negative if number % 11 == 0 else araz.positive
        yield claim, araz.modality, araz.planned if number % 7 == 0 else araz.actual
        if number % 11 and number % 7:
            yield subject, relation, object_
