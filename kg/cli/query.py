"""`kg query`: SPARQL over what was published last."""

import re
import sys
from pathlib import Path

import click

from kg.cli.options import settings_options
from kg.cli.output import open_output, output_option, print_table
from kg.cli.terms import shorten
from kg.config import Settings
from kg.errors import KgError
from kg.pipeline.graphs import asserted_graphs
from kg.rdf.formats import FORMATS
from kg.rdf.store import Answer, open_store
from kg.rdf.terms import Names

TABLE = "table"
_DECLARED = re.compile(r"\bprefix\s+([\w-]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w<:?$])([A-Za-z][\w-]*):(?!/)")


@click.command()
@click.argument("text", required=False, metavar="QUERY")
@click.option(
    "-f",
    "--file",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Read the query from this file, or - for standard input.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice([TABLE, *FORMATS]),
    default=TABLE,
    show_default=True,
    help="How to print the answer.",
)
@click.option(
    "--entailment",
    type=click.Choice(["owl-rl", "none"]),
    default="owl-rl",
    show_default=True,
    help="Whether to include what the reasoner has inferred.",
)
@output_option
@settings_options("store", "base_iri")
def query(
    text: str | None,
    file: Path | None,
    format_name: str,
    entailment: str,
    output: Path | None,
    settings: Settings,
) -> None:
    """Answer a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    The prefixes araz:, ent:, art:, claim: and graph:, and those of common
    vocabularies, need no declaration.
    """
    asked = _query_text(text, file)
    names = Names(settings.base_iri)
    with open_store(settings.store, read_only=True, names=names) as store:
        answer = store.query(
            _with_prefixes(asked, names.prefixes),
            default_graphs=asserted_graphs(store, names)
            if entailment == "none"
            else None,
        )
        if format_name != TABLE or answer.kind == "graph":
            with open_output(output) as stream:
                answer.write(stream, "ttl" if format_name == TABLE else format_name)
        elif output is not None:
            raise click.UsageError("-o needs a --format other than table")
        else:
            _print(answer, names)


def _query_text(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise click.UsageError("give the query either as an argument or with --file")
    if text is not None:
        return text
    try:
        if str(file) == "-":
            return sys.stdin.read()
        return Path(str(file)).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{file}: cannot be read: {error}") from error


def _with_prefixes(text: str, prefixes: dict[str, str]) -> str:
    """Declare the known prefixes that the query uses and does not declare itself.

    They stand on the query's first line, so that line numbers in messages stay right.
    """
    declared = set(_DECLARED.findall(text))
    wanted = sorted(set(_USED.findall(text)) & set(prefixes) - declared)
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in wanted) + text


def _print(answer: Answer, names: Names) -> None:
    if answer.kind == "boolean":
        click.echo("true" if answer.boolean else "false")
        return
    rows = [
        ["" if term is None else shorten(term, names) for term in row]
        for row in answer.rows()
    ]
    print_table([f"?{variable}" for variable in answer.variables], rows)
