"""The closure: all that follows from a graph by the rules of OWL 2 RL.

See https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.
"""

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

from kg.errors import ReasoningError
from kg.ontology import is_anonymous
from kg.rdf.terms import NodeTriple, Triple
from kg.reasoning.axioms import is_axiom, is_builtin, relevant

_REFLEXIVE = frozenset(
    (
        OWL.equivalentClass,
        OWL.equivalentProperty,
        OWL.sameAs,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
    )
)
_PLACING = frozenset((RDF.type, RDFS.domain, RDFS.range, RDFS.subClassOf))
_XSD = str(XSD)


class OwlrlEngine:
    """owlrl: another's statement of the same rules, to compare with."""

    def closure(self, graph: Graph) -> frozenset[Triple]:
        """Return what follows from a graph and does not stand in it.

        Trivial conclusions are left out; `is_trivial` says which those are.

        Raises:
            ReasoningError: If the graph needs a rule that owlrl cannot apply.
        """
        _check_keys(graph)
        closed = Graph(bind_namespaces="none")
        for triple in relevant(graph):
            closed.add(triple)
        _Rules(closed, False, False).closure()  # noqa: FBT003 - owlrl's own signature
        return frozenset(
            as_triple(triple)
            for triple in closed
            if triple not in graph and not is_trivial(triple)
        )


class _Rules(OWLRL_Semantics):  # type: ignore[misc]  # owlrl has no types
    """The rules of owlrl without the work that leads to trivial conclusions only.

    owlrl tries every rule on every triple, though only axioms set one off, and says
    of each term that it equals itself, then replaces it by itself everywhere.
    """

    def rules(self, t: NodeTriple, cycle_num: int) -> None:
        if is_axiom(t) or is_builtin(t[2]):
            super().rules(t, cycle_num)

    def _equality(self, triple: NodeTriple, cycle_num: int) -> None:
        subject, predicate, object_ = triple
        if predicate == OWL.sameAs and subject != object_:
            super()._equality(triple, cycle_num)


def is_trivial(triple: NodeTriple) -> bool:
    """Say whether a conclusion tells nobody anything.

    That is one about a literal, a node without a name or a term of RDF, RDFS, OWL or
    XML Schema itself; one that equates a thing with itself; and the membership of a
    thing in everything (`owl:Thing`).
    """
    subject, predicate, object_ = triple
    if not isinstance(subject, URIRef) or not isinstance(predicate, URIRef):
        return True
    if isinstance(object_, BNode):
        return True
    if is_anonymous(subject) or is_anonymous(object_):
        return True
    if is_builtin(subject) or subject.startswith(_XSD):
        return True
    if predicate in _PLACING and is_builtin(object_):
        return True
    return subject == object_ and predicate in _REFLEXIVE


def as_triple(triple: NodeTriple) -> Triple:
    """Return a conclusion that is not trivial as a triple of the store."""
    subject, predicate, object_ = triple
    if not isinstance(subject, URIRef) or not isinstance(predicate, URIRef):
        raise TypeError(f"{triple}: a trivial conclusion was not left out")
    if not isinstance(object_, URIRef | Literal):
        raise TypeError(f"{triple}: a trivial conclusion was not left out")
    return subject, predicate, object_


def _check_keys(graph: Graph) -> None:
    # owlrl compares all properties of a key but the last, and merges strangers.
    for class_ in graph.subjects(OWL.hasKey):
        raise ReasoningError(f"<{class_}>: this engine cannot apply owl:hasKey")
