"""Measure how fast articles are extracted on one core, beside spaCy alone.

    python -m tests.quality.throughput

prints articles of 625 words a second of processor time, and the most memory that each
took. Both are measured in processes of their own, one after the other, on the same
texts, so that their ratio holds on any machine. Models and tables are loaded, and tried
on a first text, before the time starts.
"""

import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import click

from kg.config import PROJECT, Settings
from kg.model import Article
from kg.nlp.models import load_model
from kg.pipeline.extraction import extract, load_annotator, read_knowledge
from kg.sources import read_articles

# The article that throughput is counted in, in words.
WORDS = 625
TEXTS = PROJECT / "seeds" / "articles"
# Read before the time starts, so that nothing is made for the first time in it.
_FIRST = Article(id="first", text="Iran threatened Azerbaijan in Jabrayil on Monday.")
# What a library for matrices would spread over other cores.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Throughput:
    """Articles of 625 words a second of processor time, and MB of memory at most."""

    articles: float
    memory: float


def measure_parsing() -> Throughput:
    """Measure spaCy's pipeline alone, as it is configured."""
    articles = _articles()
    model = load_model(Settings().model)
    model(_FIRST.text)
    start = time.process_time()
    for _ in model.pipe(article.text for article in articles):
        pass
    return _throughput(articles, time.process_time() - start)


def measure_extraction() -> Throughput:
    """Measure all that `kg extract` does but reading files and writing records."""
    settings, articles = Settings(), _articles()
    knowledge = read_knowledge(settings)
    annotator = load_annotator(settings, knowledge)
    # Indexes of names are made when the first is looked for.
    for _ in extract([_FIRST], annotator, knowledge.gazetteer, knowledge.ontology):
        pass
    start = time.process_time()
    for _ in extract(articles, annotator, knowledge.gazetteer, knowledge.ontology):
        pass
    return _throughput(articles, time.process_time() - start)


def measure_both() -> tuple[Throughput, Throughput]:
    """Return the throughput of spaCy alone and that of extraction."""
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    return _apart(measure_parsing), _apart(measure_extraction)


def _apart(measure: Callable[[], Throughput]) -> Throughput:
    """Measure in a fresh process: what one needs, the other does not hold."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure).result()


def _articles() -> list[Article]:
    read = read_articles([TEXTS], max_length=1_000_000)
    return [each for each in read if isinstance(each, Article)]


def _throughput(articles: list[Article], seconds: float) -> Throughput:
    words = sum(len(article.text.split()) for article in articles)
    # Linux counts in kilobytes.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Throughput(words / WORDS / seconds, memory)


@click.command()
def main() -> None:
    """Measure and print."""
    bare, whole = measure_both()
    for name, found in (("spaCy alone", bare), ("extraction", whole)):
        click.echo(f"{name:12}{found.articles:6.1f} articles a second of one core")
        click.echo(f"{'':12}{found.memory:6.0f} MB at most")
    click.echo(f"{'ratio':12}{whole.articles / bare.articles:6.2f}")


if __name__ == "__main__":
    main()
