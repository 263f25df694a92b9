"""Print the table of docs/quality.md: the development sets, the gold, the speed.

Run by `make quality`. Without the folder of test material (ARAZ_SHARED, else ../shared)
only the project's own gold and the speed are measured.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kg.config import PROJECT, Settings
from kg.evaluation.comparison import evaluate
from kg.model import Article
from kg.nlp.models import describe, load_model
from kg.pipeline.extraction import extract, load_annotator, read_knowledge
from kg.record import from_record, to_record
from kg.sources import read_articles
from tests.quality.throughput import measure_both

GOLD = PROJECT / "tests" / "gold"
# Figures of which less is better, and those that are no shares.
LESS = {"MAE"}
PLAIN = {"MAE", "r"}

type Row = tuple[str, str, str, str, str, str]


def score(shared: Path, target: dict[str, Any]) -> dict[str, Any]:
    """Return all figures of one development set.

    Raises:
        subprocess.CalledProcessError: If the scorer fails; its message is shown.
    """
    folder = shared / "eval"
    with tempfile.TemporaryDirectory() as written:
        figures = Path(written) / "figures.json"
        command = [
            *(sys.executable, folder / "score.py", target["set"]),
            *("--data", folder / "data" / target["data"]),
            *(
                "--command",
                f"{sys.executable} -m kg extract {{input}}",
                "--json",
                figures,
            ),
        ]
        subprocess.run(command, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL)
        result: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8"))
    # The errors quote texts that may not be read or shown.
    del result["errors"]
    return result


def rows_of(target: dict[str, Any], result: dict[str, Any]) -> Iterator[Row]:
    """Yield the table's rows of one set."""
    for wanted in target["figures"]:
        figure = wanted["figure"]
        value = result["rows"][wanted["row"]][figure]
        value = value if figure in PLAIN else 100 * value
        less = figure in LESS
        reached = value <= wanted["reach"] if less else value >= wanted["reach"]
        yield (
            target["set"],
            f"{wanted['row']}: {figure}",
            str(wanted["baseline"]),
            ("at most " if less else "") + str(wanted["reach"]),
            f"{value:.3f}" if figure in PLAIN else f"{value:.1f}",
            "yes" if reached else "no",
        )
    failures = {name: count for name, count in result["checks"].items() if count}
    yield (
        target["set"],
        "failures of the contract checks",
        "-",
        "0",
        json.dumps(failures) if failures else "0",
        "no" if failures else "yes",
    )


def own_gold(settings: Settings) -> Iterator[Row]:
    """Yield the figures on the gold written for the project."""
    knowledge = read_knowledge(settings)
    annotator = load_annotator(settings, knowledge)
    ontology = knowledge.ontology
    for name in ("sentences", "articles"):
        path = GOLD / f"{name}.jsonl"
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        gold = [from_record({"article": line["id"], **line}) for line in lines]
        read = read_articles([path], max_length=1_000_000)
        articles = [each for each in read if isinstance(each, Article)]
        found = {}
        for each in extract(articles, annotator, knowledge.gazetteer, ontology):
            found[each.article.id] = from_record(to_record(each, ontology))
        evaluation = evaluate(gold, found, ontology)
        for s in evaluation.scores:
            if s.group not in {"relation", "type"}:
                f1 = f"{100 * s.f1:.1f}"
                yield f"own {name}", f"{s.group}: {s.name}: F1", "-", "-", f1, "-"
        leak = evaluation.leak
        share = f"{leak.share:.1%} of {leak.doubtful}"
        reached = "yes" if leak.share < 0.02 else "no"
        yield f"own {name}", "doubtful made edges", "-", "under 2 %", share, reached


def speed() -> Iterator[Row]:
    """Yield articles of 625 words a CPU-second, and the memory that it takes."""
    bare, whole = measure_both()
    yield (
        "seeds",
        "articles a CPU-second",
        f"{bare.articles:.1f} bare",
        "3",
        f"{whole.articles:.1f}",
        "yes" if whole.articles >= 3 else "no",
    )
    reached = "yes" if whole.memory < 700 else "no"
    yield "seeds", "MB of a worker at most", "-", "700", f"{whole.memory:.0f}", reached


def main() -> None:
    """Measure and print."""
    settings = Settings()
    model = describe(load_model(settings.model))
    day = datetime.now(UTC).date()
    click.echo(f"Measured on {day} with {model} by `make quality`.\n")
    click.echo("| set | figure | baseline | reach | measured | reached |")
    click.echo("|---|---|---|---|---|---|")
    shared = Path(os.environ.get("ARAZ_SHARED", PROJECT.parent / "shared"))
    targets = tomllib.loads(Path(__file__).with_name("targets.toml").read_text())
    for target in targets["target"] if shared.is_dir() else ():
        for row in rows_of(target, score(shared, target)):
            click.echo("| " + " | ".join(row) + " |")
    for row in (*own_gold(settings), *speed()):
        click.echo("| " + " | ".join(row) + " |")
    if not shared.is_dir():
        click.echo(
            f"\nNo development sets at {shared}; ARAZ_SHARED names their folder."
        )


if __name__ == "__main__":
    main()
