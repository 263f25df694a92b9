"""Which graphs a query sees: what the request, the query or the entailment says."""

from dataclasses import dataclass

from rdflib import URIRef

from kg.rdf.sparql_tokens import has_dataset_clause
from kg.rdf.store import Store
from kg.rdf.terms import Names
from server.protocol import Entailment, Operation


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs of a query's dataset; `None` leaves the choice to the store."""

    default_graphs: tuple[URIRef, ...] | None = None
    named_graphs: tuple[URIRef, ...] | None = None


def choose_dataset(operation: Operation, store: Store, names: Names) -> Dataset:
    """Return the dataset of a query.

    The graphs that the request names win over those that the query names (section
    2.1.4 of the protocol), and both over the entailment, which chooses among all
    graphs: without inference `graph/inferred` is left out.
    """
    if operation.default_graphs or operation.named_graphs:
        return Dataset(
            _known(operation.default_graphs, store),
            _known(operation.named_graphs, store),
        )
    if operation.entailment is Entailment.OWL_RL or has_dataset_clause(operation.text):
        return Dataset()
    inferred = names.graph("inferred")
    stated = tuple(graph for graph in store.graphs() if graph != inferred)
    return Dataset(stated, stated)


def _known(graphs: tuple[str, ...], store: Store) -> tuple[URIRef, ...]:
    """Return the graphs that exist; one that does not is an empty graph."""
    return tuple(graph for graph in store.graphs() if str(graph) in graphs)
