"""Nothing is called entailed that a model of the premises refutes.

Small worlds of three things are drawn, and axioms about them. Those true in the world
are premises; one that is false cannot follow from them, whatever else holds.
"""

from itertools import combinations, product
from typing import NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, Namespace
from rdflib.collection import Collection

from kg.reasoning.engine import reason
from kg.reasoning.entailment import entails

EX = Namespace("http://example.org/")
THINGS = range(3)
CLASSES, ROLES, NAMES = "ABC", "pq", "abc"


class World(NamedTuple):
    """What the names of classes, properties and individuals mean."""

    classes: dict[str, set[int]]
    roles: dict[str, set[tuple[int, int]]]
    names: dict[str, int]


@st.composite
def worlds(draw):
    pairs = st.sampled_from(list(product(THINGS, THINGS)))
    return World(
        {name: draw(st.sets(st.sampled_from(THINGS))) for name in CLASSES},
        {name: draw(st.sets(pairs, max_size=5)) for name in ROLES},
        {name: draw(st.sampled_from(THINGS)) for name in NAMES},
    )


role, name = st.sampled_from(ROLES), st.sampled_from(NAMES)
named_class = st.tuples(st.just("class"), st.sampled_from([*CLASSES, "Thing"]))
number = st.integers(0, 2)


def compound(inner):
    return st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
        st.tuples(st.sampled_from(["some", "only"]), role, inner),
        st.tuples(st.sampled_from(["min", "max"]), number, role, inner),
        st.tuples(st.just("value"), role, name),
        st.tuples(st.just("one of"), name, name),
        st.tuples(st.just("self"), role),
    )


classes = st.one_of(
    named_class, named_class, compound(named_class | compound(named_class))
)
KINDS = {
    OWL.TransitiveProperty: lambda r: all(
        (x, z) in r for x, y in r for w, z in r if y == w
    ),
    OWL.SymmetricProperty: lambda r: all((y, x) in r for x, y in r),
    OWL.AsymmetricProperty: lambda r: all((y, x) not in r for x, y in r),
    OWL.ReflexiveProperty: lambda r: all((x, x) in r for x in THINGS),
    OWL.IrreflexiveProperty: lambda r: all(x != y for x, y in r),
    OWL.FunctionalProperty: lambda r: len({x for x, _ in r}) == len(r),
    OWL.InverseFunctionalProperty: lambda r: len({y for _, y in r}) == len(r),
}
axioms = st.one_of(
    st.tuples(st.sampled_from(["sub", "equal", "disjoint"]), classes, classes),
    st.tuples(st.just("is"), name, classes),
    st.tuples(st.sampled_from(["related", "unrelated"]), name, role, name),
    st.tuples(st.sampled_from(["same", "different"]), name, name),
    st.tuples(st.just("all different")),
    st.tuples(st.just("all disjoint")),
    st.tuples(st.sampled_from(["domain", "range"]), role, classes),
    st.tuples(st.sampled_from(["subrole", "inverse", "exclusive"]), role, role),
    st.tuples(st.just("kind"), st.sampled_from(list(KINDS)), role),
    st.tuples(st.just("chain"), role, role, role),
    st.tuples(st.just("key"), classes, role),
)


def members(world, description):  # noqa: PLR0911 - one for each kind
    """Return the things of a world that a description fits."""
    kind, *parts = description
    if kind == "class":
        return set(THINGS) if parts[0] == "Thing" else world.classes[parts[0]]
    if kind == "not":
        return set(THINGS) - members(world, parts[0])
    if kind in ("and", "or"):
        one, other = (members(world, part) for part in parts)
        return one & other if kind == "and" else one | other
    if kind == "one of":
        return {world.names[part] for part in parts}
    if kind == "value":
        end = world.names[parts[1]]
        return {x for x in THINGS if (x, end) in world.roles[parts[0]]}
    if kind == "self":
        return {x for x in THINGS if (x, x) in world.roles[parts[0]]}
    found = members(world, parts[-1])
    pairs = world.roles[parts[-2]]
    met = {x: {y for y in found if (x, y) in pairs} for x in THINGS}
    if kind == "only":
        return {x for x in THINGS if {y for z, y in pairs if z == x} <= found}
    least = 1 if kind == "some" else parts[0]
    if kind == "max":
        return {x for x in THINGS if len(met[x]) <= least}
    return {x for x in THINGS if len(met[x]) >= least}


def holds(world, axiom):  # noqa: C901, PLR0911 - one for each kind
    """Say whether an axiom is true in a world."""
    kind, *parts = axiom
    roles, names = world.roles, world.names
    if kind in ("sub", "equal", "disjoint"):
        one, other = (members(world, part) for part in parts)
        return {
            "sub": one <= other,
            "equal": one == other,
            "disjoint": not one & other,
        }[kind]
    if kind == "is":
        return names[parts[0]] in members(world, parts[1])
    if kind in ("related", "unrelated"):
        there = (names[parts[0]], names[parts[2]]) in roles[parts[1]]
        return there is (kind == "related")
    if kind in ("same", "different"):
        return (names[parts[0]] == names[parts[1]]) is (kind == "same")
    if kind == "all different":
        return len(set(names.values())) == len(names)
    if kind == "all disjoint":
        return not any(a & b for a, b in combinations(world.classes.values(), 2))
    if kind in ("domain", "range"):
        found = members(world, parts[1])
        return all(pair[kind == "range"] in found for pair in roles[parts[0]])
    if kind in ("subrole", "inverse", "exclusive"):
        one, other = roles[parts[0]], roles[parts[1]]
        turned = {(y, x) for x, y in other}
        return {
            "subrole": one <= other,
            "inverse": one == turned,
            "exclusive": not one & other,
        }[kind]
    if kind == "kind":
        return KINDS[parts[0]](roles[parts[1]])
    if kind == "chain":
        one, other, whole = (roles[part] for part in parts)
        return all((x, z) in whole for x, y in one for w, z in other if y == w)
    found, values = members(world, parts[0]), roles[parts[1]]
    return all(
        x == y or not any((x, z) in values and (y, z) in values for z in THINGS)
        for x, y in product(found, found)
    )


def listed(graph, items):
    return Collection(graph, BNode(), items).uri


def described(graph, description):
    """Return the node of a description, with its triples put into a graph."""
    kind, *parts = description
    if kind == "class":
        return OWL.Thing if parts[0] == "Thing" else EX[parts[0]]
    node = BNode()
    if kind == "not":
        graph.add((node, OWL.complementOf, described(graph, parts[0])))
    elif kind in ("and", "or"):
        operator = OWL.intersectionOf if kind == "and" else OWL.unionOf
        items = [described(graph, part) for part in parts]
        graph.add((node, operator, listed(graph, items)))
    elif kind == "one of":
        graph.add((node, OWL.oneOf, listed(graph, [EX[part] for part in parts])))
    else:
        on = parts[1] if kind in ("min", "max") else parts[0]
        graph.add((node, OWL.onProperty, EX[on]))
        if kind == "self":
            graph.add((node, OWL.hasSelf, Literal("true", datatype=XSD.boolean)))
        elif kind == "value":
            graph.add((node, OWL.hasValue, EX[parts[1]]))
        elif kind in ("some", "only"):
            operator = OWL.someValuesFrom if kind == "some" else OWL.allValuesFrom
            graph.add((node, operator, described(graph, parts[1])))
        else:
            count = Literal(parts[0], datatype=XSD.nonNegativeInteger)
            graph.add((node, OWL[f"{kind}QualifiedCardinality"], count))
            graph.add((node, OWL.onClass, described(graph, parts[2])))
    return node


SIMPLE = {
    "sub": RDFS.subClassOf,
    "equal": OWL.equivalentClass,
    "disjoint": OWL.disjointWith,
    "same": OWL.sameAs,
    "different": OWL.differentFrom,
    "domain": RDFS.domain,
    "range": RDFS.range,
    "subrole": RDFS.subPropertyOf,
    "inverse": OWL.inverseOf,
    "exclusive": OWL.propertyDisjointWith,
    "is": RDF.type,
}


def write(graph, axiom):
    """Put the triples of an axiom into a graph."""
    kind, *parts = axiom
    node = BNode()
    if kind in SIMPLE:
        ends = [
            described(graph, part) if isinstance(part, tuple) else EX[part]
            for part in parts
        ]
        graph.add((ends[0], SIMPLE[kind], ends[1]))
    elif kind == "related":
        graph.add(tuple(EX[part] for part in parts))
    elif kind == "unrelated":
        graph.add((node, RDF.type, OWL.NegativePropertyAssertion))
        graph.add((node, OWL.sourceIndividual, EX[parts[0]]))
        graph.add((node, OWL.assertionProperty, EX[parts[1]]))
        graph.add((node, OWL.targetIndividual, EX[parts[2]]))
    elif kind in ("all different", "all disjoint"):
        of_names = kind == "all different"
        items = [EX[each] for each in (NAMES if of_names else CLASSES)]
        type_ = OWL.AllDifferent if of_names else OWL.AllDisjointClasses
        graph.add((node, RDF.type, type_))
        graph.add((node, OWL.members, listed(graph, items)))
    elif kind == "kind":
        graph.add((EX[parts[1]], RDF.type, parts[0]))
    elif kind == "chain":
        links = listed(graph, [EX[parts[0]], EX[parts[1]]])
        graph.add((EX[parts[2]], OWL.propertyChainAxiom, links))
    else:
        keys = listed(graph, [EX[parts[1]]])
        graph.add((described(graph, parts[0]), OWL.hasKey, keys))


def written(*told):
    graph = Graph()
    for each in told:
        write(graph, each)
    return graph


DECLARED = [
    *((EX[each], RDF.type, OWL.Class) for each in CLASSES),
    *((EX[each], RDF.type, OWL.ObjectProperty) for each in ROLES),
]


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(worlds(), st.lists(axioms, max_size=12), axioms)
def test_nothing_follows_that_a_model_of_the_premises_refutes(world, told, goal):
    assume(not holds(world, goal))
    premise = [*written(*(each for each in told if holds(world, each))), *DECLARED]

    assert not entails(premise, written(goal)).holds


@settings(max_examples=60, deadline=None)
@given(worlds(), st.lists(axioms, max_size=12))
def test_what_has_a_model_has_no_conflict(world, told):
    premise = [*written(*(each for each in told if holds(world, each))), *DECLARED]

    assert not list(reason(premise).conflicts())


@settings(max_examples=40, deadline=None)
@given(axioms)
def test_each_axiom_follows_from_itself(axiom):
    assert entails([*written(axiom), *DECLARED], written(axiom)).holds
