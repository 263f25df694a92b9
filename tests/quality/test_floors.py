"""Extraction does not get worse on the gold written for the project.

`floors.json` holds the least F1 of each figure. Floors only rise: `pytest tests/quality
--update-floors` lifts those that are beaten and never lowers one. Where the gold
itself changes, its digest does too, and all floors are measured anew.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from kg.evaluation.comparison import evaluate
from kg.evaluation.scores import Evaluation
from kg.pipeline.extraction import extract
from kg.record import from_record, to_record
from tests.quality.conftest import GOLD

pytestmark = pytest.mark.model

FLOORS = Path(__file__).with_name("floors.json")
# A relation or class has few examples; one of them more or less is no decline.
MIN_EXAMPLES = {"relation": 3, "type": 5}
SLACK = {"relation": 0.1, "type": 0.1}
DOUBTFUL_EDGES = 0.02


@pytest.fixture(scope="module")
def evaluation(gold_articles, records, annotator, gazetteer, ontology) -> Evaluation:
    extractions = extract(gold_articles, annotator, gazetteer, ontology)
    found = (from_record(to_record(each, ontology)) for each in extractions)
    return evaluate(records, {record.article: record for record in found}, ontology)


@pytest.fixture(scope="module")
def floors(gold_set, evaluation, request) -> dict[str, float]:
    """The floors of a set, lifted first where that is asked for."""
    known: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    sha256 = hashlib.sha256((GOLD / f"{gold_set}.jsonl").read_bytes()).hexdigest()
    old = known.get(gold_set, {})
    if request.config.getoption("--update-floors"):
        before = old["f1"] if old.get("sha256") == sha256 else {}
        known[gold_set] = {"sha256": sha256, "f1": lifted(before, evaluation)}
        FLOORS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
        old = known[gold_set]
    assert old.get("sha256") == sha256, (
        f"the {gold_set} have changed; measure anew: "
        "pytest tests/quality --update-floors"
    )
    f1: dict[str, float] = old["f1"]
    return f1


def figures(evaluation: Evaluation) -> dict[str, float]:
    return {
        f"{score.group}: {score.name}": score.f1
        for score in evaluation.scores
        if score.gold >= MIN_EXAMPLES.get(score.group, 1)
    }


def lifted(floors: dict[str, float], evaluation: Evaluation) -> dict[str, float]:
    """Return the floors raised to what was measured, none of them lowered."""
    lifted_to = dict(floors)
    for name, f1 in figures(evaluation).items():
        floor = max(f1 - SLACK.get(name.split(":")[0], 0.01), 0.0)
        lifted_to[name] = max(floors.get(name, 0.0), int(floor * 1000) / 1000)
    return dict(sorted(lifted_to.items()))


def test_no_figure_sinks_below_its_floor(floors, evaluation):
    measured = figures(evaluation)

    sunk = [
        f"{name}: {measured.get(name, 0.0):.3f}, must reach {floor}"
        for name, floor in floors.items()
        if measured.get(name, 0.0) < floor
    ]

    assert not sunk, "\n".join(sunk)


def test_hardly_any_doubtful_statement_becomes_an_edge(evaluation):
    assert evaluation.leak.doubtful
    assert evaluation.leak.share < DOUBTFUL_EDGES
