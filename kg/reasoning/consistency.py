"""Contradictions: the rules of OWL 2 RL whose conclusion is `false`.

A clash is reported with the triples that make it and the graphs they rest on.
Nothing else follows from it: reasoning goes on, and what the articles say stays, each
in its own graph, so that one wrong report does not silence the others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.rdf.ntriples import triple_order
from kg.rdf.terms import NodeTriple
from kg.reasoning.explain import Explainer
from kg.reasoning.patterns import Pattern, matches, read_patterns

# Name, patterns, and what to say about a match.
_TABLE = """
eq-diff1 | ?x owl:differentFrom ?y, ?x owl:sameAs ?y
         | {x} and {y} are said to be the same and to be different
eq-diff1 | ?x owl:differentFrom ?x | {x} is said to differ from itself
eq-diff2 | ?a owl:members ?l, ?a rdf:type owl:AllDifferent, ?l is:member ?x,
           ?x owl:sameAs ?y, ?l is:member ?y, ?x is:other ?y
         | {x} and {y} are said to be the same and to be different
eq-diff3 | ?a owl:distinctMembers ?l, ?l is:member ?x, ?x owl:sameAs ?y,
           ?l is:member ?y, ?x is:other ?y
         | {x} and {y} are said to be the same and to be different
prp-irp  | ?p rdf:type owl:IrreflexiveProperty, ?x ?p ?x
         | {x} {p} itself, which nothing can
prp-asyp | ?p rdf:type owl:AsymmetricProperty, ?x ?p ?y, ?y ?p ?x
         | {x} {p} {y} and the other way round, which exclude each other
prp-pdw  | ?p owl:propertyDisjointWith ?q, ?x ?p ?y, ?x ?q ?y
         | {x} both {p} and {q} {y}, which exclude each other
prp-adp  | ?a rdf:type owl:AllDisjointProperties, ?a owl:members ?l, ?l is:member ?p,
           ?x ?p ?y, ?l is:member ?q, ?p is:other ?q, ?x ?q ?y
         | {x} both {p} and {q} {y}, which exclude each other
prp-npa1 | ?a owl:sourceIndividual ?x, ?a owl:assertionProperty ?p,
           ?a owl:targetIndividual ?y, ?x ?p ?y
         | {x} {p} {y}, which is said not to be so
prp-npa2 | ?a owl:sourceIndividual ?x, ?a owl:assertionProperty ?p,
           ?a owl:targetValue ?y, ?x ?p ?y
         | {x} {p} {y}, which is said not to be so
cls-nothing2 | ?c is:below owl:Nothing, ?x rdf:type ?c
         | {x} is of class {c}, which can have no members
cls-com  | ?d owl:complementOf ?e, ?c is:below ?d, ?x rdf:type ?c, ?x rdf:type ?e
         | {x} is of class {c}, and so not of class {e}, which it is too
cls-maxc1 | ?r owl:maxCardinality ?n, ?n is:zero ?n, ?r owl:onProperty ?p,
           ?c is:below ?r, ?x rdf:type ?c, ?x ?p ?y
         | {x} {p} {y}, which no member of {c} can
cls-maxqc1 | ?r owl:maxQualifiedCardinality ?n, ?n is:zero ?n, ?r owl:onClass ?d,
           ?r owl:onProperty ?p, ?c is:below ?r, ?x rdf:type ?c, ?x ?p ?y,
           ?y rdf:type ?d
         | {x} {p} {y}, which no member of {c} can with a member of {d}
cls-maxqc2 | ?r owl:maxQualifiedCardinality ?n, ?n is:zero ?n,
           ?r owl:onClass owl:Thing, ?r owl:onProperty ?p, ?c is:below ?r,
           ?x rdf:type ?c, ?x ?p ?y
         | {x} {p} {y}, which no member of {c} can
cax-dw   | ?c owl:disjointWith ?d, ?x rdf:type ?c, ?x rdf:type ?d
         | {x} is of class {c} and of class {d}, which exclude each other
cax-adc  | ?a rdf:type owl:AllDisjointClasses, ?a owl:members ?l, ?l is:member ?c,
           ?x rdf:type ?c, ?l is:member ?d, ?c is:other ?d, ?x rdf:type ?d
         | {x} is of class {c} and of class {d}, which exclude each other
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A contradiction.

    `rule` is that of the OWL 2 RL table, `triples` what contradicts, `graphs` those
    whose assertions it rests on.
    """

    rule: str
    message: str
    triples: tuple[NodeTriple, ...]
    graphs: tuple[URIRef, ...]

    def __str__(self) -> str:
        where = ", ".join(f"<{graph}>" for graph in self.graphs)
        return f"{self.message} ({self.rule}; from {where or 'no graph'})"


def find_clashes(
    asserted: Mapping[URIRef, Iterable[NodeTriple]], inferred: Iterable[NodeTriple]
) -> tuple[Clash, ...]:
    """Return all contradictions, sorted, each once.

    Args:
        asserted: Triples by the graph that asserts them.
        inferred: Their closure, without them.
    """
    explainer = Explainer(asserted, inferred)
    found: dict[tuple[str, frozenset[NodeTriple]], Clash] = {}
    for rule, message, triples in _matches(explainer.closed):
        # Two classes exclude each other in either order; one report is enough.
        key = (rule, frozenset(triples))
        if key not in found:
            found[key] = Clash(
                rule=rule,
                message=message,
                triples=tuple(sorted(triples, key=triple_order)),
                graphs=_origins(triples, explainer),
            )
    return tuple(
        sorted(
            found.values(), key=lambda clash: (clash.rule, clash.message, clash.graphs)
        )
    )


def _matches(
    closed: Graph,
) -> Iterator[tuple[str, str, tuple[NodeTriple, ...]]]:
    for rule, patterns, template in _RULES:
        for binding, triples in matches(patterns, closed, {}):
            words = {str(name): _short(term) for name, term in binding.items()}
            yield rule, template.format_map(words), triples
    for triple in closed:
        if isinstance(triple[2], Literal) and triple[2].ill_typed:
            yield "dt-not-type", f"{triple[2].n3()} is not of its datatype", (triple,)


def _origins(triples: Iterable[NodeTriple], explainer: Explainer) -> tuple[URIRef, ...]:
    proofs = (explainer.explain(triple) for triple in triples)
    return tuple(
        sorted(
            {
                graph
                for proof in proofs
                if proof
                for leaf in proof.leaves()
                for graph in leaf.graphs
            }
        )
    )


def _short(term: Node) -> str:
    """Return the last part of an IRI, which people can read."""
    return str(term).rpartition("#")[2].rpartition("/")[2]


def _read_table(text: str) -> Iterator[tuple[str, tuple[Pattern, ...], str]]:
    # A row goes on in the next line if that is indented.
    for row in text.strip().replace("\n ", " ").splitlines():
        name, patterns, template = (part.strip() for part in row.split("|"))
        yield name, read_patterns(patterns), " ".join(template.split())


_RULES = tuple(_read_table(_TABLE))
