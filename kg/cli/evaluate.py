"""`kg evaluate`: how well extraction does against gold records."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from kg.cli.options import json_option, settings_options
from kg.cli.output import Tally, print_error, print_json, print_table
from kg.config import Settings
from kg.errors import ArticleError, KgError
from kg.evaluation.comparison import evaluate as compare
from kg.evaluation.scores import Evaluation
from kg.model import Article
from kg.ontology import read_ontology
from kg.pipeline.extraction import extract, load_annotator, read_knowledge
from kg.record import Record, from_record, to_record
from kg.sources import read_articles

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("gold", type=_FILE)
@click.option(
    "--articles",
    multiple=True,
    metavar="PATH",
    help="Where the articles are; without it, gold lines with a text are articles too.",
)
@click.option(
    "--records",
    type=_FILE,
    help="Score these records, made by kg extract, instead of extracting anew.",
)
@json_option
@settings_options("ontology", "gazetteer", "model", "max_article")
def evaluate(
    gold: Path,
    articles: tuple[str, ...],
    records: Path | None,
    as_json: bool,  # noqa: FBT001 - click passes flags by name
    settings: Settings,
) -> None:
    """Print precision, recall and F1 of mentions, claims and attributions.

    Also how many statements that are reported, negated or not actual became direct
    edges all the same.

    GOLD holds extraction records, one a line. A line that also has a text is the
    article to extract from as well, unless --articles or --records says otherwise.
    """
    there = Tally()
    wanted = list(there.sift(_read_records(gold)))
    if not wanted:
        raise KgError(f"{gold}: no gold record")
    here = Tally()
    if records is not None:
        found = {r.article: r for r in here.sift(_read_records(records))}
    else:
        inputs = read_articles(articles or [gold], max_length=settings.max_article)
        known = {record.article for record in wanted}
        given = (a for a in here.sift(inputs) if a.id in known)
        found = {record.article: record for record in _extract(given, settings)}
    for record in wanted:
        if record.article not in found:
            there.bad += 1
            print_error(f"{gold}: article {record.article!r} was not extracted")
    ontology = read_ontology(settings.ontology)
    _print(compare(wanted, found, ontology), as_json=as_json)
    if there.bad or here.bad:
        click.get_current_context().exit(1)


def _read_records(path: Path) -> Iterator[Record | ArticleError]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _read_record(f"{path}:{number}", line)
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"{path}: cannot be read: {error}") from error


def _read_record(where: str, line: str) -> Record | ArticleError:
    try:
        record: dict[str, Any] = json.loads(line)
        # A gold line may be an article as well, under the name articles have for it.
        return from_record({"article": record.get("id"), **record}, where)
    except ArticleError as error:
        return error
    except (AttributeError, TypeError, ValueError) as error:
        return ArticleError(where, f"no extraction record: {error}")


def _extract(articles: Iterable[Article], settings: Settings) -> Iterator[Record]:
    knowledge = read_knowledge(settings)
    annotator = load_annotator(settings, knowledge)
    for extraction in extract(
        articles,
        annotator,
        knowledge.gazetteer,
        knowledge.ontology,
        knowledge.review,
    ):
        yield from_record(to_record(extraction, knowledge.ontology))


def _print(evaluation: Evaluation, *, as_json: bool) -> None:
    rows = [
        {
            "group": row.group,
            "name": row.name,
            "precision": round(row.precision, 4),
            "recall": round(row.recall, 4),
            "f1": round(row.f1, 4),
            "correct": row.correct,
            "found": row.found,
            "gold": row.gold,
        }
        for row in evaluation.scores
    ]
    leak = evaluation.leak
    if as_json:
        edges = {
            "doubtful": leak.doubtful,
            "edges": leak.edges,
            "share": round(leak.share, 4),
        }
        print_json({"scores": rows, "doubtful_made_edges": edges})
        return
    print_table(list(rows[0]), ([str(v) for v in row.values()] for row in rows))
    click.echo(
        "Reported, negated or not actual statements that became edges: "
        f"{leak.edges} of {leak.doubtful} ({leak.share:.1%})"
    )
