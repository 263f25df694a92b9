"""Whether an ontology stays inside OWL 2 RL, and inside OWL 2 DL where RL relies on it.

Outside the profile a rule engine is silent instead of wrong, which is worse: an axiom
stands there and nothing follows. Source: OWL 2 Profiles, section 4.2; the condition on
simple properties is that of OWL 2 Structural Specification, section 11.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from kg.ontology.skolem import is_anonymous
from kg.reasoning.expressions import (
    CONSTRUCTORS,
    DATATYPES,
    Expression,
    MalformedError,
    build_expression,
    describe,
    is_datatype,
    read_expression,
    read_list,
    short,
)
from kg.reasoning.simplicity import not_simple

if TYPE_CHECKING:
    from rdflib.term import Node


class Severity(StrEnum):
    """A violation leaves the profile; a warning is only bad style."""

    VIOLATION = "violation"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ProfileProblem:
    """What is wrong with which axiom."""

    severity: Severity
    axiom: str
    message: str

    def __str__(self) -> str:
        return f"{self.axiom}: {self.message}"


class _At(StrEnum):
    SUB = "subclass"
    SUPER = "superclass"
    EQUIVALENT = "equivalent class"
    RANGE = "data range"


# Where each constructor may stand, and where its operands then stand.
_GRAMMAR: dict[_At, dict[URIRef, _At]] = {
    _At.SUB: {
        OWL.intersectionOf: _At.SUB,
        OWL.unionOf: _At.SUB,
        OWL.oneOf: _At.SUB,
        OWL.someValuesFrom: _At.SUB,
        OWL.hasValue: _At.SUB,
    },
    _At.SUPER: {
        OWL.intersectionOf: _At.SUPER,
        OWL.complementOf: _At.SUB,
        OWL.allValuesFrom: _At.SUPER,
        OWL.hasValue: _At.SUPER,
        OWL.maxCardinality: _At.SUB,
        OWL.maxQualifiedCardinality: _At.SUB,
    },
    _At.EQUIVALENT: {OWL.intersectionOf: _At.EQUIVALENT, OWL.hasValue: _At.EQUIVALENT},
    _At.RANGE: {OWL.intersectionOf: _At.RANGE},
}
_THING_INSIDE = {OWL.someValuesFrom, OWL.maxQualifiedCardinality}
# Axioms of one triple between class expressions.
_CLASS_AXIOMS = {
    RDFS.subClassOf: ("SubClassOf", _At.SUB, _At.SUPER),
    OWL.equivalentClass: ("EquivalentClasses", _At.EQUIVALENT, _At.EQUIVALENT),
    OWL.disjointWith: ("DisjointClasses", _At.SUB, _At.SUB),
}
_FORBIDDEN_TYPES = {OWL.ReflexiveProperty: "reflexive properties are not in OWL 2 RL"}
_RESERVED = tuple(map(str, (OWL, RDF, RDFS)))
_EXISTING = frozenset(map(str, (*dir(OWL), *dir(RDFS))))
_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def check_profile(graph: Graph) -> tuple[ProfileProblem, ...]:
    """Return all that takes the ontology out of OWL 2 RL, and warnings, sorted."""
    checker = _Checker(graph)
    checker.run()
    return tuple(sorted(checker.problems))


class _Checker:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.problems: set[ProfileProblem] = set()

    def run(self) -> None:
        for predicate, (name, left, right) in _CLASS_AXIOMS.items():
            for s, o in self.graph.subject_objects(predicate):
                axiom = self._axiom(name, s, o)
                if name == "EquivalentClasses" and is_datatype(self.graph, s):
                    self._expression(o, _At.RANGE, axiom)
                    continue
                self._expression(s, left, axiom)
                self._expression(o, right, axiom)
        self._definitions()
        self._domains_and_ranges()
        self._properties()
        self._types()
        self._lists()
        self._vocabulary()
        for axiom, message in not_simple(self.graph):
            self._report(axiom, message)

    def _expression(self, node: "Node", at: _At, axiom: str) -> None:
        try:
            read = read_expression(self.graph, node)
        except MalformedError as error:
            self._report(axiom, f"malformed: {error}")
            return
        if read.constructor is None:
            self._name(node, at, axiom)
            return
        self._constructed(node, read, at, axiom)

    def _constructed(self, node: "Node", read: Expression, at: _At, axiom: str) -> None:
        constructor = read.constructor
        if constructor is None:
            return
        if constructor not in _GRAMMAR[at]:
            text = describe(self.graph, node)
            self._report(axiom, f"{text} may not stand as {at}")
            return
        if read.number is not None and read.number > 1:
            self._report(axiom, f"a maximum of {read.number}, only 0 and 1 are allowed")
        if read.on is not None:
            self._property(read.on, axiom)
        inside = _GRAMMAR[at][constructor]
        if read.on is not None and self._is_data(read.on):
            inside = _At.RANGE
        for operand in read.operands:
            if operand == OWL.Thing and constructor in _THING_INSIDE:
                continue
            self._expression(operand, inside, axiom)

    def _name(self, node: "Node", at: _At, axiom: str) -> None:
        if at is _At.RANGE:
            if (
                node not in DATATYPES
                and (
                    node,
                    RDF.type,
                    RDFS.Datatype,
                )
                not in self.graph
            ):
                self._report(axiom, f"datatype {short(node)} is not in OWL 2 RL")
        elif node == OWL.Thing:
            self._report(axiom, f"owl:Thing may not stand as {at}")
        elif node in DATATYPES:
            self._report(axiom, f"datatype {short(node)} where a class is needed")
        elif node != OWL.Nothing and not self._declared(node, OWL.Class):
            self._warn(axiom, f"class {short(node)} is not declared")

    def _property(self, node: "Node", axiom: str) -> None:
        if is_anonymous(node):
            inverse = self.graph.value(node, OWL.inverseOf)
            if inverse is None or is_anonymous(inverse):
                self._report(axiom, "malformed: neither a property nor its inverse")
                return
            node = inverse
        if not any(self._declared(node, kind) for kind in _KINDS):
            self._warn(axiom, f"property {short(node)} is not declared")

    def _definitions(self) -> None:
        """Check constructors on a named class: equivalence in the older style."""
        for constructor in sorted(CONSTRUCTORS):
            for s in self.graph.subjects(constructor):
                if is_anonymous(s):
                    continue
                axiom = self._axiom("EquivalentClasses", s, constructor)
                try:
                    read = build_expression(self.graph, s, constructor)
                except MalformedError as error:
                    self._report(axiom, f"malformed: {error}")
                    continue
                at = _At.RANGE if is_datatype(self.graph, s) else _At.EQUIVALENT
                self._constructed(s, read, at, axiom)
        for s in self.graph.subjects(OWL.disjointUnionOf):
            axiom = self._axiom("DisjointUnion", s)
            self._report(axiom, "disjoint unions are not in OWL 2 RL")

    def _domains_and_ranges(self) -> None:
        for predicate, name in ((RDFS.domain, "Domain"), (RDFS.range, "Range")):
            for s, o in self.graph.subject_objects(predicate):
                if self._declared(s, OWL.AnnotationProperty):
                    continue
                axiom = self._axiom(f"Property{name}", s, o)
                self._property(s, axiom)
                data = name == "Range" and self._is_data(s)
                self._expression(o, _At.RANGE if data else _At.SUPER, axiom)

    def _properties(self) -> None:
        for s, o in self.graph.subject_objects(RDFS.subPropertyOf):
            for node in (s, o):
                self._property(node, self._axiom("SubPropertyOf", s, o))
        for s in set(self.graph.subjects(RDF.type, OWL.ObjectProperty)):
            kinds = [short(kind) for kind in _KINDS if self._declared(s, kind)]
            if len(kinds) > 1:
                self._report(self._axiom("Declaration", s), f"is {' and '.join(kinds)}")
        for s in self.graph.subjects(RDF.type, OWL.DatatypeProperty):
            for subject, o in self.graph.subject_objects(s):
                datatype = o.datatype if isinstance(o, Literal) else None
                if datatype is not None and datatype not in DATATYPES:
                    axiom = self._axiom("DataPropertyAssertion", s, subject, o)
                    self._name(datatype, _At.RANGE, axiom)

    def _types(self) -> None:
        for s, o in self.graph.subject_objects(RDF.type):
            if o in _FORBIDDEN_TYPES:
                self._report(self._axiom(short(o), s), _FORBIDDEN_TYPES[URIRef(str(o))])
            elif is_anonymous(o):
                self._expression(o, _At.SUPER, self._axiom("ClassAssertion", o, s))
            elif o == OWL.Thing or str(o).startswith(_RESERVED):
                continue
            elif not self._declared(o, OWL.Class):
                axiom = self._axiom("ClassAssertion", o, s)
                self._warn(axiom, f"class {short(o)} is not declared")

    def _lists(self) -> None:
        for s, o in self.graph.subject_objects(OWL.propertyChainAxiom):
            for link in self._members(o, 2, axiom := self._axiom("PropertyChain", s)):
                self._property(link, axiom)
        for s, o in self.graph.subject_objects(OWL.hasKey):
            axiom = self._axiom("HasKey", s)
            self._expression(s, _At.SUB, axiom)
            for key in self._members(o, 1, axiom):
                self._property(key, axiom)
        for kind in (OWL.AllDisjointClasses, OWL.AllDisjointProperties):
            for s in self.graph.subjects(RDF.type, kind):
                axiom = self._axiom(short(kind))
                for member in self._members(
                    self.graph.value(s, OWL.members) or RDF.nil, 2, axiom
                ):
                    if kind == OWL.AllDisjointClasses:
                        self._expression(member, _At.SUB, axiom)
                    else:
                        self._property(member, axiom)

    def _members(self, start: "Node", least: int, axiom: str) -> tuple["Node", ...]:
        try:
            return read_list(self.graph, start, least)
        except MalformedError as error:
            self._report(axiom, f"malformed: {error}")
            return ()

    def _vocabulary(self) -> None:
        """Find names of OWL and RDFS that do not exist: they do nothing, silently."""
        for term in {term for _, p, o in self.graph for term in (p, o)}:
            text = str(term) if isinstance(term, URIRef) else ""
            if text.startswith((str(OWL), str(RDFS))) and text not in _EXISTING:
                self._report(short(term), f"{term} does not exist")

    def _declared(self, node: "Node", kind: URIRef) -> bool:
        kinds = {kind, RDFS.Class} if kind == OWL.Class else {kind}
        return any((node, RDF.type, each) in self.graph for each in kinds)

    def _is_data(self, node: "Node") -> bool:
        return self._declared(node, OWL.DatatypeProperty)

    def _axiom(self, name: str, *nodes: "Node") -> str:
        inside = ", ".join(describe(self.graph, n) for n in nodes)
        return f"{name}({inside})"

    def _report(self, axiom: str, message: str) -> None:
        self._add(Severity.VIOLATION, axiom, message)

    def _warn(self, axiom: str, message: str) -> None:
        self._add(Severity.WARNING, axiom, message)

    def _add(self, severity: Severity, axiom: str, message: str) -> None:
        problem = ProfileProblem(severity=severity, axiom=axiom, message=message)
        self.problems.add(problem)
