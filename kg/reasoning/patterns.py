"""Triple patterns with variables, read from text and matched against a graph.

Beside triples, a pattern can ask what RDF cannot say in one triple:

    ?l is:member ?x    x is in the list l
    ?c is:below ?r     membership in c is membership in r: subclass, equivalent class,
                       intersection that r is part of, or a chain of these
    ?n is:zero ?n      the number n is nought
    ?x is:other ?y     x and y are not the same term
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from rdflib import Graph, Literal, Namespace, URIRef, Variable
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from kg.ontology import is_anonymous
from kg.rdf.terms import NodeTriple

type Pattern = NodeTriple
type Binding = Mapping[Node, Node]
type Match = tuple[Binding, tuple[NodeTriple, ...]]

IS = Namespace("urn:x-araz:is#")
_PREFIXES = {"is": str(IS), "owl": str(OWL), "rdf": str(RDF), "rdfs": str(RDFS)}


def read_patterns(text: str) -> tuple[Pattern, ...]:
    """Read patterns: three terms each, with commas between them.

    >>> len(read_patterns("?p rdfs:domain ?c, ?x ?p ?y"))
    2
    """
    return tuple(_pattern(part) for part in text.split(",") if part.strip())


def unify(pattern: Pattern, triple: NodeTriple) -> Binding | None:
    """Return what the variables must stand for to make the pattern this triple."""
    return _extend({}, pattern, triple)


def matches(
    patterns: Sequence[Pattern], graph: Graph, binding: Binding
) -> Iterator[Match]:
    """Yield the ways in which all patterns hold, with the triples they match.

    The membership of a known thing in an anonymous class is taken on trust: closures
    leave it out.
    """
    if not patterns:
        yield binding, ()
        return
    for found, triples in _first(patterns[0], graph, binding):
        for complete, more in matches(patterns[1:], graph, found):
            yield complete, (*triples, *more)


def _first(pattern: Pattern, graph: Graph, binding: Binding) -> Iterator[Match]:
    subject, predicate, object_ = (binding.get(term, term) for term in pattern)
    if predicate in _TESTS:
        for value in _TESTS[predicate](subject, object_, graph):
            # A subject left open is what the test finds; otherwise the object is.
            term = subject if isinstance(subject, Variable) else object_
            if value == term or isinstance(term, Variable):
                yield {**binding, term: value}, ()
        return
    known = not isinstance(subject, Variable)
    if known and predicate == RDF.type and is_anonymous(object_):
        yield binding, ((subject, predicate, object_),)
        return
    wanted = (_known(subject), _known(predicate), _known(object_))
    for triple in graph.triples(wanted):
        found = _extend(binding, pattern, triple)
        if found is not None:
            yield found, (triple,)


def _known(term: Node) -> Node | None:
    return None if isinstance(term, Variable) else term


def _extend(binding: Binding, pattern: Pattern, triple: NodeTriple) -> Binding | None:
    found = dict(binding)
    for term, value in zip(pattern, triple, strict=True):
        if not isinstance(term, Variable):
            if term != value:
                return None
        elif found.setdefault(term, value) != value:
            return None
    return found


def _members(subject: Node, _: Node, graph: Graph) -> Iterator[Node]:
    yield from Collection(graph, subject)


def _below(_: Node, class_: Node, graph: Graph) -> Iterator[Node]:
    """Yield the classes whose members are all in the class, itself first."""
    found, waiting = {class_}, [class_]
    while waiting:
        above = waiting.pop()
        yield above
        nearer = [
            *graph.subjects(RDFS.subClassOf, above),
            *graph.subjects(OWL.equivalentClass, above),
            *graph.objects(above, OWL.equivalentClass),
            *_intersections(above, graph),
        ]
        waiting.extend(class_ for class_ in nearer if class_ not in found)
        found.update(nearer)


def _intersections(class_: Node, graph: Graph) -> Iterator[Node]:
    for whole, parts in graph.subject_objects(OWL.intersectionOf):
        if class_ in Collection(graph, parts):
            yield whole


def _zero(subject: Node, _: Node, graph: Graph) -> Iterator[Node]:
    del graph
    if isinstance(subject, Literal) and subject.value == 0:
        yield subject


def _other(subject: Node, object_: Node, graph: Graph) -> Iterator[Node]:
    del graph
    if subject != object_:
        yield object_


_TESTS: Mapping[Node, Callable[[Node, Node, Graph], Iterator[Node]]] = {
    IS.member: _members,
    IS.below: _below,
    IS.zero: _zero,
    IS.other: _other,
}


def _pattern(text: str) -> Pattern:
    subject, predicate, object_ = map(_term, text.split())
    return subject, predicate, object_


def _term(text: str) -> Node:
    if text.startswith("?"):
        return Variable(text[1:])
    prefix, _, name = text.partition(":")
    return URIRef(_PREFIXES[prefix] + name)
