"""Contradictions: what the rules that conclude `false` find in a closure.

Nothing else follows from a contradiction: reasoning goes on, and what the articles say
stays, each in its own graph, so that one wrong report does not silence the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.reasoning.arrays import ArrayFacts
from kg.reasoning.datatypes import contains, differ, is_known, value_of
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.executors import Executor
from kg.reasoning.facts import ASSERTED, FactIndex
from kg.reasoning.program import Program


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts that contradict each other, by a rule.

    `axioms` are the facts of the ontology that say so, `facts` those of the data.
    """

    rule: str
    axioms: tuple[Fact, ...]
    facts: tuple[Fact, ...]


def find_conflicts(executor: Executor, dictionary: Dictionary) -> Iterator[Conflict]:
    """Yield the contradictions in a closure, each once.

    Args:
        executor: What has the closure.
        dictionary: Of its terms.
    """
    seen: set[tuple[str, frozenset[Fact]]] = set()
    for conflict in _all(executor, dictionary):
        # Two classes exclude each other in either order; one report is enough.
        key = conflict.rule, frozenset(conflict.facts)
        if key not in seen:
            seen.add(key)
            yield conflict


def _all(executor: Executor, dictionary: Dictionary) -> Iterator[Conflict]:
    for clause in executor.program.clauses:
        if clause.head is None:
            for premises in executor.instances(clause):
                yield Conflict(clause.rule, clause.axioms, premises)
    yield from _of_values(executor.program, executor.facts, dictionary)


def _of_values(
    program: Program, facts: FactIndex | ArrayFacts, dictionary: Dictionary
) -> Iterator[Conflict]:
    yield from _different(program, facts, dictionary)
    ill_formed = frozenset(
        term for term in dictionary.literals() if _is_ill_formed(dictionary.node(term))
    )
    for term in sorted(ill_formed):
        for fact in sorted(facts.about(term)):
            if facts.level(fact) == ASSERTED:
                yield Conflict("dt-not-type", (), (fact,))
    for class_ in facts.values(program.type):
        datatype = dictionary.node(class_)
        if isinstance(datatype, URIRef) and is_known(datatype):
            for term in facts.subjects(program.type, class_):
                literal = dictionary.node(term)
                if (
                    isinstance(literal, Literal)
                    and term not in ill_formed
                    and contains(datatype, literal) is False
                ):
                    fact = term, program.type, class_
                    yield Conflict("dt-not-type", (), (fact,))


def _different(
    program: Program, facts: FactIndex | ArrayFacts, dictionary: Dictionary
) -> Iterator[Conflict]:
    """Yield the literals of different values that are said to be the same."""
    seen: set[frozenset[int]] = set()
    for one, other in facts.pairs(program.same):
        first, second = dictionary.node(one), dictionary.node(other)
        match first, second:
            case Literal(), Literal() if differ(first, second):
                if frozenset((one, other)) not in seen:
                    seen.add(frozenset((one, other)))
                    yield Conflict("dt-diff", (), ((one, program.same, other),))


def _is_ill_formed(node: Node) -> bool:
    """Say whether a literal is written as no value of its datatype is."""
    return isinstance(node, Literal) and value_of(node) is None
