"""What happens during a build, as values; whoever runs it decides what to show."""

from dataclasses import dataclass

from kg.errors import ArticleError, ShapeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An article is in the store already, as it would be made now."""

    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """An article was read and its graph is in the store."""

    article: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An article cannot be read, or its graph breaks a shape; it was not loaded."""

    error: ArticleError | ShapeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """An article is no longer among the inputs; its graph was dropped."""

    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Nothing was forgotten, because some input could not be read."""

    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoned:
    """The inferred graph is up to date.

    `inferred` counts its triples, `changed` says whether it had to be made anew,
    `refused` what articles say of the identity of terms, which is not taken.
    """

    inferred: int
    changed: bool
    contradictions: tuple[str, ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enriched:
    """What Wikidata gave.

    Attributes:
        linked: How many unlinked names have an item now.
        facts: How many facts were taken.
        requests: How many questions it took.
        dropped: What was not taken, and why.
        merged: Items that were merged into others, with those.
        problem: Why Wikidata was not asked any more, if so.
    """

    linked: int
    facts: int
    requests: int
    dropped: tuple[str, ...]
    merged: tuple[tuple[str, str], ...]
    problem: str | None


type BuildEvent = Unchanged | Loaded | Failed | Forgotten | Kept | Enriched | Reasoned
