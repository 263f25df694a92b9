"""`kg check`: is everything as it has to be, and does something follow?"""

from itertools import count
from pathlib import Path

import click
from rdflib import BNode

from kg.cli.options import json_option, settings_options
from kg.cli.output import print_json
from kg.cli.terms import shorten
from kg.config import Settings
from kg.pipeline.checks import Check
from kg.pipeline.checks import check as run_checks
from kg.pipeline.entailments import check_entailment
from kg.rdf.terms import Names, NodeTriple
from kg.reasoning.entailment import How, Part


@click.command()
@click.option(
    "--entails",
    "statements",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Say of each statement of this Turtle file whether it follows, and how.",
)
@json_option
@settings_options("store", "ontology", "gazetteer", "base_iri")
def check(statements: Path | None, as_json: bool, settings: Settings) -> None:  # noqa: FBT001 - click passes flags by name
    """Check the ontology and the store, a line each: ok or failed.

    These are the OWL 2 RL profile of the ontology, names and sources in the tables
    of known entities, the SHACL shapes, the queries for violations, the competency
    questions, and contradictions. With --entails, check instead whether statements
    follow from ontology, background and articles.
    """
    if statements is None:
        good = _check_all(settings, as_json=as_json)
    else:
        good = _check_statements(statements, settings, as_json=as_json)
    if not good:
        click.get_current_context().exit(1)


def _check_all(settings: Settings, *, as_json: bool) -> bool:
    found: list[Check] = []
    for result in run_checks(settings):
        found.append(result)
        if not as_json:
            click.echo(f"{'failed' if result.problems else 'ok':6}  {result.name}")
            for problem in result.problems:
                click.echo(f"        {problem}")
    if as_json:
        print_json(
            [
                {
                    "name": result.name,
                    "ok": not result.problems,
                    "problems": list(result.problems),
                }
                for result in found
            ]
        )
    return not any(result.problems for result in found)


def _check_statements(path: Path, settings: Settings, *, as_json: bool) -> bool:
    entailment = check_entailment(settings, path)
    told = _Telling(Names(settings.base_iri))
    if as_json:
        print_json([told.fields(part) for part in entailment.parts])
    else:
        for part in entailment.parts:
            told.print(part)
    return entailment.holds


class _Telling:
    """Tells how statements were shown, with short names for blank nodes."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._blank: dict[BNode, BNode] = {}
        self._numbers = count(1)

    def print(self, part: Part) -> None:
        for number, triple in enumerate(part.triples):
            click.echo(f"{'' if number else part.how:10}  {self._triple(triple)}")
        if part.reason:
            click.echo(f"{'':12}because {part.reason}")
        for refutation in part.refutations:
            click.echo(f"{'':12}if not: {refutation.contradiction.message}")

    def fields(self, part: Part) -> dict[str, object]:
        return {
            "statement": [self._triple(triple) for triple in part.triples],
            "entailed": part.how is not How.NOT_SHOWN,
            "how": part.how.value,
            "reason": part.reason,
            "asserted": [
                self._triple(triple)
                for triple in dict.fromkeys(
                    leaf.conclusion for proof in part.proofs for leaf in proof.leaves()
                )
            ],
            "refutations": [
                {
                    "assumed": [self._triple(triple) for triple in each.assumed],
                    "contradiction": each.contradiction.message,
                    "rule": each.contradiction.rule,
                    "triples": [self._triple(t) for t in each.contradiction.triples],
                }
                for each in part.refutations
            ],
        }

    def _triple(self, triple: NodeTriple) -> str:
        named = (
            self._name(term) if isinstance(term, BNode) else term for term in triple
        )
        return " ".join(shorten(term, self._names) for term in named)

    def _name(self, node: BNode) -> BNode:
        if node not in self._blank:
            self._blank[node] = BNode(f"b{next(self._numbers)}")
        return self._blank[node]
