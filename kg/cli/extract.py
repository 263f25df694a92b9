"""`kg extract`: articles in, extraction records out."""

from itertools import chain
from pathlib import Path

import click

from kg.cli.options import settings_options
from kg.cli.output import (
    Tally,
    open_output,
    output_option,
    print_error,
    progress,
    write_json_line,
)
from kg.config import Settings
from kg.pipeline import extraction
from kg.record import to_record
from kg.sources import read_articles


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@output_option
@settings_options("ontology", "gazetteer", "model", "max_article")
def extract(files: tuple[str, ...], output: Path | None, settings: Settings) -> None:
    """Write the extraction record of every article, one JSON object a line.

    FILE is a text, Markdown, HTML, JSON Lines, RSS, Atom or WARC file, a folder of
    them, or - for JSON Lines on standard input. A file that cannot be read is named
    on standard error; the others go on.
    """
    tally = Tally()
    articles = tally.sift(read_articles(files, max_length=settings.max_article))
    first = next(articles, None)
    with open_output(output) as stream, progress("extracting") as advance:
        if first is not None:
            knowledge = extraction.read_knowledge(settings)
            annotator = extraction.load_annotator(settings, knowledge)
            for found in extraction.extract(
                chain([first], articles),
                annotator,
                knowledge.gazetteer,
                knowledge.ontology,
                knowledge.review,
            ):
                write_json_line(stream, to_record(found, knowledge.ontology))
                advance()
    print_error(tally.summary)
    if tally.bad:
        click.get_current_context().exit(1)
