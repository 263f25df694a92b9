"""From links that were made, rightly or not, to the chance that one is right.

Every figure that is reported is held out: each text is judged by what was fitted
without it. What a link has to reach to say that two things are the same (`owl:sameAs`)
is fixed by a rule and not by looking at which links are wrong: see `same_as_score`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

FOLDS = 10
# The scores that are told apart; between two of them a link is as sure as at the lower.
STEPS = (0.0, 0.55, 0.65, 0.75, 0.85, 0.9, 0.95, 1.0)
# At least so many of the links that say "the same" are right, as far as the examples
# prove it: the lower bound of the interval in which the share lies with 95 %.
PROVEN = 0.9
_DEVIATIONS = 1.96
# So many links of all methods count as examples of each method, and so many imagined
# ones, half of them right, of all methods: few examples prove little.
_SHARED = 4.0
_IMAGINED = 2.0
# Most links are sure, so the bins of reliability are narrow where many are.
_BORDERS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
_THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class LinkExample:
    """A link that was made: by which method, with what score, and whether rightly."""

    text: str
    method: str
    score: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What holds of a method from a score on.

    `chance` is how likely such a link is right, `proven` the least share that the
    examples allow, `links` and `right` are those of this step alone.
    """

    chance: float
    proven: float
    links: int
    right: int


# For each method, its steps, in the order of `STEPS`.
type Steps = Mapping[str, tuple[Step, ...]]
type Judged = Sequence[tuple[float, bool]]


def fit(examples: Sequence[LinkExample]) -> Steps:
    """Return steps whose chances rise with the score, for each method.

    A method borrows from all methods together as much as it lacks examples; then
    neighbours that fall are levelled (pool adjacent violators). A step above all
    examples of its method is no surer than the last one that has some.
    """
    half = _IMAGINED / 2
    counts = _counts(examples)
    whole = [(half + right, _IMAGINED + count) for right, count in counts]
    shared = [_share(pool) for pool in _rising(whole)]
    by_method: dict[str, list[LinkExample]] = defaultdict(list)
    for example in examples:
        by_method[example.method].append(example)
    return {
        method: tuple(_steps(_counts(some), shared))
        for method, some in sorted(by_method.items())
    }


def proven_share(right: float, count: float) -> float:
    """Return the lower bound of Wilson's interval for a share, at 95 %.

    >>> round(proven_share(36, 36), 3), proven_share(0, 0)
    (0.904, 0.0)
    """
    if not count:
        return 0.0
    share, square = right / count, _DEVIATIONS**2
    middle = share + square / (2 * count)
    spread = math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    return max(0.0, (middle - _DEVIATIONS * spread) / (1 + square / count))


def same_as_score(steps: Steps) -> float:
    """Return the chance from which on a link says that two things are the same.

    The least thousandth such that every step with at least this chance is proven: of
    its examples, and those levelled with them, at least 90 % are right even at the
    lower bound of the interval.
    """
    every = (step for some in steps.values() for step in some)
    doubtful = max((s.chance for s in every if s.proven < PROVEN), default=0.0)
    return (math.floor(doubtful * _THOUSANDTHS) + 1) / _THOUSANDTHS


def chance_of(example: LinkExample, steps: Steps) -> float:
    """Return the chance of a link; one of a method without examples keeps its score."""
    known = steps.get(example.method)
    return known[_at(example.score)].chance if known else example.score


def held_out(
    examples: Sequence[LinkExample],
) -> Iterator[tuple[LinkExample, Steps]]:
    """Yield each example with steps that were fitted without its text."""
    names = sorted({example.text for example in examples})
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    for k in range(FOLDS):
        steps = fit([each for each in examples if fold[each.text] != k])
        yield from ((each, steps) for each in examples if fold[each.text] == k)


def cross_validate(examples: Sequence[LinkExample]) -> Judged:
    """Return the chance of each example by steps fitted without its text."""
    return [
        (chance_of(each, steps), each.is_right) for each, steps in held_out(examples)
    ]


def sure_when_held_out(examples: Sequence[LinkExample]) -> Judged:
    """Return the chances of those that would be the same, fitted without their texts.

    The score that they have to reach is found without their texts, too.
    """
    return [
        (chance, each.is_right)
        for each, steps in held_out(examples)
        if (chance := chance_of(each, steps)) >= same_as_score(steps)
    ]


def calibration_error(judged: Judged) -> float:
    """Return the expected calibration error, from 0 to 1."""
    apart = sum(abs(sum(p - right for p, right in piece)) for piece in bins(judged))
    return apart / len(judged)


def bins(judged: Judged) -> list[Judged]:
    """Return what was judged, put together by its chance; no bin is empty."""
    pieces = (
        [each for each in judged if low <= each[0] < high]
        for low, high in pairwise((*_BORDERS, math.inf))
    )
    return [piece for piece in pieces if piece]


def _steps(
    counts: Sequence[tuple[float, float]], shared: Sequence[float]
) -> Iterator[Step]:
    borrowed = [
        (right + _SHARED * chance, count + _SHARED)
        for (right, count), chance in zip(counts, shared, strict=True)
    ]
    pools = _rising(borrowed)
    chance = proven = 0.0
    last = max((i for i, (_, count) in enumerate(counts) if count), default=-1)
    for number, pool in enumerate(pools):
        if number <= last:
            # Nothing is surer than all methods together are at their surest.
            chance = min(_share(pool), shared[-1])
            proven = _proven(number, pools, counts)
        right, count = counts[number]
        yield Step(round(chance, 4), round(proven, 4), int(count), int(right))


def _proven(
    number: int, pools: Sequence[object], counts: Sequence[tuple[float, float]]
) -> float:
    """Return what the examples of a step, and those levelled with it, prove."""
    same = [i for i, pool in enumerate(pools) if pool is pools[number]]
    right, count = (sum(counts[i][part] for i in same) for part in (0, 1))
    return proven_share(right, count)


def _counts(examples: Iterable[LinkExample]) -> list[tuple[float, float]]:
    """Return how many are right, and how many there are, at each step."""
    right: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for example in examples:
        step = _at(example.score)
        count[step] += 1
        right[step] += example.is_right
    return [(float(right[i]), float(count[i])) for i in range(len(STEPS))]


def _at(score: float) -> int:
    return max(i for i, low in enumerate(STEPS) if low <= score)


def _rising(counts: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return for each step its pool; those levelled with others have one in common."""
    pools: list[tuple[float, float, int]] = []
    for right, count in counts:
        pools.append((right, count, 1))
        while len(pools) > 1 and _share(pools[-2][:2]) > _share(pools[-1][:2]):
            (r1, c1, w1), (r2, c2, w2) = pools[-2:]
            pools[-2:] = [(r1 + r2, c1 + c2, w1 + w2)]
    shared = [((right, count), width) for right, count, width in pools]
    return [pool for pool, width in shared for _ in range(width)]


def _share(pool: tuple[float, float]) -> float:
    return pool[0] / pool[1]
