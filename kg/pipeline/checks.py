"""Checks of ontology, tables and store: profile, shapes, questions, contradictions."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.config import Settings
from kg.errors import KgError, OntologyError
from kg.ontology import read_ontology, read_ontology_graph
from kg.pipeline.graphs import BACKGROUND, LINKS, article_graphs
from kg.pipeline.inference import read_conclusions, tell
from kg.pipeline.tables import (
    label_problems,
    source_problems,
    stored_label_problems,
)
from kg.rdf.rebase import WRITTEN_BASE
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Names
from kg.reasoning.profile import Severity, check_profile
from kg.reasoning.shapes import check_shapes, read_shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was checked, and what is wrong with it, a line each; nothing if it is ok."""

    name: str
    problems: tuple[str, ...] = ()


def check(settings: Settings) -> Iterator[Check]:
    """Check the ontology and the tables, then what was published last.

    Raises:
        KgError: If a file or the store cannot be read.
    """
    names = Names(settings.base_iri)
    read_ontology(settings.ontology)
    yield _profile(settings.ontology)
    yield from _tables(settings.gazetteer)
    with open_store(settings.store, read_only=True, names=names) as store:
        labels = stored_label_problems(store, names, settings.gazetteer)
        yield Check(name="tables: names in the store", problems=tuple(labels))
        yield from _shapes(store, settings.ontology, names)
        for path in sorted(settings.ontology.glob("checks/*.rq")):
            yield _violations(store, path, names)
        for path in sorted(settings.ontology.glob("questions/*.rq")):
            yield _question(store, path, names)
        yield _contradictions(store, names)


def _profile(folder: Path) -> Check:
    problems = check_profile(read_ontology_graph(folder))
    lines = [str(p) for p in problems if p.severity is Severity.VIOLATION]
    return Check(name="ontology: OWL 2 RL profile", problems=tuple(lines))


def _tables(folder: Path) -> Iterator[Check]:
    yield Check(name="tables: names of items", problems=tuple(label_problems(folder)))
    yield Check(name="tables: sources", problems=tuple(source_problems(folder)))


def _shapes(store: Store, folder: Path, names: Names) -> Iterator[Check]:
    shapes = read_shapes(folder)
    parts = {
        "background": (names.graph(BACKGROUND),),
        "links": (names.graph(LINKS),),
        "articles": article_graphs(store, names),
    }
    for name, graphs in parts.items():
        problems = (
            str(violation)
            for graph in graphs
            for violation in check_shapes(store.triples(graph), shapes)
        )
        yield Check(name=f"shapes: {name}", problems=tuple(problems))


def _violations(store: Store, path: Path, names: Names) -> Check:
    name = f"check: {path.stem.removesuffix('-violation')}"
    try:
        rows = _rows(store, path, names)
    except OntologyError as error:
        return Check(name=name, problems=(str(error),))
    return Check(name=name, problems=tuple(" ".join(row) for row in sorted(rows[1:])))


def _question(store: Store, path: Path, names: Names) -> Check:
    """Compare the answer to a competency question with the rows that it must have."""
    name = f"question: {path.stem}"
    try:
        answer = io.StringIO(_read(path.with_suffix(".csv"), names))
        found = _rows(store, path, names)
    except OntologyError as error:
        return Check(name=name, problems=(str(error),))
    missing = [row for row in csv.reader(answer) if row not in found]
    lines = tuple(f"missing from the answer: {', '.join(row)}" for row in missing)
    return Check(name=name, problems=lines)


def _contradictions(store: Store, names: Names) -> Check:
    found = read_conclusions(store, names).contradictions()
    return Check(name="contradictions", problems=tuple(tell(c, names) for c in found))


def _rows(store: Store, path: Path, names: Names) -> list[list[str]]:
    """Return the answer to a SELECT query as CSV has it, with its header."""
    try:
        content = b"".join(store.query(_read(path, names)).serialize("csv")).decode()
    except KgError as error:
        raise OntologyError(f"{path}: {error}") from error
    return list(csv.reader(io.StringIO(content)))


def _read(path: Path, names: Names) -> str:
    """Read a file of the ontology, with its IRIs below the base IRI that is set."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OntologyError(f"{path}: cannot be read: {reason}") from error
    return text.replace(WRITTEN_BASE, names.base)
