"""Numbers for terms: the executors compare and sort numbers, not strings."""

from collections.abc import Iterable, Iterator

from rdflib import Literal
from rdflib.term import Node

from kg.rdf.terms import NodeTriple

# Subject, predicate and object, by their numbers.
type Fact = tuple[int, int, int]

# Two numbers are packed into 64 bits, of which one is the sign.
CAPACITY = 1 << 31


class Dictionary:
    """Gives each term a number, in the order of first sight, and finds it again."""

    def __init__(self) -> None:
        """Start without terms."""
        self._numbers: dict[Node, int] = {}
        self._nodes: list[Node] = []

    def __len__(self) -> int:
        """Return how many terms have a number; these are 0 up to it."""
        return len(self._nodes)

    def number(self, node: Node) -> int:
        """Return the number of a term, a new one if it has none.

        Raises:
            OverflowError: If there are more terms than numbers.
        """
        found = self._numbers.get(node)
        if found is None:
            found = len(self._nodes)
            if found >= CAPACITY:
                raise OverflowError(f"more than {CAPACITY:,} terms")
            self._numbers[node] = found
            self._nodes.append(node)
        return found

    def find(self, node: Node) -> int | None:
        """Return the number of a term, if it has one."""
        return self._numbers.get(node)

    def node(self, number: int) -> Node:
        """Return the term of a number."""
        return self._nodes[number]

    def is_literal(self, number: int) -> bool:
        """Say whether the term of a number is a literal."""
        return isinstance(self._nodes[number], Literal)

    def literals(self, since: int = 0) -> Iterator[int]:
        """Yield the numbers of the literals, ascending, from a number on."""
        for number in range(since, len(self._nodes)):
            if isinstance(self._nodes[number], Literal):
                yield number

    def encode(self, triples: Iterable[NodeTriple]) -> Iterator[Fact]:
        """Yield triples by the numbers of their terms."""
        number = self.number
        for subject, predicate, object_ in triples:
            yield number(subject), number(predicate), number(object_)

    def decode(self, fact: Fact) -> NodeTriple:
        """Return the triple of a fact."""
        subject, predicate, object_ = fact
        return self._nodes[subject], self._nodes[predicate], self._nodes[object_]
