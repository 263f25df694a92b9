"""Fit the scores of links to the share of them that is right, and show how far.

    python -m kg.linking.calibration tests/gold

reads `links.txt` and the records `*.jsonl` of the folder, writes `probability.tsv`
and prints a table of reliability. The names of the gold are linked as it gives them,
with its classes; nothing is learnt from anything outside the project. Every figure is
held out: see `kg.linking.fitting`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from kg.config import Settings
from kg.gazetteer import Gazetteer, NameForm, read_gazetteer
from kg.gazetteer.tables import write_rows
from kg.linking.disambiguation import link
from kg.linking.fitting import (
    STEPS,
    Judged,
    LinkExample,
    Steps,
    bins,
    calibration_error,
    chance_of,
    fit,
    held_out,
    proven_share,
    same_as_score,
    sure_when_held_out,
)
from kg.linking.probability import COLUMNS, TABLE
from kg.model import Entity, Mention, MentionKind, Span
from kg.ontology import Ontology, read_ontology

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


def _write(steps: Steps, file: Path) -> None:
    rows = []
    for method, some in steps.items():
        for low, step in zip(STEPS, some, strict=True):
            shares = f"{low:.2f}", f"{step.chance:.4f}", f"{step.proven:.4f}"
            rows.append((method, *shares, str(step.links), str(step.right)))
    write_rows(file, COLUMNS, rows)


def _table(judged: Judged) -> Iterator[str]:
    yield "| chance | links | mean chance | right |"
    yield "|---|--:|--:|--:|"
    for piece in bins(judged):
        mean = sum(p for p, _ in piece) / len(piece)
        span = f"{min(piece)[0]:.2f} to {max(piece)[0]:.2f}"
        yield f"| {span} | {len(piece)} | {mean:.2f} | {_right(piece)} |"


def _report(examples: Sequence[LinkExample]) -> Iterator[str]:
    tried = [
        (example, chance_of(example, steps)) for example, steps in held_out(examples)
    ]
    judged = [(chance, example.is_right) for example, chance in tried]
    sure = sure_when_held_out(examples)
    yield from _table(judged)
    yield f"\n{len(judged)} links, {_right(judged)} right."
    yield f"Expected calibration error {calibration_error(judged):.3f}."
    doubtful = [(chance, each.is_right) for each, chance in tried if each.score < 1]
    plain = [(each.score, each.is_right) for each, _ in tried if each.score < 1]
    yield (
        f"Of the {len(doubtful)} that linking is not sure of: "
        f"{calibration_error(doubtful):.3f}, "
        f"and {calibration_error(plain):.3f} as it scores them itself."
    )
    proven = proven_share(sum(right for _, right in sure), len(sure))
    yield (
        f"The same (owl:sameAs) from {same_as_score(fit(examples)):.3f} on: "
        f"{len(sure)} links held out, {_right(sure)} right, {proven:.3f} proven."
    )


def _right(judged: Judged) -> str:
    return f"{sum(right for _, right in judged) / max(1, len(judged)):.3f}"


@click.command()
@click.argument("gold", type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(gold: Path) -> None:
    """Fit the chances to the folder GOLD, write them and print their reliability."""
    settings = Settings()
    gazetteer = read_gazetteer(settings.gazetteer)
    ontology = read_ontology(settings.ontology)
    examples = examples_of(read_texts(gold, gazetteer), gazetteer, ontology)
    _write(fit(examples), TABLE)
    for line in _report(examples):
        click.echo(line)


if __name__ == "__main__":
    main()
