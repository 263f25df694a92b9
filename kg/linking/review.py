"""What reviewers decided on links: accepted, rejected, or replaced by another.

The decisions are a table in SSSOM that people may edit: a row says that an entity
(`ent:`) is an item of Wikidata (`wd:`) or another entity, or, with the modifier `Not`,
that it is none. A link is replaced by a row with `Not` for the old one and a row for
the new one. Linking honours them (`kg.linking.judging`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from kg.ontology.sssom import MappingRow, mapping_table, read_mapping_table

METHOD = "reviewed"
ITEM, ENTITY = "wd:", "ent:"
PREDICATES = ("owl:sameAs", "skos:exactMatch")
NOT = "Not"
JUSTIFICATION = "semapv:ManualMappingCuration"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_modifier",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "confidence",
    "comment",
)
METADATA = (
    "#curie_map:",
    "#  ent: https://w3id.org/araz/entity/",
    "#  owl: http://www.w3.org/2002/07/owl#",
    "#  semapv: https://w3id.org/semapv/vocab/",
    "#  skos: http://www.w3.org/2004/02/skos/core#",
    "#  wd: http://www.wikidata.org/entity/",
    "#mapping_set_id: https://w3id.org/araz/mappings/reviewed",
    "#mapping_set_title: Links of Araz that people have decided on",
    "#license: https://www.apache.org/licenses/LICENSE-2.0",
)
_NEEDED = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "confidence",
)
_SUBJECT = re.compile(r"ent:[\w.\-'()–]+")
_OBJECT = re.compile(r"wd:Q[1-9]\d*|ent:[\w.\-'()–]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """That an entity is an item or another entity, or that it is not.

    `subject` is a local name, `object` an item or an entity, as `wd:Q794`, `ent:Iran`.
    """

    subject: str
    object: str
    holds: bool
    author: str
    day: date
    predicate: str = PREDICATES[0]
    subject_label: str = ""
    object_label: str = ""
    comment: str = ""

    @property
    def qid(self) -> str | None:
        """The identifier of the item; none where the object is an entity."""
        is_item = self.object.startswith(ITEM)
        return self.object.removeprefix(ITEM) if is_item else None

    @property
    def entity(self) -> str | None:
        """The local name of the other entity; none where the object is an item."""
        return None if self.qid else self.object.removeprefix(ENTITY)

    @property
    def key(self) -> str:
        """What it says, in short and without spaces."""
        return f"{self.subject}{'=' if self.holds else '!'}{self.object}"


@dataclass(frozen=True)
class Review:
    """All judgements, to be asked about one entity."""

    judgements: tuple[Judgement, ...] = ()

    @cached_property
    def _by_subject(self) -> Mapping[str, tuple[Judgement, ...]]:
        found: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in sorted(self.judgements, key=_order):
            found[judgement.subject].append(judgement)
        return {subject: tuple(some) for subject, some in found.items()}

    def about(self, subjects: Iterable[str]) -> tuple[Judgement, ...]:
        """Return the judgements on some entities, sorted."""
        wanted = sorted(set(subjects) & set(self._by_subject))
        return tuple(each for name in wanted for each in self._by_subject[name])

    def accepted(self, subject: str) -> Judgement | None:
        """Return the judgement that says what an entity is, if one does."""
        some = self._by_subject.get(subject, ())
        return next((each for each in some if each.holds), None)

    def rejects(self, subject: str, qid: str | None) -> bool:
        """Say whether an entity is not to be linked to an item."""
        some = self._by_subject.get(subject, ())
        return any(not each.holds and each.qid == qid for each in some)

    def first_accepted_as(self, qid: str) -> str:
        """Return the entity that was first said to be an item; it lends its name."""
        some = [each for each in self.judgements if each.holds and each.qid == qid]
        return min(some, key=lambda each: (each.day, each.subject)).subject

    def with_more(self, judgements: Iterable[Judgement]) -> "Review":
        """Return the review with judgements that win over contrary earlier ones."""
        kept = {(each.subject, each.object): each for each in self.judgements}
        for new in judgements:
            if new.holds and (
                old := Review(tuple(kept.values())).accepted(new.subject)
            ):
                del kept[(old.subject, old.object)]
            kept[(new.subject, new.object)] = new
        return replace(self, judgements=tuple(sorted(kept.values(), key=_order)))


NO_REVIEW = Review()


def read_review(file: Path) -> Review:
    """Read the judgements; without the file there are none.

    Raises:
        MappingError: For a malformed row, or rows that contradict each other; names
            file and line.
    """
    if not file.exists():
        return NO_REVIEW
    table = read_mapping_table(file, _NEEDED)
    seen: dict[tuple[str, str], MappingRow] = {}
    found: dict[str, tuple[Judgement, MappingRow]] = {}
    judgements = []
    for row in table.rows:
        judgement = _judgement(row)
        pair = (judgement.subject, judgement.object)
        if pair in seen:
            row.fail(f"{' '.join(pair)} is decided on in line {seen[pair].line} too")
        seen[pair] = row
        if judgement.holds:
            if judgement.subject in found:
                other = found[judgement.subject][1].line
                row.fail(f"line {other} says that {judgement.subject} is another")
            found[judgement.subject] = judgement, row
        judgements.append(judgement)
    _check_circles(found)
    return Review(tuple(sorted(judgements, key=_order)))


def write_review(review: Review, file: Path) -> None:
    """Write the judgements, sorted by entity."""
    rows = (_cells(judgement) for judgement in sorted(review.judgements, key=_order))
    file.parent.mkdir(parents=True, exist_ok=True)
    text = mapping_table(METADATA, COLUMNS, rows)
    # A table is whole at any time, should the writing be cut short.
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(file)


def _order(judgement: Judgement) -> tuple[str, bool, str]:
    return judgement.subject, judgement.holds, judgement.object


def _judgement(row: MappingRow) -> Judgement:
    subject, modifier = row["subject_id"], row["predicate_modifier"]
    if not _SUBJECT.fullmatch(subject):
        row.fail(f"subject_id needs an entity such as ent:Iran, not {subject!r}")
    if not _OBJECT.fullmatch(row["object_id"]):
        expected = "wd:Q794 or ent:Iran"
        row.fail(f"object_id needs to be such as {expected}, not {row['object_id']!r}")
    if subject == row["object_id"]:
        row.fail(f"{subject} is compared with itself")
    if row["predicate_id"] not in PREDICATES:
        expected = " or ".join(PREDICATES)
        row.fail(f"predicate_id needs {expected}, not {row['predicate_id']!r}")
    if modifier not in ("", NOT):
        row.fail(f"predicate_modifier needs to be {NOT} or empty, not {modifier!r}")
    if row["mapping_justification"] != JUSTIFICATION:
        row.fail(f"mapping_justification needs to be {JUSTIFICATION}")
    if row["confidence"] not in ("1", "1.0"):
        row.fail(f"who decides is sure: confidence 1, not {row['confidence']!r}")
    return Judgement(
        subject=subject.removeprefix(ENTITY),
        object=row["object_id"],
        holds=modifier != NOT,
        author=row["author_label"],
        day=_day(row),
        predicate=row["predicate_id"],
        subject_label=row["subject_label"],
        object_label=row["object_label"],
        comment=row["comment"],
    )


def _day(row: MappingRow) -> date:
    text = row["mapping_date"]
    try:
        return date.fromisoformat(text)
    except ValueError:
        row.fail(f"mapping_date needs a day such as 2026-10-01, not {text!r}")


def _check_circles(found: Mapping[str, tuple[Judgement, MappingRow]]) -> None:
    for subject, (judgement, row) in found.items():
        met = {subject}
        other = judgement.entity
        while other is not None and other in found:
            if other in met:
                row.fail(f"{subject} is said to be {other} in a circle")
            met.add(other)
            other = found[other][0].entity


def _cells(judgement: Judgement) -> Mapping[str, str]:
    return {
        "subject_id": f"{ENTITY}{judgement.subject}",
        "subject_label": judgement.subject_label,
        "predicate_modifier": "" if judgement.holds else NOT,
        "predicate_id": judgement.predicate,
        "object_id": judgement.object,
        "object_label": judgement.object_label,
        "mapping_justification": JUSTIFICATION,
        "author_label": judgement.author,
        "mapping_date": judgement.day.isoformat(),
        "confidence": "1",
        "comment": judgement.comment,
    }
