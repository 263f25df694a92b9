"""What follows from the graphs of a store, why, and what in them contradicts itself.

Axioms are taken from the graphs that are trusted, and from no other.
"""

from bisect import insort
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from itertools import chain

from rdflib import Graph, URIRef

from kg.errors import ReasoningError
from kg.rdf.ntriples import triple_order
from kg.rdf.terms import NodeTriple, Triple
from kg.reasoning.bulk import LIMIT
from kg.reasoning.closure import OwlrlEngine, as_triple, is_trivial
from kg.reasoning.engine import AxiomError, Closure, Proof, reason
from kg.reasoning.minimal import Contradiction, find_contradictions

type Asserted = Mapping[URIRef, Iterable[NodeTriple]]
type Changes = Collection[tuple[URIRef, NodeTriple]]


class Engine(StrEnum):
    """What draws the conclusions."""

    ARAZ = "araz"
    OWLRL = "owlrl"


class Conclusions:
    """What follows from what graphs assert."""

    def __init__(
        self, asserted: Asserted, trusted: Collection[URIRef], *, limit: int = LIMIT
    ) -> None:
        """Take what is asserted.

        Args:
            asserted: Triples by the graph that asserts them.
            trusted: The graphs whose axioms become rules.
            limit: Most combinations of facts that a rule may look at in a round.
        """
        self._limit = limit
        self._trusted = frozenset(trusted)
        self._graphs: dict[NodeTriple, list[URIRef]] = {}
        for graph in sorted(asserted):
            for triple in asserted[graph]:
                self._graphs.setdefault(triple, []).append(graph)
        self._axioms = frozenset(
            triple for graph in trusted for triple in asserted.get(graph, ())
        )

    @cached_property
    def closure(self) -> Closure:
        """All that follows, drawn when it is first asked for.

        Raises:
            ReasoningError: If a rule would have to look at too many facts; it names
                the axiom and its graph.
        """
        data = (triple for triple in self._graphs if triple not in self._axioms)
        try:
            # In a fixed order, so that the same proof is told each time.
            axioms = sorted(self._axioms, key=triple_order)
            return reason(axioms, data, limit=self._limit)
        except AxiomError as error:
            graphs = {g for axiom in error.axioms for g in self.graphs(axiom)}
            told = ", ".join(f"<{graph}>" for graph in sorted(graphs))
            raise ReasoningError(f"{told or 'inferred'}: {error}") from error

    def change(self, removed: Changes, added: Changes) -> Mapping[Triple, bool] | None:
        """Take in what has changed; only what depends on it is drawn anew.

        Args:
            removed: Triples that a graph no longer asserts.
            added: Triples that a graph asserts now and did not before.

        Returns:
            Of the triples that may have come or gone, which are inferred now; None if
            the whole has to be drawn anew, as a trusted graph changed and with it the
            rules, or if it has to be read anew, as things are the same.
        """
        if any(graph in self._trusted for graph, _ in chain(removed, added)):
            return None
        self.closure.watch()
        gone = [triple for graph, triple in removed if self._forget(triple, graph)]
        new = [triple for graph, triple in added if self._learn(triple, graph)]
        # What one graph says no longer and another one now has not changed.
        moved = set(gone) & set(new)
        self.closure.delete(t for t in gone if t not in moved | self._axioms)
        self.closure.insert(t for t in new if t not in moved | self._axioms)
        touched = self.closure.touched()
        if touched is None:
            return None
        is_inferred = self.closure.is_inferred
        return {as_triple(t): is_inferred(t) for t in touched if not is_trivial(t)}

    def _forget(self, triple: NodeTriple, graph: URIRef) -> bool:
        """Take a triple from a graph; say whether no graph asserts it now."""
        graphs = self._graphs[triple]
        graphs.remove(graph)
        if not graphs:
            del self._graphs[triple]
        return not graphs

    def _learn(self, triple: NodeTriple, graph: URIRef) -> bool:
        """Give a triple to a graph; say whether no graph asserted it before."""
        graphs = self._graphs.setdefault(triple, [])
        insort(graphs, graph)
        return len(graphs) == 1

    def inferred(self, engine: Engine = Engine.ARAZ) -> frozenset[Triple]:
        """Return what follows and is not asserted, without what tells nobody anything.

        Args:
            engine: What draws the conclusions.

        Raises:
            ReasoningError: If the engine cannot apply a rule, or not to so many facts.
        """
        if engine is Engine.OWLRL:
            graph = Graph(bind_namespaces="none")
            for triple in self._graphs:
                graph.add(triple)
            return OwlrlEngine().closure(graph)
        return frozenset(
            as_triple(triple)
            for triple in self.closure.inferred()
            if not is_trivial(triple)
        )

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return the contradictions, each once, sorted."""
        return find_contradictions(self.closure, self._graphs, self._axioms)

    def refused(self) -> tuple[NodeTriple, ...]:
        """Return what data says of the identity of terms of the ontology: not taken."""
        return self.closure.refused()

    def explain(self, triple: NodeTriple) -> Proof | None:
        """Return why a triple holds, if it does."""
        return self.closure.explain(triple)

    def graphs(self, triple: NodeTriple) -> tuple[URIRef, ...]:
        """Return the graphs that assert a triple, sorted."""
        return tuple(self._graphs.get(triple, ()))
