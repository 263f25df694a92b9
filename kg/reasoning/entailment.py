"""Whether something follows: each part of a conclusion, and how it is shown.

Blank nodes of a conclusion stand for something, and may be any one that fits; those
that an axiom is written with are a part of it. What the closure does not hold is shown
by refutation (`kg.reasoning.refutation`). A part that only says that a class expression
exists is true as soon as it can be read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, islice

from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.ontology.skolem import GENID
from kg.rdf.ntriples import triple_order
from kg.rdf.terms import NodeTriple
from kg.reasoning.datatypes import value_of
from kg.reasoning.descriptions import (
    MalformedDescriptionError,
    is_description,
    read_description,
)
from kg.reasoning.engine import Closure, Proof, reason
from kg.reasoning.expressions import DATATYPES
from kg.reasoning.homomorphism import connected, maps, substitute
from kg.reasoning.refutation import Refutation, Refuter
from kg.reasoning.scenarios import TooManyCasesError
from kg.reasoning.statements import StatementReader, is_structure
from kg.reasoning.vocabulary import unknown_terms

# So many things are tried for what a blank node may stand for.
_CANDIDATES = 64
# So many things are refuted one by one to show one axiom.
_MOST_DENIALS = 256


class How(StrEnum):
    """How a part of a conclusion was shown."""

    CLOSURE = "closure"
    REFUTATION = "refutation"
    PARSING = "parsing"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Triples of a conclusion that hang together, and how they were shown.

    `proofs` are those of what the closure holds, `refutations` the ways in which the
    rest could be false, each with what it contradicts. `reason` says why a part was not
    shown.
    """

    triples: tuple[NodeTriple, ...]
    how: How
    proofs: tuple[Proof, ...] = ()
    refutations: tuple[Refutation, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entailment:
    """Whether a conclusion follows, with its parts."""

    parts: tuple[Part, ...]

    @property
    def holds(self) -> bool:
        """Whether all parts were shown."""
        return all(part.how is not How.NOT_SHOWN for part in self.parts)

    def __bool__(self) -> bool:
        return self.holds


def entails(
    premise: Iterable[NodeTriple],
    conclusion: Iterable[NodeTriple],
    data: Iterable[NodeTriple] = (),
) -> Entailment:
    """Say whether a conclusion follows by the semantics of OWL 2.

    What is shown follows. Something may follow and not be shown: the rules are complete
    for ground facts of ontologies in OWL 2 RL.

    Args:
        premise: Triples whose axioms become rules.
        conclusion: What may follow from them.
        data: Triples that rules are applied to, and that change none.
    """
    examiner = _Examiner(tuple(premise), tuple(data))
    parts = connected(conclusion)
    return Entailment(tuple(map(examiner.examine, parts)))


class _NotShownError(Exception):
    """Why a part cannot be shown."""


class _Examiner:
    def __init__(
        self, trusted: tuple[NodeTriple, ...], data: tuple[NodeTriple, ...]
    ) -> None:
        numbers = count(1)

        def fresh() -> URIRef:
            return URIRef(f"tag:any{GENID}any{next(numbers)}")

        self._fresh = fresh
        self._closure: Closure = reason(trusted, data)
        self._refuter = Refuter(trusted, data, self._closure, fresh)

    def examine(self, triples: tuple[NodeTriple, ...]) -> Part:
        """Return a part of a conclusion with how it is shown."""
        try:
            held = next(maps(triples, self._closure), None)
            if held is not None:
                return self._held(triples, held)
            if all(map(_is_datatype_declaration, triples)):
                proofs = (Proof(conclusion=t, rule="dt-type1") for t in triples)
                return Part(triples=triples, how=How.CLOSURE, proofs=tuple(proofs))
            return self._read(triples)
        except (MalformedDescriptionError, TooManyCasesError, _NotShownError) as error:
            return Part(triples=triples, how=How.NOT_SHOWN, reason=str(error))

    def _held(self, triples: tuple[NodeTriple, ...], binding: dict[Node, Node]) -> Part:
        proofs = (self._closure.explain(substitute(t, binding)) for t in triples)
        known = tuple(proof for proof in proofs if proof is not None)
        return Part(triples=triples, how=How.CLOSURE, proofs=known)

    def _read(self, triples: tuple[NodeTriple, ...]) -> Part:
        """Show a part by what its axioms mean."""
        graph = Graph()
        for triple in triples:
            graph.add(triple)
        reader = StatementReader(graph, self._fresh)
        _check_literals(triples)
        described = [
            read_description(node, graph)
            for node in set(graph.subjects())
            if is_description(node, graph)
        ]
        statements = sorted(filter(reader.is_statement, triples), key=triple_order)
        if not statements and not described:
            raise _NotShownError("it is no axiom of OWL 2, and nothing known fits it")
        denials = [d for s in statements for d in reader.denials(s) or ()]
        if len(denials) > _MOST_DENIALS:
            raise TooManyCasesError(f"more than {_MOST_DENIALS} cases")
        unknown = unknown_terms(denials, described, self._closure)
        if unknown:
            raise _NotShownError("; ".join(unknown))
        if not statements:
            return Part(triples=triples, how=How.PARSING)
        open_nodes = _open_nodes(statements, graph)
        for binding in self._bindings(statements, open_nodes):
            closed = tuple(substitute(triple, binding) for triple in triples)
            part = self._show(triples, closed)
            if part is not None:
                return part
        raise _NotShownError("its denial contradicts nothing that is known")

    def _bindings(
        self, statements: list[NodeTriple], open_nodes: frozenset[Node]
    ) -> Iterator[dict[Node, Node]]:
        """Yield what the blank nodes may stand for that are part of no axiom."""
        if not open_nodes:
            yield {}
            return
        facts = [
            triple
            for triple in statements
            if all(not isinstance(n, BNode) or n in open_nodes for n in triple)
        ]
        told = {node for triple in facts for node in triple}
        facts += [
            (node, RDF.type, BNode()) for node in sorted(open_nodes - told, key=str)
        ]
        yield from islice(maps(tuple(facts), self._closure), _CANDIDATES)

    def _show(
        self, triples: tuple[NodeTriple, ...], closed: tuple[NodeTriple, ...]
    ) -> Part | None:
        graph = Graph()
        for triple in closed:
            graph.add(triple)
        reader = StatementReader(graph, self._fresh)
        proofs: list[Proof] = []
        refutations: list[Refutation] = []
        for statement in sorted(filter(reader.is_statement, closed), key=triple_order):
            proof = self._closure.explain(statement)
            if proof is not None:
                proofs.append(proof)
                continue
            denials = reader.denials(statement)
            if denials is None:
                raise _NotShownError("nothing says so, and no other axiom implies it")
            for denial in denials:
                found = self._refuter.refute(denial)
                if found is None:
                    return None
                refutations += found
        return Part(
            triples=triples,
            how=How.REFUTATION if refutations else How.CLOSURE,
            proofs=tuple(proofs),
            refutations=tuple(refutations),
        )


def _open_nodes(statements: Iterable[NodeTriple], graph: Graph) -> frozenset[Node]:
    """Return the blank nodes that stand for something, rather than for an axiom."""
    return frozenset(
        node
        for triple in statements
        for node in (triple[0], triple[2])
        if isinstance(node, BNode) and not is_structure(node, graph)
    )


def _check_literals(triples: Iterable[NodeTriple]) -> None:
    for triple in triples:
        literal = triple[2]
        if isinstance(literal, Literal) and value_of(literal) is None:
            raise _NotShownError(f"{literal.n3()} is no value of its datatype")


def _is_datatype_declaration(triple: NodeTriple) -> bool:
    subject, predicate, object_ = triple
    is_kind = predicate == RDF.type and object_ == RDFS.Datatype
    return is_kind and subject in DATATYPES
