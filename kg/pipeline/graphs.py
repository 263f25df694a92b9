"""The named graphs of the store and what belongs in each."""

from rdflib import URIRef

from kg.rdf.store import Store
from kg.rdf.terms import Names, NodeTriple

ONTOLOGY = "ontology"
BACKGROUND = "background"
LINKS = "links"
MAPPINGS = "mappings"
INFERRED = "inferred"
UNNAMED = "unnamed"
# What speaks of things outside, or follows from the rest, is not reasoned over.
NO_PREMISES = (LINKS, MAPPINGS, INFERRED)


def asserted_graphs(store: Store, names: Names) -> tuple[URIRef, ...]:
    """Return every graph but the inferred one."""
    inferred = names.graph(INFERRED)
    return tuple(graph for graph in store.graphs() if graph != inferred)


def article_graphs(store: Store, names: Names) -> tuple[URIRef, ...]:
    """Return the graphs of the articles."""
    start = names.article("")
    return tuple(graph for graph in store.graphs() if graph.startswith(start))


def premise_graphs(store: Store, names: Names) -> tuple[URIRef, ...]:
    """Return the graphs that are reasoned over: links and mappings are not."""
    left_out = {names.graph(name) for name in NO_PREMISES}
    return tuple(graph for graph in store.graphs() if graph not in left_out)


def premises(store: Store, names: Names) -> dict[URIRef, tuple[NodeTriple, ...]]:
    """Return all that is reasoned over, by the graph that asserts it.

    The unnamed graph, which only edits write to, goes by the name `UNNAMED`.
    """
    graphs = premise_graphs(store, names)
    found = {graph: tuple(store.triples(graph)) for graph in graphs}
    if unnamed := tuple(store.triples(None)):
        name = names.graph(UNNAMED)
        found[name] = (*found.get(name, ()), *unnamed)
    return found
