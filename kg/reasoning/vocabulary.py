"""Which names premises use for classes and for properties.

An axiom about a name of which nothing is known does not follow, however true it would
be of any class: that the name is one of a class is what is not known.
"""

from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, BNode, URIRef
from rdflib.term import Node

from kg.reasoning.datatypes import supertypes
from kg.reasoning.descriptions import (
    AtLeast,
    AtMost,
    Description,
    Named,
    Only,
    Parts,
    Related,
)
from kg.reasoning.engine import Closure
from kg.reasoning.expressions import DATATYPES
from kg.reasoning.statements import Denial, roles_of

_BUILTIN = (str(OWL), str(RDF), str(RDFS))


def unknown_terms(
    denials: Iterable[Denial], descriptions: Iterable[Description], closure: Closure
) -> tuple[str, ...]:
    """Return what is not known of the names in denials and descriptions, in words."""
    roles, classes = set[Node](), set[Node]()
    described = list(descriptions)
    for denial in denials:
        roles |= set(roles_of([denial]))
        described += [description for _, description in denial.members]
    for description in described:
        roles |= set(_roles_in(description))
        classes |= set(_classes_in(description))
    problems = [
        f"{node.n3()} is not known as a class"
        for node in sorted(classes, key=str)
        if not _is_class(node, closure)
    ]
    problems += [
        f"{node.n3()} is not known as a property"
        for node in sorted(roles, key=str)
        if not _is_property(node, closure)
    ]
    return tuple(problems)


def _is_class(node: Node, closure: Closure) -> bool:
    if isinstance(node, BNode) or node in DATATYPES or str(node).startswith(_BUILTIN):
        return True
    if isinstance(node, URIRef) and supertypes(node):
        return True
    kinds = (OWL.Class, OWL.Restriction, RDFS.Class, RDFS.Datatype)
    return (
        any((node, RDF.type, kind) in closure for kind in kinds)
        or any(_holds(closure, node, predicate, None) for predicate in _OF_CLASSES)
        or any(_holds(closure, None, predicate, node) for predicate in _TO_CLASSES)
    )


def _is_property(node: Node, closure: Closure) -> bool:
    if str(node).startswith(_BUILTIN):
        return True
    return (
        any((node, RDF.type, kind) in closure for kind in _PROPERTIES)
        or any(_holds(closure, node, predicate, None) for predicate in _OF_PROPERTIES)
        or any(_holds(closure, None, predicate, node) for predicate in _TO_PROPERTIES)
        or _holds(closure, None, node, None)
    )


def _holds(
    closure: Closure, subject: Node | None, predicate: Node, object_: Node | None
) -> bool:
    return any(True for _ in closure.triples((subject, predicate, object_)))


def _classes_in(description: Description) -> Iterator[Node]:
    """Yield the names of classes and datatypes in a description."""
    match description:
        case Named(name):
            yield name
        case Parts(parts):
            for part in parts:
                yield from _classes_in(part)
        case Only(_, filler) | AtLeast(_, _, filler) | AtMost(_, _, filler):
            yield from _classes_in(filler)


def _roles_in(description: Description) -> Iterator[URIRef]:
    """Yield the names of properties in a description."""
    match description:
        case Parts(parts):
            for part in parts:
                yield from _roles_in(part)
        case Only(role, filler) | AtLeast(_, role, filler) | AtMost(_, role, filler):
            yield role.name
            yield from _roles_in(filler)
        case Related(role):
            yield role.name


_SYMMETRIC_CLASSES = (
    RDFS.subClassOf,
    OWL.equivalentClass,
    OWL.disjointWith,
    OWL.complementOf,
)
_OF_CLASSES = (
    *_SYMMETRIC_CLASSES,
    OWL.unionOf,
    OWL.intersectionOf,
    OWL.oneOf,
    OWL.hasKey,
    OWL.onProperty,
)
_TO_CLASSES = (
    *_SYMMETRIC_CLASSES,
    RDF.type,
    RDFS.domain,
    RDFS.range,
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.onClass,
)
_SYMMETRIC_PROPERTIES = (
    RDFS.subPropertyOf,
    OWL.equivalentProperty,
    OWL.inverseOf,
    OWL.propertyDisjointWith,
)
_OF_PROPERTIES = (
    *_SYMMETRIC_PROPERTIES,
    RDFS.domain,
    RDFS.range,
    OWL.propertyChainAxiom,
)
_TO_PROPERTIES = (*_SYMMETRIC_PROPERTIES, OWL.onProperty, OWL.assertionProperty)
_PROPERTIES = (
    RDF.Property,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.TransitiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.ReflexiveProperty,
    OWL.IrreflexiveProperty,
)
