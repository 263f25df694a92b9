"""Whether statements follow from what was published last."""

from pathlib import Path

from kg.config import Settings
from kg.pipeline.graphs import ONTOLOGY, premises
from kg.rdf.ntriples import triple_order
from kg.rdf.parsing import read_turtle
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from kg.reasoning.entailment import Entailment, entails


def check_entailment(settings: Settings, path: Path) -> Entailment:
    """Say which statements of a Turtle file follow, and how.

    Axioms are taken from the graph of the ontology only; what articles say and what is
    known beforehand is reasoned over.

    Raises:
        KgError: If the file or the store cannot be read.
    """
    names = Names(settings.base_iri)
    conclusion = read_turtle(path, names)
    with open_store(settings.store, read_only=True, names=names) as store:
        asserted = premises(store, names)
    ontology = asserted.pop(names.graph(ONTOLOGY), ())
    data = {triple for triples in asserted.values() for triple in triples}
    return entails(ontology, conclusion, sorted(data - set(ontology), key=triple_order))
