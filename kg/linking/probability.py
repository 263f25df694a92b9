"""The score of a link as the chance that it is right.

What linking itself scores says which candidate is best, not how often such a one is
right. `probability.tsv` says that: for each way in which a link is found, the chance
from a score on. `python -m kg.linking.calibration` makes it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg.gazetteer.tables import read_rows
from kg.model import Entity

TABLE = Path(__file__).with_name("probability.tsv")
COLUMNS = ("method", "score", "chance", "proven", "links", "right")

type Steps = Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]


@cache
def read_steps(file: Path = TABLE) -> Steps:
    """Return for each method the scores, rising, and the chance from each of them on.

    Raises:
        GazetteerError: For a malformed table; names file and line.
    """
    found: dict[str, dict[float, float]] = defaultdict(dict)
    for row in read_rows(file, COLUMNS):
        method, score, right = row.cells[:3]
        try:
            found[method][float(score)] = float(right)
        except ValueError:
            row.fail(f"score and chance need to be numbers, not {score!r}, {right!r}")
    return {
        method: (tuple(sorted(steps)), tuple(steps[score] for score in sorted(steps)))
        for method, steps in found.items()
    }


def chance(entity: Entity) -> float:
    """Return the chance that an entity's link is right; 0 if there is none."""
    if entity.qid is None:
        return entity.score
    return chance_of_link(entity.method or "", entity.score)


def chance_of_link(method: str, score: float) -> float:
    """Return the chance that a link is right which was found so and scored so.

    A way of finding links that the table lacks keeps its own score.
    """
    steps = read_steps().get(method)
    if steps is None:
        return score
    scores, chances = steps
    return chances[max(bisect_right(scores, score) - 1, 0)]
