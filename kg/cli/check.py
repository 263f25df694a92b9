"""`kg check`: is everything as it has to be?"""

import click

from kg.cli.options import json_option, settings_options
from kg.cli.output import print_json
from kg.config import Settings
from kg.pipeline.checks import check as run_checks


@click.command()
@json_option
@settings_options("store", "ontology", "base_iri")
def check(as_json: bool, settings: Settings) -> None:  # noqa: FBT001 - click passes flags by name
    """Check the ontology and the store, a line each: ok or failed.

    These are the OWL 2 RL profile of the ontology, the SHACL shapes, the queries for
    violations, the competency questions, and contradictions.
    """
    found = []
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
    if any(result.problems for result in found):
        click.get_current_context().exit(1)
