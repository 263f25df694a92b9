"""The rules of OWL 2 RL as a table, read backwards.

Names and content are those of https://www.w3.org/TR/owl2-profiles/, section 4.3. The
table has what explains conclusions about things and about the hierarchy of terms.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF
from rdflib.term import Node

from kg.rdf.terms import NodeTriple
from kg.reasoning.patterns import Pattern, matches, read_patterns, unify

type Derivation = tuple[str, tuple[NodeTriple, ...]]

_TABLE = """
eq-sym    ?y owl:sameAs ?x                                      -> ?x owl:sameAs ?y
eq-trans  ?x owl:sameAs ?y, ?y owl:sameAs ?z                    -> ?x owl:sameAs ?z
eq-rep-s  ?s owl:sameAs ?t, ?s ?p ?o                            -> ?t ?p ?o
eq-rep-o  ?o owl:sameAs ?t, ?s ?p ?o                            -> ?s ?p ?t
prp-fp    ?p rdf:type owl:FunctionalProperty, ?x ?p ?y, ?x ?p ?z -> ?y owl:sameAs ?z
prp-ifp   ?p rdf:type owl:InverseFunctionalProperty, ?x ?p ?z, ?y ?p ?z
                                                                -> ?x owl:sameAs ?y
prp-dom   ?p rdfs:domain ?c, ?x ?p ?y                           -> ?x rdf:type ?c
prp-rng   ?p rdfs:range ?c, ?x ?p ?y                            -> ?y rdf:type ?c
prp-symp  ?p rdf:type owl:SymmetricProperty, ?x ?p ?y           -> ?y ?p ?x
prp-trp   ?p rdf:type owl:TransitiveProperty, ?x ?p ?y, ?y ?p ?z -> ?x ?p ?z
prp-spo1  ?p rdfs:subPropertyOf ?q, ?x ?p ?y                    -> ?x ?q ?y
prp-eqp1  ?p owl:equivalentProperty ?q, ?x ?p ?y                -> ?x ?q ?y
prp-eqp2  ?q owl:equivalentProperty ?p, ?x ?p ?y                -> ?x ?q ?y
prp-inv1  ?p owl:inverseOf ?q, ?x ?p ?y                         -> ?y ?q ?x
prp-inv2  ?q owl:inverseOf ?p, ?x ?p ?y                         -> ?y ?q ?x
cls-int2  ?d owl:intersectionOf ?l, ?l is:member ?c, ?x rdf:type ?d -> ?x rdf:type ?c
cls-uni   ?c owl:unionOf ?l, ?l is:member ?d, ?x rdf:type ?d    -> ?x rdf:type ?c
cls-svf1  ?c owl:someValuesFrom ?d, ?c owl:onProperty ?p, ?x ?p ?y, ?y rdf:type ?d
                                                                -> ?x rdf:type ?c
cls-svf2  ?c owl:someValuesFrom owl:Thing, ?c owl:onProperty ?p, ?x ?p ?y
                                                                -> ?x rdf:type ?c
cls-avf   ?r owl:allValuesFrom ?c, ?r owl:onProperty ?p, ?x ?p ?y, ?x rdf:type ?r
                                                                -> ?y rdf:type ?c
cls-hv1   ?r owl:hasValue ?y, ?r owl:onProperty ?p, ?x rdf:type ?r -> ?x ?p ?y
cls-hv2   ?c owl:onProperty ?p, ?c owl:hasValue ?y, ?x ?p ?y    -> ?x rdf:type ?c
cls-oo    ?c owl:oneOf ?l, ?l is:member ?x                      -> ?x rdf:type ?c
cax-sco   ?d rdfs:subClassOf ?c, ?x rdf:type ?d                 -> ?x rdf:type ?c
cax-eqc1  ?d owl:equivalentClass ?c, ?x rdf:type ?d             -> ?x rdf:type ?c
cax-eqc2  ?c owl:equivalentClass ?d, ?x rdf:type ?d             -> ?x rdf:type ?c
scm-sco   ?c rdfs:subClassOf ?d, ?d rdfs:subClassOf ?e          -> ?c rdfs:subClassOf ?e
scm-eqc1  ?c owl:equivalentClass ?d                             -> ?c rdfs:subClassOf ?d
scm-eqc1  ?d owl:equivalentClass ?c                             -> ?c rdfs:subClassOf ?d
scm-spo   ?p rdfs:subPropertyOf ?q, ?q rdfs:subPropertyOf ?r
                                                       -> ?p rdfs:subPropertyOf ?r
scm-dom1  ?p rdfs:domain ?c, ?c rdfs:subClassOf ?d              -> ?p rdfs:domain ?d
scm-dom2  ?p rdfs:subPropertyOf ?q, ?q rdfs:domain ?c           -> ?p rdfs:domain ?c
scm-rng1  ?p rdfs:range ?c, ?c rdfs:subClassOf ?d               -> ?p rdfs:range ?d
scm-rng2  ?p rdfs:subPropertyOf ?q, ?q rdfs:range ?c            -> ?p rdfs:range ?c
scm-int   ?c owl:intersectionOf ?l, ?l is:member ?d             -> ?c rdfs:subClassOf ?d
scm-uni   ?d owl:unionOf ?l, ?l is:member ?c                    -> ?c rdfs:subClassOf ?d
"""


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    premises: tuple[Pattern, ...]
    conclusion: Pattern


def derivations(conclusion: NodeTriple, graph: Graph) -> Iterator[Derivation]:
    """Yield the name of a rule and premises from which a triple follows.

    Premises stand in the graph, which is a closed one; only the membership of a
    thing in an anonymous class may not, as closures leave it out, and is for the
    caller to prove.
    """
    for rule in _RULES:
        binding = unify(rule.conclusion, conclusion)
        if binding is not None:
            for _, premises in matches(rule.premises, graph, binding):
                if conclusion not in premises:
                    yield rule.name, premises
    yield from _by_intersection(conclusion, graph)
    yield from _by_chain(conclusion, graph)


def _by_intersection(conclusion: NodeTriple, graph: Graph) -> Iterator[Derivation]:
    thing, predicate, class_ = conclusion
    if predicate != RDF.type:
        return
    for axiom in graph.triples((class_, OWL.intersectionOf, None)):
        parts = tuple((thing, RDF.type, part) for part in Collection(graph, axiom[2]))
        for _, premises in matches(parts, graph, {}):
            yield "cls-int1", (axiom, *premises)


def _by_chain(conclusion: NodeTriple, graph: Graph) -> Iterator[Derivation]:
    start, property_, end = conclusion
    for axiom in graph.triples((property_, OWL.propertyChainAxiom, None)):
        links = list(Collection(graph, axiom[2]))
        for path in _paths(start, links, end, graph):
            if conclusion not in path:
                yield "prp-spo2", (axiom, *path)


def _paths(
    start: Node, links: list[Node], end: Node, graph: Graph
) -> Iterator[tuple[NodeTriple, ...]]:
    first, *rest = links
    wanted = None if rest else end
    for step in graph.triples((start, first, wanted)):
        if not rest:
            yield (step,)
            continue
        for path in _paths(step[2], rest, end, graph):
            yield (step, *path)


def _read_table(text: str) -> Iterator[_Rule]:
    # A rule too long for a line goes on in the next.
    for row in text.strip().replace("\n    ", " ").splitlines():
        premises, _, conclusion = row.partition("->")
        name, _, premises = premises.strip().partition(" ")
        (pattern,) = read_patterns(conclusion)
        yield _Rule(name, read_patterns(premises), pattern)


_RULES = tuple(_read_table(_TABLE))
