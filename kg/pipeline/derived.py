"""The graphs that are no article's: ontology, mappings, background, links."""

from dataclasses import replace

from rdflib.namespace import OWL, RDF

from kg.config import Settings
from kg.gazetteer import Gazetteer
from kg.linking.background import make_background, read_background_rules
from kg.model import Entity
from kg.ontology import read_ontology_graph
from kg.ontology.sssom import read_mapping_table
from kg.pipeline.graphs import BACKGROUND, LINKS, MAPPINGS, ONTOLOGY
from kg.pipeline.sources import read_provenance
from kg.rdf.background import background_triples, link_triples
from kg.rdf.mappings import NEEDED, mapping_triples
from kg.rdf.reading import entities
from kg.rdf.rebase import rebased
from kg.rdf.store import Store
from kg.rdf.terms import Names


def update_ontology(store: Store, settings: Settings, names: Names) -> None:
    """Make the graph of the ontology what the files say.

    Raises:
        OntologyError: If a file cannot be read.
    """
    graph = read_ontology_graph(settings.ontology)
    store.replace_graph(names.graph(ONTOLOGY), rebased(graph, names))


def update_mappings(store: Store, settings: Settings, names: Names) -> None:
    """Make the graph of mappings what the tables beside the ontology say.

    Raises:
        MappingError: For a malformed table; names file and line.
    """
    files = sorted(settings.ontology.glob("mappings/*.sssom.tsv"))
    graph = read_ontology_graph(settings.ontology)
    kinds = {
        str(term): kind
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in graph.subjects(RDF.type, kind)
    }
    tables = [read_mapping_table(file, NEEDED) for file in files]
    triples = mapping_triples(tables, kinds, names)
    store.replace_graph(names.graph(MAPPINGS), triples)


def update_background(
    store: Store, settings: Settings, names: Names, gazetteer: Gazetteer
) -> None:
    """Make background and links what the entities in the store ask for.

    Raises:
        GazetteerError: For an unreadable table.
    """
    occurring = [_identified(entity, gazetteer) for entity in entities(store, names)]
    rules = read_background_rules(settings.gazetteer)
    background = make_background(occurring, gazetteer, rules)
    links = link_triples(
        occurring, names, known=background.entities, as_of=gazetteer.as_of
    )
    provenance = read_provenance(settings.gazetteer, gazetteer)
    facts = background_triples(background, names, provenance)
    store.replace_graph(names.graph(BACKGROUND), facts)
    store.replace_graph(names.graph(LINKS), links)


def _identified(entity: Entity, gazetteer: Gazetteer) -> Entity:
    """Return the entity with the identifier that the gazetteer has for it."""
    entry = gazetteer.entry(entity.id)
    return replace(entity, qid=entry.qid) if entry else entity
