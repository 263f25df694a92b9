"""IRIs in place of blank nodes, so that two builds write the same bytes.

The nodes are those of class expressions and lists, which point only at things deeper
inside them. An IRI is therefore a digest of what hangs below the node, and does not
change when other parts of the ontology do (RDF 1.1 Concepts, section 3.5).
"""

import hashlib
from typing import TYPE_CHECKING

from rdflib import BNode, Graph, URIRef

from kg.errors import OntologyError

if TYPE_CHECKING:
    from rdflib.term import Node

GENID = "/.well-known/genid/"


def is_anonymous(term: "Node") -> bool:
    """Say whether a term is a blank node, or an IRI that stands for one."""
    return isinstance(term, BNode) or (isinstance(term, URIRef) and GENID in term)


def skolemize(graph: Graph, base: str) -> Graph:
    """Return the graph with an IRI for each blank node.

    Args:
        graph: A graph whose blank nodes form trees.
        base: Start of the IRIs, without a slash at the end.

    Raises:
        OntologyError: If blank nodes point at one another in a circle.
    """
    names: dict[Node, URIRef] = {}

    def name(node: "Node", inside: tuple["Node", ...] = ()) -> "Node":
        if not isinstance(node, BNode):
            return node
        if node in inside:
            raise OntologyError("blank nodes of the ontology form a circle")
        if node not in names:
            below = sorted(
                f"{p.n3()} {name(o, (*inside, node)).n3()}"
                for p, o in graph.predicate_objects(node)
            )
            digest = hashlib.sha256("\n".join(below).encode()).hexdigest()[:20]
            names[node] = URIRef(f"{base}{GENID}{digest}")
        return names[node]

    named = Graph(bind_namespaces="none")
    for prefix, namespace in graph.namespaces():
        named.bind(prefix, namespace)
    for s, p, o in graph:
        named.add((name(s), p, name(o)))
    return named
