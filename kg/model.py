"""The values that flow between the stages: plain, typed and immutable.

    Article -> Annotation (mentions, relation mentions, reports, events)
            -> entities, claims -> Extraction -> quads

Nothing here knows spaCy, RDF or HTTP. Offsets are half-open and count Unicode code
points of `Article.text`, which is never altered: `span.quote(text)` is always what
the article says there.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

Iri = NewType("Iri", str)

# Letters and marks an entity name may keep; the rest becomes an underscore.
_UNSAFE = re.compile(r"[^\w.\-'()–]+")


class MentionKind(StrEnum):
    """How a mention refers: by name, by description or by pronoun."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class Polarity(StrEnum):
    """Whether a claim says that the relation holds or that it does not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """In which world the relation is said to hold."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    DEMANDED = "demanded"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of an article's text, in code points.

    Raises:
        ValueError: Unless `0 <= start < end`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"a span needs 0 <= start < end, not {self.start}, {self.end}"
            raise ValueError(message)

    def quote(self, text: str) -> str:
        """Return the words of the text that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Say whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Say whether the spans share a code point."""
        return self.start < other.end and other.start < self.end

    def join(self, other: "Span") -> "Span":
        """Return the shortest span that contains both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article as it was published."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A closed interval of days; a missing end is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in the text that refers to an entity.

    `name` is the fullest name the article or the gazetteer gives the thing referred
    to; mentions with equal `name` and `type` corefer. `country` is the ISO 3166 code
    of the state it belongs to, where the text says so. `entity` and `qid` are filled
    in by linking.
    """

    id: str
    span: Span
    text: str
    kind: MentionKind
    type: str
    name: str
    confidence: float = 1.0
    country: str | None = None
    entity: str | None = None
    qid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A statement that the article lays in somebody's mouth.

    `source` is who says it, `cue` the word of saying, `content` what is said, in one
    or more pieces; `mention` is the id of the mention that the source refers to.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    mention: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event mention, and how factual the text presents it, from -3 to +3."""

    trigger: Span
    factuality: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationMention:
    """A relation as one sentence expresses it, between two mentions (by id).

    `event` is the PLOVER type that its words tell, where the relation has another.
    """

    subject: str
    predicate: str
    object: str
    trigger: Span
    evidence: Span
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    report: Report | None = None
    time: Period | None = None
    place: str | None = None
    frame: Iri | None = None
    event: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What natural-language analysis found in one article."""

    article: Article
    mentions: tuple[Mention, ...]
    relation_mentions: tuple[RelationMention, ...]
    reports: tuple[Report, ...]
    events: tuple[Event, ...]
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing in the world that mentions refer to.

    `id` is its local name in the knowledge graph, `score` the chance that the link to
    `qid` is right (0 to 1), `method` how it was found; an entity without `qid` is NIL.
    `agreement` (0 to 1) is how far the class that the text gives it fits the item's.
    """

    id: str
    label: str
    type: str
    qid: str | None = None
    score: float = 0.0
    method: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    agreement: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where an article says what a claim says: one relation mention, placed.

    `event` is the PLOVER type that its words tell, where the relation has another.
    """

    article: str
    sentence: Span
    quote: str
    trigger: Span
    subject: Mention
    object: Mention
    report: Report | None = None
    place: Mention | None = None
    frame: Iri | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That a relation holds, or not, between two entities, as an article says.

    Subject, object, place and `attributed_to` are local names of entities. Claims
    that are equal but for evidence and confidence are one claim.
    """

    subject: str
    predicate: str
    object: str
    polarity: Polarity
    modality: Modality
    attributed_to: str | None
    reported: bool
    time: Period | None
    place: str | None
    article: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that Araz takes from one article.

    `reviewed` are the judgements of reviewers on links that had a say, in short.
    """

    article: Article
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    reports: tuple[Report, ...]
    events: tuple[Event, ...]
    model: str
    reviewed: tuple[str, ...] = ()


def local_name(label: str) -> str:
    """Return the readable local name for a label, as DBpedia does it.

    >>> local_name("Ilham Aliyev")
    'Ilham_Aliyev'
    """
    name = unicodedata.normalize("NFC", label).strip()
    return _UNSAFE.sub("_", name).strip("_") or "unnamed"
