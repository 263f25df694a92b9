"""Why an inferred triple holds: its proof, down to what was asserted, and where."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Graph, URIRef

from kg.rdf.ntriples import triple_order
from kg.rdf.terms import NodeTriple
from kg.reasoning.rules import Derivation, derivations


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A triple and why it holds.

    `rule` is the rule of OWL 2 RL that gives it from the premises; an asserted triple
    has none, and `graphs` names the graphs, articles among them, that assert it.
    """

    conclusion: NodeTriple
    rule: str | None
    premises: tuple["Proof", ...] = ()
    graphs: tuple[URIRef, ...] = ()

    def leaves(self) -> Iterator["Proof"]:
        """Yield the asserted triples that the proof rests on."""
        if self.rule is None:
            yield self
        for premise in self.premises:
            yield from premise.leaves()


class Explainer:
    """Finds proofs in a closed set of graphs."""

    def __init__(
        self,
        asserted: Mapping[URIRef, Iterable[NodeTriple]],
        inferred: Iterable[NodeTriple],
    ) -> None:
        """Index the triples.

        Args:
            asserted: By the graph that asserts them.
            inferred: Their closure, without them.
        """
        self._graphs: dict[NodeTriple, list[URIRef]] = {}
        self.closed = Graph(bind_namespaces="none")
        for graph in sorted(asserted):
            for triple in asserted[graph]:
                self._graphs.setdefault(triple, []).append(graph)
                self.closed.add(triple)
        for triple in inferred:
            self.closed.add(triple)
        self._found: dict[NodeTriple, tuple[Derivation, ...]] = {}

    def explain(self, triple: NodeTriple) -> Proof | None:
        """Return a proof with as few steps one above another as can be, if any.

        Goals are opened breadth first, until the triple is proved from those open;
        so a circle of conclusions that support one another is never taken for one.
        """
        opened: set[NodeTriple] = set()
        frontier = {triple}
        while True:
            proofs = self._prove(opened | frontier)
            if triple in proofs:
                return proofs[triple]
            opened |= frontier
            frontier = {
                premise
                for goal in frontier
                for _, premises in self._derivations(goal)
                for premise in premises
            } - opened
            if not frontier:
                return None

    def _prove(self, goals: Iterable[NodeTriple]) -> dict[NodeTriple, Proof]:
        """Return the proofs of those goals that follow from the asserted among them."""
        waiting = sorted(goals, key=triple_order)
        proofs = {
            goal: Proof(conclusion=goal, rule=None, graphs=tuple(self._graphs[goal]))
            for goal in waiting
            if goal in self._graphs
        }
        grown = True
        while grown:
            # One round at a time, so that the first proof found is the lowest.
            found = {
                goal: proof
                for goal in waiting
                if goal not in proofs and (proof := self._step(goal, proofs))
            }
            proofs |= found
            grown = bool(found)
        return proofs

    def _step(
        self, goal: NodeTriple, proofs: Mapping[NodeTriple, Proof]
    ) -> Proof | None:
        for rule, premises in self._derivations(goal):
            if all(premise in proofs for premise in premises):
                return Proof(
                    conclusion=goal,
                    rule=rule,
                    premises=tuple(proofs[premise] for premise in premises),
                )
        return None

    def _derivations(self, goal: NodeTriple) -> tuple[Derivation, ...]:
        if goal in self._graphs:
            return ()
        if goal not in self._found:
            self._found[goal] = tuple(
                sorted(derivations(goal, self.closed), key=_derivation_order)
            )
        return self._found[goal]


def _derivation_order(derivation: Derivation) -> tuple[str, list[tuple[str, str, str]]]:
    rule, premises = derivation
    return rule, [triple_order(premise) for premise in premises]
