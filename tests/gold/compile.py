"""Write the gold's JSON Lines from its readable notation (see README.md).

Run it after every change to them: python tests/gold/compile.py
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent
SOURCES = ("sentences", "articles")
SEEDS = GOLD.parents[1] / "seeds" / "articles"
KINDS = {"n": "nominal", "p": "pronoun"}
FACTUALITY = {"actual": 3, "planned": 1, "possible": 1, "conditional": 0, "demanded": 0}

type Json = dict[str, Any]
type Known = dict[str, tuple[str, str]]


class GoldError(ValueError):
    """A line of the notation that makes no sense."""


@dataclass
class Draft:
    """An article of the gold while its lines are read."""

    id: str
    published: str
    title: str = ""
    text: str = ""
    sentences: list[int] = field(default_factory=list)
    mentions: list[Json] = field(default_factory=list)
    claims: list[Json] = field(default_factory=list)
    reports: list[Json] = field(default_factory=list)
    events: dict[tuple[int, int], float] = field(default_factory=dict)

    def record(self) -> Json:
        """Return the line of the gold."""
        ordered = sorted(self.mentions, key=lambda m: (m["start"], -m["end"]))
        ids = {m["id"]: f"m{n}" for n, m in enumerate(ordered, start=1)}
        for mention in ordered:
            mention["id"] = ids[mention["id"]]
        for claim in self.claims:
            _renumber(claim, ids)
        return {
            "id": self.id,
            "title": self.title,
            "published": self.published,
            "text": self.text.strip() + ("\n" if "\n" in self.text.strip() else ""),
            "mentions": ordered,
            "claims": self.claims,
            "attributions": self.reports,
            "events": [
                {"trigger": {"start": start, "end": end}, "factuality": value}
                for (start, end), value in sorted(self.events.items())
            ],
        }


def _renumber(claim: Json, ids: dict[str, str]) -> None:
    for part in ("subject", "object", "place"):
        if claim[part]:
            claim[part] = ids[claim[part]]
    if claim["attribution"] and claim["attribution"]["source"]:
        claim["attribution"]["source"] = ids[claim["attribution"]["source"]]


def compile_gold(path: Path) -> Iterator[Json]:
    """Yield the records of one file in the notation.

    Raises:
        GoldError: With the file and the number of the line that makes no sense.
    """
    known: Known = {}
    draft: Draft | None = None
    block: list[tuple[int, str]] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate([*lines, "## end -"], start=1):
        is_new = line.startswith(("## ", "% ")) or not line
        is_text = not line.startswith((":", "!", ">", "#", "%"))
        if block and (is_new or is_text):
            assert draft is not None
            _Sentence(draft, known, path, block).read()
            block = []
        if line.startswith("## "):
            if draft is not None:
                yield draft.record()
            draft = _draft(line)
        elif line.startswith("% "):
            kind, entity, names = re.fullmatch(r"% (\S+) (\S+) = (.+)", line).groups()  # type: ignore[union-attr]
            known.update(dict.fromkeys(names.split(", "), (kind, entity)))
        elif not line and draft is not None and draft.text:
            draft.text = draft.text.rstrip() + "\n\n"
        elif line and not line.startswith("#"):
            block.append((number, line))


def _draft(line: str) -> Draft:
    identifier, published, *title = line.removeprefix("## ").split(maxsplit=2)
    if identifier == "seed":
        head = (SEEDS / f"{published}.md").read_text(encoding="utf-8").split("---")[1]
        fields = dict(row.split(": ", 1) for row in head.strip().splitlines())
        return Draft(published, fields["published"], fields["title"].strip('"'))
    return Draft(identifier, published, title[0] if title else "")


class _Sentence:
    """One sentence of the gold with its annotations."""

    def __init__(
        self, draft: Draft, known: Known, path: Path, block: list[tuple[int, str]]
    ) -> None:
        self._draft, self._known, self._path = draft, known, path
        self._line, text = block[0]
        self._rest = block[1:]
        if draft.text and not draft.text.endswith("\n"):
            draft.text += " "
        self._start = len(draft.text)
        draft.sentences.append(self._start)
        self._text = self._read_brackets(text)
        self.mentions: list[Json] = []

    def read(self) -> None:
        draft = self._draft
        draft.text += self._text
        for start, end, label in self._brackets:
            *kind, type_name, entity = label.split()
            self._add(start, end, type_name, entity, *kind)
        for number, line in self._rest:
            self._line = number
            if line.startswith("! "):
                self._read_mention(*line[2:].split())
        self._find_known()
        draft.mentions += self.mentions
        for prefix, read in (("> ", self._read_report), (": ", self._read_claim)):
            for number, line in self._rest:
                self._line = number
                if line.startswith(prefix):
                    read(line[2:])

    def _read_brackets(self, text: str) -> str:
        self._brackets: list[tuple[int, int, str]] = []
        plain, opened, position = "", [], 0
        while position < len(text):
            char = text[position]
            if char == "[":
                opened.append(len(plain))
            elif char == "]":
                label = re.match(r"\{([^}]*)\}", text[position + 1 :])
                if not label or not opened:
                    raise self._error("a bracket without its label")
                self._brackets.append((opened.pop(), len(plain), label[1]))
                position += label.end()
            else:
                plain += char
            position += 1
        return plain

    def _add(
        self, start: int, end: int, type_name: str, entity: str, kind: str = ""
    ) -> None:
        name = KINDS[kind] if kind else "name"
        base = self._start
        self.mentions.append(
            {
                "id": f"{base}:{start}:{end}",
                "start": base + start,
                "end": base + end,
                "text": self._text[start:end],
                "kind": name,
                "type": type_name,
                "entity": entity,
            }
        )

    def _read_mention(
        self, surface: str, type_name: str, entity: str, kind: str = ""
    ) -> None:
        words = surface.replace("_", " ")
        taken = {(m["start"], m["end"]) for m in self.mentions}
        found = 0
        for match in re.finditer(rf"\b{re.escape(words)}(?!\w)", self._text):
            if (match.start() + self._start, match.end() + self._start) in taken:
                continue
            start = match.start()
            article = re.match(r"(?:the|an?) ", words, re.IGNORECASE)
            if article:
                start += article.end()
            self._add(start, match.end(), type_name, entity, kind)
            found += 1
        if not found:
            raise self._error(f"{words!r} is not in the sentence")

    def _find_known(self) -> None:
        blocked = [(m["start"], m["end"]) for m in self.mentions if m["kind"] == "name"]
        for surface in sorted(self._known, key=len, reverse=True):
            type_name, entity = self._known[surface]
            for match in re.finditer(rf"\b{re.escape(surface)}(?!\w)", self._text):
                start, end = (self._start + at for at in match.span())
                if not any(a < end and start < b for a, b in blocked):
                    blocked.append((start, end))
                    self._add(*match.span(), type_name, entity)

    def _read_report(self, line: str) -> None:
        source, cue, content = re.fullmatch(r"(\S+) @(\S+) = (.+)", line).groups()  # type: ignore[union-attr]
        first, last = content.split(" ... ")
        start = self._find(first)[0]
        end = self._find(last, after=start)[1]
        place = self._find(cue.replace("_", " "))
        speaker = self._mention(source, place[0]) if source != "?" else None
        self._draft.reports.append(
            {
                "source": _span(speaker["start"], speaker["end"]) if speaker else None,
                "cue": _span(*place),
                "content": [_span(start, end)],
            }
        )

    def _read_claim(self, line: str) -> None:
        subject, predicate, object_, trigger, *rest = line.split()
        word, _, count = trigger.removeprefix("@").partition("#")
        at = self._find(word.replace("_", " "), count=int(count or 1))
        options = {key: value for key, _, value in (r.partition("=") for r in rest)}
        modality = next((m for m in FACTUALITY if m in options), "actual")
        negative = "neg" in options
        place = options.get("at")
        claim = {
            "subject": self._mention(subject, at[0])["id"],
            "predicate": predicate,
            "object": self._mention(object_, at[0])["id"],
            "trigger": _span(*at),
            "evidence": self._evidence(subject, object_, at[0]),
            "polarity": "negative" if negative else "positive",
            "modality": modality,
            "attribution": self._attribution(options.get("by"), at),
            "time": _period(options.get("on")),
            "place": self._mention(place, at[0])["id"] if place else None,
        }
        self._draft.claims.append(claim)
        factuality = FACTUALITY[modality]
        self._draft.events[at] = -factuality if negative else factuality

    def _evidence(self, subject: str, object_: str, near: int) -> Json:
        """Return the sentences from the first to the last that is needed.

        A group's member may be named in a sentence before.
        """
        ends = (self._mention(name, near)["start"] for name in (subject, object_))
        first = min(*ends, self._start)
        before = (start for start in self._draft.sentences if start <= first)
        return _span(max(before), self._start + len(self._text))

    def _attribution(self, by: str | None, trigger: tuple[int, int]) -> Json | None:
        if by is None:
            return None
        report = next(
            (
                report
                for report in self._draft.reports
                for piece in report["content"]
                if piece["start"] <= trigger[0] < piece["end"]
            ),
            None,
        )
        return {
            "source": self._mention(by, trigger[0])["id"] if by != "?" else None,
            "cue": report["cue"] if report else None,
            "content": report["content"][0] if report else None,
        }

    def _find(self, words: str, *, after: int = 0, count: int = 1) -> tuple[int, int]:
        pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
        places = [
            (match.start() + self._start, match.end() + self._start)
            for match in re.finditer(pattern, self._text)
            if match.start() + self._start >= after
        ]
        if len(places) < count:
            raise self._error(f"{words!r} is not in the sentence")
        return places[count - 1]

    def _mention(self, name: str, near: int) -> Json:
        entity, _, count = name.partition("#")
        here = [m for m in self.mentions if m["entity"] == entity]
        found = here or [m for m in self._draft.mentions if m["entity"] == entity]
        if not found:
            raise self._error(f"nothing so far mentions {entity}")
        if count:
            return sorted(found, key=lambda m: m["start"])[int(count) - 1]
        return min(found, key=lambda m: abs(m["start"] - near))

    def _error(self, message: str) -> GoldError:
        return GoldError(f"{self._path.name}:{self._line}: {message}")


def _span(start: int, end: int) -> Json:
    return {"start": start, "end": end}


def _period(days: str | None) -> Json | None:
    if not days:
        return None
    start, dots, end = days.partition("..")
    return {"start": start, "end": end or (None if dots else start)}


def lines(source: str) -> str:
    """Return the JSON Lines of one source."""
    records = compile_gold(GOLD / f"{source}.txt")
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD
    for name in SOURCES:
        (folder / f"{name}.jsonl").write_text(lines(name), encoding="utf-8")
        sys.stdout.write(f"{folder / name}.jsonl\n")
