"""The inferred graph, kept up to date with what it follows from."""

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from rdflib import Graph, URIRef

from kg.config import Settings
from kg.pipeline.events import Reasoned
from kg.pipeline.fingerprints import code_fingerprint
from kg.pipeline.graphs import INFERRED, premises
from kg.pipeline.state import State, read_state, write_state
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Names, NodeTriple
from kg.reasoning.closure import Engine, OwlrlEngine
from kg.reasoning.consistency import find_clashes

type Asserted = Mapping[URIRef, tuple[NodeTriple, ...]]


def reason(settings: Settings) -> Reasoned:
    """Bring the inferred graph of a store up to date, and publish it.

    Raises:
        StoreError: If the store cannot be opened.
    """
    names = Names(settings.base_iri)
    with open_store(settings.store, names=names) as store:
        event = update_inferred(store, settings.store, names, OwlrlEngine())
        store.publish()
    return event


def update_inferred(store: Store, path: Path, names: Names, engine: Engine) -> Reasoned:
    """Bring the inferred graph up to date; unchanged premises cost nothing.

    Args:
        store: Open to write.
        path: The folder of the store, beside whose files the state lies.
        names: The knowledge graph's IRIs.
        engine: Draws the conclusions.
    """
    inferred = names.graph(INFERRED)
    known, version = read_state(path), code_fingerprint("reasoning")
    if (known.generation, known.engine) == (store.generation(), version):
        size = sum(1 for _ in store.triples(inferred))
        return Reasoned(inferred=size, changed=False, clashes=known.clashes)
    asserted = premises(store, names)
    conclusions = engine.closure(_union(asserted))
    clashes = describe_clashes(asserted, conclusions, names)
    store.replace_graph(inferred, conclusions)
    state = State(generation=store.generation(), engine=version, clashes=clashes)
    write_state(path, state)
    return Reasoned(inferred=len(conclusions), changed=True, clashes=clashes)


def describe_clashes(
    asserted: Asserted, inferred: Iterable[NodeTriple], names: Names
) -> tuple[str, ...]:
    """Return a line for each contradiction: what, by which rule, and who says so."""
    return tuple(
        f"{clash.message} [{clash.rule}]; from "
        + ", ".join(graph.removeprefix(names.base) for graph in clash.graphs)
        for clash in find_clashes(asserted, inferred)
    )


def _union(asserted: Asserted) -> Graph:
    graph = Graph(bind_namespaces="none")
    for triple in chain.from_iterable(asserted.values()):
        graph.add(triple)
    return graph
