"""Proofs in words: rules and axioms of OWL 2 RL as a reader may know them.

The words are data: `wording.tsv` beside this file.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL
from rdflib.term import Node

from kg.ontology import is_anonymous
from kg.rdf.terms import NodeTriple
from kg.reasoning.ruleset import reasons
from server.reading.links import Links

_TABLE = Path(__file__).with_suffix(".tsv")


@cache
def read_words() -> Mapping[str, str]:
    """Return the words for axioms, by what these are about."""
    rows = (
        line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines()
    )
    return dict(rows)


def tell_rule(rule: str) -> str:
    """Return the reason that a rule gives."""
    return reasons()[rule]


def tell_axiom(triple: NodeTriple, graph: Graph, links: Links) -> str | None:
    """Return what a triple says about the terms themselves, or nothing."""
    subject, predicate, object_ = triple
    words = read_words()
    name = links.short(str(object_ if predicate == RDF.type else predicate))
    if name not in words:
        return None
    return words[name].format(
        subject=tell_term(subject, graph, links),
        object=tell_term(object_, graph, links),
    )


def tell_term(term: Node, graph: Graph, links: Links) -> str:
    """Return what a term is called; lists and nameless classes are spelled out."""
    labels = sorted(map(str, graph.objects(term, RDFS.label)))
    if labels:
        return labels[0]
    if not is_anonymous(term):
        return links.name(str(term)) if isinstance(term, URIRef) else str(term)
    if (term, RDF.first, None) in graph:
        members = Collection(graph, term)
        return ", then ".join(f"“{tell_term(m, graph, links)}”" for m in members)
    relation = graph.value(term, OWL.onProperty)
    filler = graph.value(term, OWL.someValuesFrom)
    if relation is None or filler is None:
        return "a class without a name"
    told = tell_term(relation, graph, links), tell_term(filler, graph, links)
    return f"whoever “{told[0]}” some {told[1]}"
