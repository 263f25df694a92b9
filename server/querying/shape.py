"""What a query asks for: its triple patterns, its conditions and the terms it names.

What is found is kept as it is written, so that a part of a query can be asked alone,
under the same prefixes, and be shown again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kg.rdf.sparql_names import Prologue

type NodeKind = Literal["variable", "iri", "literal", "blank", "other"]
type Role = Literal["needed", "alternative", "optional"]


@dataclass(frozen=True, slots=True)
class Node:
    """A subject, a predicate or an object; a variable has no `?` in its text."""

    text: str
    kind: NodeKind
    iri: str | None = None

    @property
    def written(self) -> str:
        """The text as it stands in a query."""
        return f"?{self.text}" if self.kind == "variable" else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A triple pattern.

    Attributes:
        subject: Who.
        verb: The predicate or the path, as written.
        predicate: The predicate; None for a path.
        object: Whom.
        text: All three as written.
        graph: The graph it is asked of, as written after `GRAPH`.
        role: There are no solutions without what is `needed`; others are branches of a
            `UNION` or within `OPTIONAL`.
    """

    subject: Node
    verb: str
    predicate: Node | None
    object: Node
    text: str
    graph: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Condition:
    """A `FILTER`, `MINUS` or `HAVING`, and where it stands."""

    keyword: str
    start: int
    end: int

    def without(self, text: str) -> str:
        """Return the query without it: the condition is replaced by one that holds."""
        harmless = "MINUS { }" if self.keyword == "MINUS" else f"{self.keyword}(true)"
        return text[: self.start] + harmless + text[self.end :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The parts of a query.

    Attributes:
        head: The prologue as written, to be put before other queries.
        datasets: The `FROM` clauses as written.
        patterns: All triple patterns, in order.
        conditions: All filters and differences, in order.
        terms: The IRIs named behind the prologue, as written, by absolute IRI.
        prologue: The prefixes.
    """

    head: str
    datasets: str
    patterns: tuple[Pattern, ...]
    conditions: tuple[Condition, ...]
    terms: Mapping[str, str]
    prologue: Prologue
