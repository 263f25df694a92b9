"""Fit the scores of links to the share of them that is right, and show how far.

    python -m kg.linking.calibration tests/gold

reads `links.txt` and the records `*.jsonl` of the folder, writes `probability.tsv`
and prints a table of reliability. The names of the gold are linked as it gives them,
with its classes; nothing is learnt from anything outside the project. Every figure is
cross-validated: each text is judged by chances that were fitted without it.
"""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import click

from kg.config import Settings
from kg.gazetteer import Gazetteer, NameForm, read_gazetteer
from kg.gazetteer.tables import write_rows
from kg.linking.disambiguation import link
from kg.linking.probability import COLUMNS, TABLE
from kg.model import Entity, Mention, MentionKind, Span
from kg.ontology import Ontology, read_ontology

FOLDS = 10
# The scores that are told apart; between two of them a link is as sure as at the lower.
STEPS = (0.0, 0.55, 0.65, 0.75, 0.85, 0.9, 0.95, 1.0)
# So many links of all methods count as examples of each method, and so many imagined
# ones, half of them right, of all methods: few examples prove little.
_SHARED = 4.0
_IMAGINED = 2.0
# Most links are sure, so the bins of reliability are narrow where many are.
_BORDERS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
_MARKED = re.compile(r"\[(.+?)\]\{(\w+) (.+?)\}")
_NONE = "-"
_OWN_NAMES = (NameForm.NAME, NameForm.ALIAS, NameForm.FOLDED)


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its names; for each, which entities are right (none for NIL)."""

    id: str
    text: str
    mentions: tuple[Mention, ...]
    right: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class LinkExample:
    """A link that was made: by which method, with what score, and whether rightly."""

    text: str
    method: str
    score: float
    is_right: bool


# For each method, its chances from each of the steps on.
type Chances = Mapping[str, tuple[float, ...]]


def read_texts(folder: Path, gazetteer: Gazetteer) -> Iterator[GoldText]:
    """Yield the gold of a folder: marked texts, then records."""
    lines = (folder / "links.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith("#"):
            yield _marked(f"links:{number}", line)
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield _recorded(json.loads(line), gazetteer)


def entities_of(
    gold: GoldText, gazetteer: Gazetteer, ontology: Ontology
) -> Iterator[tuple[Mention, Entity, bool]]:
    """Yield each name that is linked to an item, its entity, and whether rightly."""
    linked, entities = link(
        gold.mentions, gazetteer, ontology, article_id=gold.id, text=gold.text
    )
    by_id = {entity.id: entity for entity in entities}
    for mention in linked:
        entity = by_id[mention.entity or ""]
        if entity.qid:
            yield mention, entity, entity.id in gold.right[mention.id]


def examples_of(
    texts: Iterable[GoldText], gazetteer: Gazetteer, ontology: Ontology
) -> list[LinkExample]:
    """Return an example for each entity that a text is linked to."""
    found: dict[tuple[str, str], LinkExample] = {}
    for gold in texts:
        for _, entity, is_right in entities_of(gold, gazetteer, ontology):
            key = gold.id, entity.id
            both = is_right and (key not in found or found[key].is_right)
            found[key] = LinkExample(gold.id, entity.method or "", entity.score, both)
    return list(found.values())


def fit(examples: Sequence[LinkExample]) -> Chances:
    """Return chances that rise with the score, for each method.

    A method borrows from all methods together as much as it lacks examples; then
    neighbours that fall are levelled (pool adjacent violators).
    """
    half = _IMAGINED / 2
    whole = [(half + right, _IMAGINED + count) for right, count in _counts(examples)]
    shared = _rising(whole)
    by_method: dict[str, list[LinkExample]] = defaultdict(list)
    for example in examples:
        by_method[example.method].append(example)
    return {
        method: _rising(
            [
                (right + _SHARED * chance, count + _SHARED)
                for (right, count), chance in zip(_counts(some), shared, strict=True)
            ]
        )
        for method, some in sorted(by_method.items())
    }


def cross_validate(examples: Sequence[LinkExample]) -> list[tuple[float, bool]]:
    """Return the chance of each example by those fitted without its text."""
    names = sorted({example.text for example in examples})
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    judged: list[tuple[float, bool]] = []
    for k in range(FOLDS):
        chances = fit([each for each in examples if fold[each.text] != k])
        for each in examples:
            if fold[each.text] == k:
                known = chances.get(each.method)
                sure = known[_step(each.score)] if known else each.score
                judged.append((sure, each.is_right))
    return judged


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error, from 0 to 1."""
    bins = _bins(judged)
    apart = sum(abs(sum(p - right for p, right in piece)) for piece in bins)
    return apart / len(judged)


def _marked(name: str, line: str) -> GoldText:
    mentions, right, text, end = [], {}, "", 0
    for number, match in enumerate(_MARKED.finditer(line)):
        text += line[end : match.start()]
        start, words, end = len(text), match[1], match.end()
        text += words
        mentions.append(
            Mention(
                id=str(number),
                span=Span(start, len(text)),
                text=words,
                kind=MentionKind.NAME,
                type=match[2],
                name=words,
            )
        )
        right[str(number)] = frozenset(match[3].split("|")) - {_NONE}
    return GoldText(name, text + line[end:], tuple(mentions), right)


def _recorded(record: dict[str, object], gazetteer: Gazetteer) -> GoldText:
    """Return a record's names; a person goes by the fullest one that the text has."""
    mentions, right = [], {}
    fullest: dict[str, str] = {}
    given: list[dict[str, str]] = record["mentions"]  # type: ignore[assignment]
    names = [each for each in given if each["kind"] == MentionKind.NAME]
    for each in names:
        known = fullest.get(each["entity"], "")
        fullest[each["entity"]] = max(known, each["text"], key=len)
    for each in names:
        is_person = each["type"] == "Person"
        mentions.append(
            Mention(
                id=each["id"],
                span=Span(int(each["start"]), int(each["end"])),
                text=each["text"],
                kind=MentionKind.NAME,
                type=each["type"],
                name=fullest[each["entity"]] if is_person else each["text"],
            )
        )
        right[each["id"]] = _named(each["entity"], gazetteer)
    return GoldText(str(record["id"]), str(record["text"]), tuple(mentions), right)


def _named(entity: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Return what the gazetteer knows by the name that the gold gives an entity."""
    known = gazetteer.candidates(entity.replace("_", " "))
    named = (c.entry for c in known if c.form in _OWN_NAMES)
    return frozenset((entity, *(gazetteer.identifier(entry) for entry in named)))


def _counts(examples: Iterable[LinkExample]) -> list[tuple[float, float]]:
    """Return how many are right, and how many there are, at each step."""
    right: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for example in examples:
        step = _step(example.score)
        count[step] += 1
        right[step] += example.is_right
    return [(float(right[i]), float(count[i])) for i in range(len(STEPS))]


def _step(score: float) -> int:
    return max(i for i, low in enumerate(STEPS) if low <= score)


def _rising(counts: Iterable[tuple[float, float]]) -> tuple[float, ...]:
    """Return the shares, levelled so that they never fall."""
    pools: list[tuple[float, float, int]] = []
    for right, count in counts:
        pools.append((right, count, 1))
        while len(pools) > 1 and _share(pools[-2]) > _share(pools[-1]):
            last, before = pools.pop(), pools.pop()
            joined = zip(before, last, strict=True)
            right_, count_, width = (one + other for one, other in joined)
            pools.append((right_, count_, int(width)))
    return tuple(round(_share(pool), 4) for pool in pools for _ in range(pool[2]))


def _share(pool: tuple[float, float, int]) -> float:
    return pool[0] / pool[1]


def _bins(judged: Sequence[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    pieces = (
        [each for each in judged if low <= each[0] < high]
        for low, high in pairwise((*_BORDERS, math.inf))
    )
    return [piece for piece in pieces if piece]


def _write(examples: Sequence[LinkExample], file: Path) -> None:
    chances = fit(examples)
    rows = []
    for method, steps in chances.items():
        counts = _counts(each for each in examples if each.method == method)
        for low, chance, (right, count) in zip(STEPS, steps, counts, strict=True):
            cells = f"{low:.2f}", f"{chance:.4f}", f"{count:.0f}", f"{right:.0f}"
            rows.append((method, *cells))
    write_rows(file, COLUMNS, rows)


def _report(judged: Sequence[tuple[float, bool]]) -> Iterator[str]:
    yield "| chance | links | mean chance | right |"
    yield "|---|---|---|---|"
    for piece in _bins(judged):
        mean = sum(p for p, _ in piece) / len(piece)
        share = sum(right for _, right in piece) / len(piece)
        span = f"{min(piece)[0]:.2f} to {max(piece)[0]:.2f}"
        yield f"| {span} | {len(piece)} | {mean:.2f} | {share:.2f} |"
    share = sum(right for _, right in judged) / len(judged)
    yield f"\n{len(judged)} links, {share:.1%} right."
    yield f"Expected calibration error {calibration_error(judged):.3f}."


@click.command()
@click.argument("gold", type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(gold: Path) -> None:
    """Fit the chances to the folder GOLD, write them and print their reliability."""
    settings = Settings()
    gazetteer = read_gazetteer(settings.gazetteer)
    ontology = read_ontology(settings.ontology)
    examples = examples_of(read_texts(gold, gazetteer), gazetteer, ontology)
    _write(examples, TABLE)
    for line in _report(cross_validate(examples)):
        click.echo(line)
    unsure = [example for example in examples if example.score < 1]
    plain = [(example.score, example.is_right) for example in unsure]
    click.echo(
        f"Of the {len(unsure)} that linking is not sure of: "
        f"{calibration_error(cross_validate(unsure)):.3f}, "
        f"and {calibration_error(plain):.3f} as it scores them itself."
    )


if __name__ == "__main__":
    main()
