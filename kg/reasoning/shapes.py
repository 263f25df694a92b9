"""SHACL: what a graph must look like before it is loaded (ontology/shapes.ttl)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, Graph, URIRef

from kg.errors import ShapeError
from kg.ontology.files import parse_turtle

if TYPE_CHECKING:
    from rdflib.term import Node

SHAPES_FILE = "shapes.ttl"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Violation:
    """One node that breaks one constraint.

    `path` is the property looked at and `value` what it has, both empty where the
    constraint is about the node itself or about something absent.
    """

    focus: str
    path: str
    constraint: str
    value: str
    message: str

    def __str__(self) -> str:
        where = f"{self.focus} {self.path}" if self.path else self.focus
        return f"{where}: {self.message}"


def read_shapes(folder: Path) -> Graph:
    """Read the shapes from the folder of the ontology.

    Raises:
        OntologyError: If the file cannot be read as Turtle.
    """
    return parse_turtle(folder / SHAPES_FILE)


def check_shapes(
    triples: Iterable[tuple["Node", "Node", "Node"]], shapes: Graph
) -> tuple[Violation, ...]:
    """Check triples against shapes; nothing is inferred and nothing is changed.

    Args:
        triples: A graph, or the triples of one.
        shapes: SHACL Core shapes, as `read_shapes` gives them.

    Returns:
        The violations, sorted; none if the triples conform.

    Raises:
        ShapeError: If the shapes themselves are malformed.
    """
    data = Graph(bind_namespaces="none")
    for triple in triples:
        data.add(triple)
    try:
        conforms, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", inplace=True
        )
    except ReportableRuntimeError as error:
        reason = " ".join(str(error).split())
        raise ShapeError(f"{SHAPES_FILE}: cannot be used: {reason}") from error
    return () if conforms else tuple(sorted(_violations(report)))


def _violations(report: Graph) -> Iterator[Violation]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        constraint = report.value(result, SH.sourceConstraintComponent)
        yield Violation(
            focus=str(report.value(result, SH.focusNode)),
            path=_text(report.value(result, SH.resultPath)),
            constraint=constraint.fragment if isinstance(constraint, URIRef) else "",
            value=_text(report.value(result, SH.value)),
            message=" ".join(str(report.value(result, SH.resultMessage)).split()),
        )


def _text(term: "Node | None") -> str:
    return "" if term is None else str(term)
