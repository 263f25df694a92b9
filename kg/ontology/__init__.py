"""The ontology as values: entity types and relations, read from ontology/*.ttl.

`geopolitics.ttl` is the single source of truth for both.
"""

from kg.ontology.files import ontology_files, read_ontology_graph
from kg.ontology.reader import read_ontology
from kg.ontology.skolem import is_anonymous
from kg.ontology.values import EntityType, Ontology, Relation

__all__ = [
    "EntityType",
    "Ontology",
    "Relation",
    "is_anonymous",
    "ontology_files",
    "read_ontology",
    "read_ontology_graph",
]
