"""The inferred graph, kept up to date with what it follows from."""

from pathlib import Path

from rdflib import Graph

from kg.config import Settings
from kg.pipeline.events import Reasoned
from kg.pipeline.fingerprints import code_fingerprint
from kg.pipeline.graphs import INFERRED, premise_graphs
from kg.pipeline.state import State, read_state, write_state
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Names
from kg.reasoning.closure import OwlrlEngine


def reason(settings: Settings) -> Reasoned:
    """Bring the inferred graph of a store up to date, and publish it.

    Raises:
        StoreError: If the store cannot be opened.
    """
    names = Names(settings.base_iri)
    with open_store(settings.store, names=names) as store:
        event = update_inferred(store, settings.store, names)
        store.publish()
    return event


def update_inferred(store: Store, path: Path, names: Names) -> Reasoned:
    """Bring the inferred graph up to date; unchanged premises cost nothing.

    Args:
        store: Open to write.
        path: The folder of the store, beside whose files the state lies.
        names: The knowledge graph's IRIs.
    """
    inferred = names.graph(INFERRED)
    known, version = read_state(path), code_fingerprint("reasoning")
    if (known.generation, known.engine) == (store.generation(), version):
        size = sum(1 for _ in store.triples(inferred))
        return Reasoned(inferred=size, changed=False, clashes=known.clashes)
    premises = premises_of(store, names)
    conclusions = OwlrlEngine().closure(premises)
    clashes: tuple[str, ...] = ()
    store.replace_graph(inferred, conclusions)
    state = State(generation=store.generation(), engine=version, clashes=clashes)
    write_state(path, state)
    return Reasoned(inferred=len(conclusions), changed=True, clashes=clashes)


def premises_of(store: Store, names: Names) -> Graph:
    """Return all that is reasoned over, as one graph."""
    graph = Graph(bind_namespaces="none")
    for name in premise_graphs(store, names):
        for triple in store.triples(name):
            graph.add(triple)
    return graph
