"""`kg build`: articles into the store, and all that follows from them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kg.cli.options import settings_options
from kg.cli.output import counted, print_error, progress
from kg.config import PROJECT, Settings
from kg.pipeline import build as pipeline
from kg.pipeline.events import (
    BuildEvent,
    Enriched,
    Failed,
    Forgotten,
    Kept,
    Loaded,
    Reasoned,
    Unchanged,
)
from kg.pipeline.online import build_online

# So many things that were not taken are named one by one.
_NAMED = 10
SEEDS = PROJECT / "seeds" / "articles"


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--prune", is_flag=True, help="Forget articles that are not given.")
@click.option("--online", is_flag=True, help="Ask Wikidata about what is linked.")
@settings_options(
    "store", "ontology", "gazetteer", "model", "base_iri", "engine", "max_article"
)
def build(
    paths: tuple[str, ...],
    prune: bool,  # noqa: FBT001 - click passes flags by name
    online: bool,  # noqa: FBT001 - as above
    settings: Settings,
) -> None:
    """Extract, link, load and reason: bring the store up to date with the articles.

    PATH is a file, a folder or - as for kg extract; without one, the seeds. An
    unchanged article costs nothing, a changed one is replaced. What was loaded
    before an interruption stays, and the next build goes on from there.
    """
    counts: Counter[type[BuildEvent]] = Counter()
    with progress("building") as advance:
        for event in _events(paths or (SEEDS,), settings, prune=prune, online=online):
            counts[type(event)] += 1
            _report(event)
            if not isinstance(event, Reasoned | Enriched):
                advance()
    print_error(
        f"{counted(sum(counts[kind] for kind in (Loaded, Unchanged)), 'article')}:"
        f" {counts[Loaded]} loaded, {counts[Unchanged]} unchanged,"
        f" {counts[Forgotten]} forgotten, {counts[Failed]} failed"
    )
    if counts[Failed]:
        click.get_current_context().exit(1)


def _events(
    paths: Sequence[str | Path], settings: Settings, *, prune: bool, online: bool
) -> Iterator[BuildEvent]:
    if online:
        return build_online(paths, settings, prune=prune, report=print_error)
    return pipeline.build(paths, settings, prune=prune)


def _report(event: BuildEvent) -> None:
    match event:
        case Failed():
            print_error(event.error)
        case Kept():
            many = counted(event.articles, "article")
            print_error(f"{many} kept: --prune needs every input to be readable")
        case Reasoned():
            report_reasoning(event)
        case Enriched():
            _report_enrichment(event)


def report_reasoning(event: Reasoned) -> None:
    """Print what the reasoner found."""
    for contradiction in event.contradictions:
        print_error(f"contradiction: {contradiction}")
    for refused in event.refused:
        print_error(f"not taken: {refused}: only the ontology equates its terms")
    how = "" if event.changed else ", unchanged"
    print_error(f"{counted(event.inferred, 'triple')} inferred{how}")


def _report_enrichment(event: Enriched) -> None:
    for old, new in event.merged:
        print_error(f"Wikidata: {old} was merged into {new}")
    for dropped in event.dropped[:_NAMED]:
        print_error(f"Wikidata: not taken: {dropped}")
    if event.dropped[_NAMED:]:
        print_error(f"Wikidata: not taken: {len(event.dropped) - _NAMED} more")
    found = f"{counted(event.facts, 'fact')}, {counted(event.linked, 'new link')}"
    print_error(f"Wikidata: {found}, {counted(event.requests, 'request')}")
