"""What a client asks of the service, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Strictness(StrEnum):
    """How the types of a query count: of one, of one if possible, of all."""

    ANY = "any"
    SHOULD = "should"
    ALL = "all"


class Quantifier(StrEnum):
    """How many values of a condition an entity needs to have."""

    ANY = "any"
    ALL = "all"
    NONE = "none"


class Content(StrEnum):
    """How extension gives an entity: with its id, or by name only."""

    ID = "id"
    LITERAL = "literal"


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a condition; one that is an entity has an `id` too."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """That an entity has one of the values for a property.

    What does not meet a `required` one is no candidate at all.
    """

    property: str
    values: tuple[Given, ...]
    required: bool = False
    quantifier: Quantifier = Quantifier.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A name to reconcile, and what else is known of the entity.

    `text` is empty where only conditions are given. Without `strictness`, entities of
    other types are no candidates, but those of a similar one are.
    """

    text: str = ""
    types: tuple[str, ...] = ()
    strictness: Strictness | None = None
    limit: int
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A property to fetch; `limit` is the most values of an entity, 0 for all."""

    property: str
    limit: int = 0
    content: Content = Content.ID


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The entities and properties whose values are wanted."""

    ids: tuple[str, ...]
    properties: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries by the keys under which their results are expected."""

    queries: Mapping[str, Query] = field(default_factory=dict)
