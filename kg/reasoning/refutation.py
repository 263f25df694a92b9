"""Refutation: what is denied contradicts the premises, so it holds.

Rules that go forward give ground facts only. That two classes exclude each other, or
that a relation carries on, they show in this way: its denial, with things that nothing
else is known of, makes a contradiction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from rdflib import OWL, RDF, RDFS, Literal, URIRef
from rdflib.term import Node

from kg.rdf.ntriples import triple_order
from kg.rdf.terms import NodeTriple
from kg.reasoning.datatypes import disjoint, follows, supertypes
from kg.reasoning.descriptions import Named, Related
from kg.reasoning.engine import Closure, reason
from kg.reasoning.minimal import Contradiction, Source, reduce_conflict
from kg.reasoning.scenarios import Scenario, scenarios
from kg.reasoning.statements import Denial, Fresh

# Where the premises contradict themselves, so many contradictions are looked at for
# one that comes of the denial.
_CONFLICTS = 256
_BUILTIN = (str(OWL), str(RDF), str(RDFS))


@dataclass(frozen=True, slots=True)
class Refutation:
    """A way in which something could be false, and what it contradicts.

    `assumed` are the triples that say it, of names that stand for anything.
    """

    assumed: tuple[NodeTriple, ...]
    contradiction: Contradiction


class Refuter:
    """Refutes denials by premises."""

    def __init__(
        self,
        trusted: Iterable[NodeTriple],
        data: Iterable[NodeTriple],
        closure: Closure,
        fresh: Fresh,
    ) -> None:
        """Take premises.

        Args:
            trusted: Triples whose axioms become rules.
            data: Triples that rules are applied to.
            closure: Of both.
            fresh: Gives names that are not in them.
        """
        self._trusted = tuple(trusted)
        self._data = tuple(data)
        self._fresh = fresh
        self._consistent = next(closure.conflicts(), None) is None
        kind = (None, RDF.type, OWL.ReflexiveProperty)
        self._reflexive = frozenset(role for role, _, _ in closure.triples(kind))

    def refute(self, denial: Denial) -> tuple[Refutation, ...] | None:
        """Return why nothing of what is denied can be so, None if it may be.

        Raises:
            TooManyCasesError: If there are too many ways in which it can be.
        """
        if self._is_in_closure(denial):
            return None
        found: list[Refutation] = []
        for scenario in scenarios(denial, self._fresh):
            selves = tuple(self._selves(denial, scenario))
            contradiction = self._contradiction((*scenario, *selves))
            if contradiction is None:
                return None
            found.append(Refutation(scenario, contradiction))
        return tuple(found)

    def _is_in_closure(self, denial: Denial) -> bool:
        """Say whether a denial is of a fact, which the closure has if it follows.

        It need not have literals in all forms, and has no thing related to itself only
        because all are.
        """
        if denial.triples or self._reflexive:
            return False
        match denial.members:
            case ((_, Named(name, positive=False)),):
                return name != OWL.Thing and not any(_datatypes([name]))
            case ((_, Related(value=value, positive=False)),):
                return value is not None and not isinstance(value, Literal)
        return False

    def _selves(self, denial: Denial, scenario: Scenario) -> Iterator[NodeTriple]:
        """Yield that what a denial is about is related to itself, where all is."""
        about = {node for node, _ in denial.members}
        for subject, predicate, object_ in scenario:
            if not str(predicate).startswith(_BUILTIN):
                about |= {subject, object_}
        for role in sorted(self._reflexive, key=str):
            for node in sorted(about, key=str):
                yield node, role, node

    def _contradiction(self, assumed: Scenario) -> Contradiction | None:
        """Return a contradiction that an assumption makes, if it makes one."""
        trusted = (*self._trusted, *assumed)
        for data in ((), self._data) if self._data else ((),):
            closure = reason(trusted, data)
            for conflict in islice(closure.conflicts(), _CONFLICTS):
                found = reduce_conflict(conflict, closure, frozenset(trusted))
                if self._consistent or not set(assumed).isdisjoint(found.triples):
                    return found
            found_value = _without_value(assumed, closure)
            if found_value is not None:
                return found_value
        return None


def _without_value(assumed: Scenario, closure: Closure) -> Contradiction | None:
    """Return why something assumed can have no value, by the datatypes it is of."""
    nodes = {node for subject, _, object_ in assumed for node in (subject, object_)}
    for node in sorted(nodes, key=str):
        kinds = [kind for _, _, kind in closure.triples((node, RDF.type, None))]
        datatypes = sorted(_datatypes(kinds))
        if not datatypes:
            continue
        typed = [(node, RDF.type, each) for each in datatypes]
        for one, other in combinations(datatypes, 2):
            if disjoint(one, other):
                message = f"no value is of {one} and of {other}"
                return _of_values(typed, closure, message)
        for kind in kinds:
            missing = list(closure.triples((kind, OWL.complementOf, None)))
            for other in _datatypes(object_ for _, _, object_ in missing):
                if follows(other, datatypes):
                    told = [*typed, (node, RDF.type, kind), *missing]
                    message = f"all values of {' and '.join(datatypes)} are of {other}"
                    return _of_values(told, closure, message)
    return None


def _datatypes(nodes: Iterable[Node]) -> Iterator[URIRef]:
    """Yield those of the nodes that are datatypes whose values are known."""
    for node in nodes:
        if isinstance(node, URIRef) and supertypes(node):
            yield node


def _of_values(
    told: Iterable[NodeTriple], closure: Closure, message: str
) -> Contradiction:
    leaves = {
        leaf.conclusion
        for triple in told
        if (proof := closure.explain(triple)) is not None
        for leaf in proof.leaves()
    }
    sources = tuple(map(Source, sorted(leaves, key=triple_order)))
    return Contradiction("dt-not-type", message, sources)
