"""`kg link review`: links that somebody should look at, and decisions on them."""

import getpass
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from kg.cli.options import json_option, settings_options
from kg.cli.output import counted, open_output, output_option, print_error, print_json
from kg.config import Settings
from kg.linking.review import METADATA
from kg.ontology.sssom import mapping_table
from kg.pipeline.review import (
    Decisions,
    columns_of,
    decide_links,
    doubtful_links,
)

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
)
_PREFIX = "#  sssom: https://w3id.org/sssom/"
_ENTITY = "ENTITY[=ITEM]"


@click.command()
@click.option("--accept", multiple=True, metavar=_ENTITY, help="The link is right.")
@click.option("--reject", multiple=True, metavar=_ENTITY, help="The link is wrong.")
@click.option(
    "--replace",
    multiple=True,
    metavar="ENTITY=ITEM",
    help="It is this item, or this other entity, and not what it is linked to.",
)
@click.option("--author", help="Who decides.  [your login name]")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When it was decided.  [today]",
)
@output_option
@json_option
@settings_options("store", "ontology", "gazetteer", "reviewed", "base_iri")
def review(  # noqa: PLR0913, PLR0917 - click passes each option by name
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    replace: tuple[str, ...],
    author: str | None,
    day: datetime | None,
    output: Path | None,
    as_json: bool,  # noqa: FBT001 - click passes flags by name
    settings: Settings,
) -> None:
    """List the doubtful links of the store as SSSOM, what matters most first.

    With --accept, --reject or --replace, write these decisions into the table of
    reviewed links instead; every later build honours them. ENTITY is an entity such
    as ent:Iran, ITEM an item such as Q794 or another entity such as ent:Persia.
    """
    decisions = Decisions(accept=accept, reject=reject, replace=replace)
    if decisions:
        today = (day or datetime.now(UTC).astimezone()).date()
        made = decide_links(settings, decisions, author=author or _login(), day=today)
        print_error(f"{counted(len(made), 'decision')} in {settings.reviewed}")
        return
    doubts = doubtful_links(settings)
    if as_json and output is None:
        print_json([asdict(doubt) for doubt in doubts])
        return
    if as_json:
        raise click.UsageError("--json goes to standard output; leave out --output")
    table = mapping_table(_metadata(), _COLUMNS, columns_of(doubts))
    with open_output(output) as stream:
        stream.write(table.encode())


def _metadata() -> tuple[str, ...]:
    first, *rest = METADATA
    lines = (first, _PREFIX, *rest)
    return tuple(
        line.replace("/reviewed", "/doubtful").replace(
            "that people have decided on", "that people should look at"
        )
        for line in lines
    )


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise click.UsageError("your login name is not known: say --author") from error
