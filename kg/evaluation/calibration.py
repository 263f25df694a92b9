"""Fit the confidence of claims, and show how far it can be trusted.

    python -m kg.evaluation.calibration tests/gold/*.jsonl

writes `kg/nlp/confidence.yaml` and `docs/reliability.svg`, and prints the table of
docs/quality.md. Every figure is cross-validated: each article is judged by weights that
were fitted without it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import yaml

from kg.config import PROJECT, Settings
from kg.evaluation.reliability import Bin, bins_of, plot
from kg.evaluation.statements import fits, statements_of
from kg.gazetteer import read_gazetteer
from kg.lexicon import read_lexicon
from kg.model import Article
from kg.nlp.confidence import WEIGHTS, Confidence, features
from kg.nlp.matches import RelationMatch
from kg.nlp.pipeline import Annotator
from kg.ontology import read_ontology
from kg.record import Record, from_record
from kg.sources import read_articles

PLOT = PROJECT / "docs" / "reliability.svg"
FOLDS = 10
# Strength of the ridge penalty; the features are few and so are the examples.
RIDGE = 1.0
STEPS = 50
# Where the examples say little, a weight stays near this instead of 0. The gold has few
# pronouns; on other news, resolving them goes wrong in every third or fourth case. What
# stands inside a complement is the one aimed at in two of three.
PRIOR = {"pronoun": -1.0, "remote": -1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A relation mention with its features, and whether the gold has it."""

    article: str
    features: dict[str, float]
    is_right: bool


def examples_of(
    articles: Sequence[Article], gold: dict[str, Record], settings: Settings
) -> Iterator[Example]:
    """Yield an example for each relation mention found in articles with gold.

    Those that the ontology does not accept, or between mentions of one name, never
    become claims and teach nothing.
    """
    ontology = read_ontology(settings.ontology)
    lexicon = read_lexicon(settings.ontology / "lexicon.en.ttl", ontology)
    gazetteer = read_gazetteer(settings.gazetteer)
    recorded: list[dict[str, float]] = []

    def record(match: RelationMatch) -> float:
        recorded.append(features(match))
        return 0.5

    annotator = Annotator(settings, ontology, gazetteer, lexicon, confidence=record)
    for annotation in annotator.annotate(articles):
        seen = recorded[:]
        recorded.clear()
        mentions = {mention.id: mention for mention in annotation.mentions}
        there = statements_of(gold[annotation.article.id], ontology)
        found = zip(annotation.relation_mentions, seen, strict=True)
        for relation, values in found:
            ends = mentions[relation.subject], mentions[relation.object]
            if ends[0].name == ends[1].name:
                continue
            if not ontology.accepts(relation.predicate, ends[0].type, ends[1].type):
                continue
            here = Record(
                article=annotation.article.id,
                mentions=annotation.mentions,
                relation_mentions=(relation,),
            )
            (said,) = statements_of(here, ontology)
            is_right = any(fits(statement, said) for statement in there)
            yield Example(
                article=annotation.article.id, features=values, is_right=is_right
            )


def fit(examples: Sequence[Example]) -> Confidence:
    """Fit a logistic regression with a ridge penalty, by Newton's method."""
    names = sorted(examples[0].features)
    table = [[1.0, *(each.features[name] for name in names)] for each in examples]
    x = np.array(table)
    y = np.array([float(each.is_right) for each in examples])
    penalty = RIDGE * np.eye(x.shape[1])
    penalty[0, 0] = 0.0
    prior = np.array([0.0, *(PRIOR.get(name, 0.0) for name in names)])
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - penalty @ (weights - prior)
        curve = (x * (p * (1 - p))[:, None]).T @ x + penalty
        weights = weights + np.linalg.solve(curve, slope)
    bias, *rest = (round(float(weight), 4) for weight in weights)
    return Confidence(bias=bias, weights=dict(zip(names, rest, strict=True)))


def cross_validate(examples: Sequence[Example]) -> list[tuple[float, bool]]:
    """Return the confidence of each example by weights fitted without its article."""
    fold = {name: i % FOLDS for i, name in enumerate(sorted(_articles(examples)))}
    judged: list[tuple[float, bool]] = []
    for k in range(FOLDS):
        model = fit([each for each in examples if fold[each.article] != k])
        judged += [
            (model.sure(each.features), each.is_right)
            for each in examples
            if fold[each.article] == k
        ]
    return judged


def _articles(examples: Iterable[Example]) -> set[str]:
    return {each.article for each in examples}


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
def main(gold: tuple[Path, ...]) -> None:
    """Fit the confidence to GOLD, and write weights and reliability."""
    records: dict[str, Record] = {}
    for path in gold:
        for line in path.read_text(encoding="utf-8").splitlines():
            parsed = json.loads(line)
            record = from_record({"article": parsed["id"], **parsed})
            records[record.article] = record
    read = read_articles(gold, max_length=1_000_000)
    articles = [each for each in read if isinstance(each, Article)]
    examples = list(examples_of(articles, records, Settings()))
    model = fit(examples)
    WEIGHTS.write_text(
        "# Written by python -m kg.evaluation.calibration; see docs/quality.md.\n"
        + yaml.safe_dump({"bias": model.bias, "weights": dict(model.weights)}),
        encoding="utf-8",
    )
    judged = cross_validate(examples)
    bins = bins_of(judged)
    PLOT.write_text(plot(bins), encoding="utf-8")
    click.echo(table_of(bins, judged))


def table_of(bins: Sequence[Bin], judged: Sequence[tuple[float, bool]]) -> str:
    """Return the reliability table in Markdown, with its two figures."""
    rows = [
        f"| {each.low:.2f} to {each.high:.2f} | {each.count} | "
        f"{each.expected:.2f} | {each.right:.2f} |"
        for each in bins
    ]
    apart = sum(each.count * abs(each.expected - each.right) for each in bins)
    brier = sum((p - right) ** 2 for p, right in judged) / len(judged)
    share = sum(right for _, right in judged) / len(judged)
    plain = share * (1 - share)
    return "\n".join(
        [
            "| confidence | claims | mean confidence | right |",
            "|---|---|---|---|",
            *rows,
            "",
            f"{len(judged)} claims, {share:.1%} right.",
            f"Expected calibration error {apart / len(judged):.3f}.",
            f"Brier score {brier:.3f}, against {plain:.3f} for a constant.",
        ]
    )


if __name__ == "__main__":
    main()
