"""`kg dump`: the knowledge graph as a file."""

from pathlib import Path

import click

from kg.cli.options import settings_options
from kg.cli.output import open_output, output_option
from kg.config import Settings
from kg.rdf.formats import RDF_FORMATS
from kg.rdf.store import open_store
from kg.rdf.terms import Names

_DEFAULT = "ttl"


@click.command()
@click.option(
    "--format",
    "format_name",
    type=click.Choice([known.name for known in RDF_FORMATS]),
    help="RDF format; else by the suffix of the file, else ttl.",
)
@output_option
@settings_options("store", "base_iri")
def dump(format_name: str | None, output: Path | None, settings: Settings) -> None:
    """Write all graphs, sorted: equal content gives equal bytes.

    Formats without graphs (ttl, nt, rdf) hold the union of them.
    """
    names = Names(settings.base_iri)
    chosen = format_name or _format_of(output)
    with open_store(settings.store, read_only=True, names=names) as store:
        parts = store.dump(chosen)
        with open_output(output) as stream:
            for part in parts:
                stream.write(part)


def _format_of(output: Path | None) -> str:
    """Return the format that a file's name asks for: `araz.nq.gz` is N-Quads."""
    suffixes = [] if output is None else [s.lstrip(".") for s in output.suffixes]
    known = {known.name for known in RDF_FORMATS}
    return next((s for s in reversed(suffixes) if s in known), _DEFAULT)
