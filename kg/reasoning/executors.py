"""The two executors behind one interface: what a closure is asked, whoever made it."""

from collections.abc import Iterator
from typing import Protocol

from kg.reasoning.arrays import ArrayFacts
from kg.reasoning.dictionary import Fact
from kg.reasoning.equality import Equality
from kg.reasoning.facts import FactIndex
from kg.reasoning.program import Clause, Program


class Executor(Protocol):
    """A closure, by terms' numbers and in their representatives."""

    program: Program
    source: Program
    equality: Equality

    @property
    def facts(self) -> FactIndex | ArrayFacts:
        """The facts, to be asked one by one."""

    def is_asserted(self, fact: Fact) -> bool:
        """Say whether a fact was given, in just these terms."""

    def instances(self, clause: Clause) -> Iterator[tuple[Fact, ...]]:
        """Yield the facts that a clause's body is, in each way in which it holds."""
