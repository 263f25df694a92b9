"""What the front orders from the nursery, and what it hears from there."""

from dataclasses import dataclass
from enum import StrEnum

from kg.config import Settings


class Role(StrEnum):
    """What a worker may do: read a snapshot, write to the store, or read texts."""

    READER = "reader"
    WRITER = "writer"
    EXTRACTOR = "extractor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A worker to be forked.

    `number` tells orders apart; a reader opens the snapshot named `generation`, and
    counts its triples if it is to `count`, which takes a while.
    """

    number: int
    role: Role
    settings: Settings
    generation: str
    count: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Born:
    """The worker of an order has this process id."""

    number: int
    pid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A worker has ended, with an exit code, negative for a signal."""

    pid: int
    code: int


type Notice = Born | Ended
