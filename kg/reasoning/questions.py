"""The class expressions that a SPARQL query spells out.

`?x a [ owl:intersectionOf (ex:A ex:B) ]` asks for the members of a class that the data
need not name. Under OWL entailment it exists all the same (SPARQL 1.1 Entailment
Regimes, section 7.2: the blank nodes are part of the expression). Added to the schema,
it has its members in the closure, and the query finds them as it is written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rdflib import OWL, RDF, RDFS, BNode, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from kg.errors import QueryError
from kg.rdf.terms import NodeTriple
from kg.reasoning.expressions import CONSTRUCTORS

# What an expression is made of; other statements of a query are questions.
_PARTS = CONSTRUCTORS | {
    OWL.onProperty,
    OWL.onClass,
    OWL.onDataRange,
    RDF.first,
    RDF.rest,
}
_KINDS = frozenset((OWL.Class, OWL.Restriction, RDF.List, RDFS.Datatype))


def spelt_out(query: str) -> frozenset[NodeTriple]:
    """Return the definitions of the class expressions that a query spells out.

    Their blank nodes are new. An expression with a variable inside is left out: it
    asks which expressions there are.

    Raises:
        QueryError: If the query cannot be parsed.
    """
    asked = frozenset(_triples(_algebra(query)))
    heads = {
        subject
        for subject, predicate, _ in asked
        if isinstance(subject, BNode) and predicate in CONSTRUCTORS
    }
    new: dict[Node, BNode] = defaultdict(BNode)
    return frozenset(
        _renamed(triple, new)
        for head in sorted(heads)
        for triple in _definition(head, asked)
    )


def _definition(head: BNode, asked: frozenset[NodeTriple]) -> Iterator[NodeTriple]:
    """Yield what makes up an expression, unless there is a variable in it."""
    found: set[NodeTriple] = {(head, RDF.type, OWL.Class)}
    open_: list[Node] = [head]
    while open_:
        node = open_.pop()
        for triple in asked:
            if triple[0] == node and _is_part(triple) and triple not in found:
                found.add(triple)
                open_.append(triple[2])
    if not any(isinstance(node, Variable) for triple in found for node in triple):
        yield from found


def _is_part(triple: NodeTriple) -> bool:
    _, predicate, object_ = triple
    return predicate in _PARTS or (predicate == RDF.type and object_ in _KINDS)


def _renamed(triple: NodeTriple, new: Mapping[Node, BNode]) -> NodeTriple:
    subject, predicate, object_ = (
        new[node] if isinstance(node, BNode) else node for node in triple
    )
    return subject, predicate, object_


def _algebra(query: str) -> CompValue:
    try:
        return translateQuery(parseQuery(query)).algebra
    except Exception as error:  # rdflib's translation raises bare Exception too
        raise QueryError(f"the query cannot be parsed: {error}") from error


def _triples(part: object) -> Iterator[NodeTriple]:
    if isinstance(part, CompValue):
        if part.name == "BGP":
            yield from part.triples
        for value in part.values():
            yield from _triples(value)
    elif isinstance(part, list):
        for value in part:
            yield from _triples(value)
