"""Read the sets that the recogniser learns from, as texts with labelled spans."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.nlp.recogniser.recogniser import DESCRIPTIONS, NAMES

# Labels of the sets, as labels of the recogniser.
CROSSNER: Mapping[str, str] = {
    "person": "Person",
    "politician": "Person",
    "organisation": "Organization",
    "politicalparty": "PoliticalParty",
    "country": "State",
    "location": "Place",
    "election": "Election",
    "event": "Event",
    "misc": "Other",
}
RE3D: Mapping[str, str] = {
    "Person": "Person",
    "Organisation": "Organization",
    "Location": "Place",
    "Nationality": "Other",
    "Weapon": "WeaponSystem",
    "MilitaryPlatform": "WeaponSystem",
    "Vehicle": "WeaponSystem",
}
# Works of the government of the United States, in the public domain. The rest of
# the set has other licences.
RE3D_FOLDERS = ("CENTCOM", "US State Department")

_PRONOUNS = {"he", "her", "i", "it", "our", "she", "they", "we", "you"}
_CLOSING = {".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "'", "’", "n't"}
_OPENING = {"(", "[", "$", "£", "€"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text with labelled spans of code points, for one task of the recogniser."""

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    task: int


def fold_of(identifier: str, folds: int) -> int:
    """Return the fold of an article, the same on every machine."""
    return zlib.crc32(identifier.encode()) % folds


def read_crossner(folder: Path) -> Iterator[Example]:
    """Yield the sentences of CrossNER; ids are those of the scorer."""
    for file in sorted(folder.glob("*.txt")):
        lines = file.read_text(encoding="utf-8").splitlines()
        groups = groupby(lines, key=lambda line: bool(line.strip()))
        sentences = (list(rows) for filled, rows in groups if filled)
        for number, rows in enumerate(sentences):
            tokens, tags = zip(*(row.split() for row in rows), strict=True)
            text, places = _join(tokens)
            spans = tuple(
                (places[first][0], places[last][1], CROSSNER[label])
                for first, last, label in _spans(tags)
            )
            yield Example(f"{file.stem}-{number}", text, spans, NAMES)


def read_re3d(folder: Path) -> Iterator[Example]:
    """Yield the documents of re3d that are in the public domain, once a task."""
    for name in RE3D_FOLDERS:
        spans: dict[str, list[tuple[int, int, str]]] = {}
        for raw in _json_lines(folder / name / "entities.json"):
            if raw["type"] in RE3D:
                span = (raw["begin"], raw["end"], RE3D[raw["type"]])
                spans.setdefault(raw["documentId"], []).append(span)
        for raw in _json_lines(folder / name / "documents.json"):
            text = raw["text"]
            found = (_trimmed(text, span) for span in spans.get(raw["_id"], ()))
            kept = tuple(sorted({span for span in found if span[0] < span[1]}))
            names = tuple(span for span in kept if _is_name(text[span[0] : span[1]]))
            yield Example(raw["_id"], text, kept, DESCRIPTIONS)
            yield Example(raw["_id"], text, names, NAMES)


def _join(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Write tokens as running text; say where each one stands."""
    text = ""
    places = []
    for i, token in enumerate(tokens):
        if i and token not in _CLOSING and tokens[i - 1] not in _OPENING:
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
    return text, places


def _spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the first and the last token, and the label, of each name."""
    start = None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            yield start, i - 1, tags[start][2:]
            start = None
        if tag.startswith("B-"):
            start = i


def _is_name(text: str) -> bool:
    """Say whether a description is a name: it begins and ends in capitals."""
    words = text.split()
    is_pronoun = text.lower() in _PRONOUNS
    return not is_pronoun and all(word[:1].isupper() for word in (words[0], words[-1]))


def _trimmed(text: str, span: tuple[int, int, str]) -> tuple[int, int, str]:
    """Drop white space, an article and a possessive ending at the edges of a span."""
    start, end, label = span
    words = text[start:end].split()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    if len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
        start += len(words[0])
        start += len(text[start:end]) - len(text[start:end].lstrip())
    for ending in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(ending):
            return start, end - len(ending), label
    return start, end, label


def _json_lines(file: Path) -> Iterator[dict[str, Any]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return (json.loads(line) for line in lines if line.strip())
