"""Which graphs a query sees: what the request, the query or the entailment says."""

from dataclasses import dataclass

from rdflib import URIRef

from kg.rdf.oxigraph import OxigraphReader, OxigraphStore
from kg.rdf.sparql_tokens import has_dataset_clause
from kg.rdf.store import Store
from kg.rdf.terms import Names
from server.protocol.operations import Entailment, Operation


@dataclass(frozen=True, slots=True)
class Dataset:
    """The store to ask, and the graphs in it; `None` leaves the choice to the store."""

    store: Store | OxigraphStore
    default_graphs: tuple[URIRef | None, ...] | None = None
    named_graphs: tuple[URIRef, ...] | None = None


def choose_dataset(operation: Operation, store: Store, names: Names) -> Dataset:
    """Return the dataset of a query.

    The graphs that the request names win over those that the query names (section
    2.1.4 of the protocol), and both over the entailment, which chooses among all
    graphs: without inference `graph/inferred` is left out.
    """
    if operation.default_graphs or operation.named_graphs:
        return Dataset(
            store,
            tuple(map(URIRef, operation.default_graphs)),
            _known(operation.named_graphs, store),
        )
    if operation.entailment is Entailment.OWL_RL or has_dataset_clause(operation.text):
        return Dataset(store)
    if isinstance(store, OxigraphReader) and store.asserted is not None:
        return Dataset(store.asserted)
    inferred = names.graph("inferred")
    if not store.has_graph(inferred):
        return Dataset(store)
    stated = tuple(graph for graph in store.graphs() if graph != inferred)
    # The unnamed graph is stated, too.
    return Dataset(store, (None, *stated), stated)


def _known(graphs: tuple[str, ...], store: Store) -> tuple[URIRef, ...]:
    """Return the graphs that exist; GRAPH finds no others."""
    return tuple(graph for graph in map(URIRef, graphs) if store.has_graph(graph))
