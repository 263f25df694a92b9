"""`kg link`: which entities a name may stand for."""

from typing import Any

import click

from kg.cli.link_review import review
from kg.cli.options import json_option, settings_options
from kg.cli.output import print_error, print_json, print_table
from kg.config import Settings
from kg.gazetteer import read_gazetteer
from kg.linking.disambiguation import Decision, decide
from kg.linking.probability import chance_of_link
from kg.linking.scoring import ScoredCandidate, candidates_for
from kg.ontology import read_ontology
from kg.wikidata.naming import items_named

REVIEW = "review"


class LinkCommand(click.Command):
    """Takes a name, or the word `review`; `--` before that makes it a name."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - as click has it
    ) -> click.Context:
        """Return the context of the command that the first word asks for."""
        if args[:1] == [REVIEW]:
            name = f"{info_name} {REVIEW}"
            return review.make_context(name, args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(cls=LinkCommand)
@click.argument("name")
@click.option(
    "--type", "type_name", metavar="CLASS", help="Only entities of the class."
)
@click.option("--online", is_flag=True, help="Items of Wikidata, too.")
@json_option
@settings_options("ontology", "gazetteer")
def link(
    name: str,
    type_name: str | None,
    online: bool,  # noqa: FBT001 - click passes flags by name
    as_json: bool,  # noqa: FBT001 - as above
    settings: Settings,
) -> None:
    """Print the candidates for NAME with their scores, or say why there is none.

    "kg link review" lists the links that somebody should look at, and writes what was
    decided on them; see its --help. "kg link -- review" looks up that word.
    """
    ontology = read_ontology(settings.ontology)
    if type_name is not None and type_name not in ontology.types:
        raise click.BadParameter(f"no class {type_name!r}", param_hint="--type")
    gazetteer = read_gazetteer(settings.gazetteer)
    candidates = candidates_for(name, type_name, gazetteer, ontology)
    if online:
        more = items_named(
            name,
            type_name,
            settings,
            gazetteer=gazetteer,
            ontology=ontology,
            report=print_error,
        )
        both = (*candidates, *more)
        candidates = tuple(sorted(both, key=lambda c: (-c.weight, c.id)))
    decision = decide(candidates)
    if as_json:
        print_json(_json(name, decision))
    else:
        _print(name, decision)


def _json(name: str, decision: Decision) -> dict[str, object]:
    return {
        "name": name,
        "entity": decision.chosen.id if decision.chosen else None,
        "score": decision.score,
        "chance": _chance(decision),
        "reason": decision.reason,
        "candidates": [_fields(c) for c in decision.candidates],
    }


def _print(name: str, decision: Decision) -> None:
    if decision.candidates:
        rows = [_fields(candidate) for candidate in decision.candidates]
        print_table(list(rows[0]), ([_cell(v) for v in r.values()] for r in rows))
    chance = _chance(decision)
    linked = decision.chosen.id if decision.chosen else "NIL"
    sure = "" if chance is None else f" (score {decision.score}, chance {chance})"
    click.echo(f"{name!r} is {linked}: {decision.reason}{sure}")


def _chance(decision: Decision) -> float | None:
    """Return how likely the choice is right; what has no item was never tried."""
    chosen = decision.chosen
    if chosen is None or chosen.entry.qid is None:
        return None
    return chance_of_link(chosen.method, decision.score)


def _fields(candidate: ScoredCandidate) -> dict[str, str | float | None]:
    entry = candidate.entry
    return {
        "entity": candidate.id,
        "type": entry.type,
        "qid": entry.qid,
        "country": entry.country,
        "score": candidate.score,
        "weight": candidate.weight,
        "method": candidate.method,
        "surface": candidate.surface,
    }


def _cell(value: str | float | None) -> str:
    return "" if value is None else str(value)
