"""Reading an index that `kg.gazetteer.database` wrote, as values."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from kg.errors import GazetteerError
from kg.gazetteer.rules import Rules, read_facts
from kg.gazetteer.surfaces import FORMS, Key
from kg.gazetteer.tables import values
from kg.gazetteer.values import (
    Candidate,
    CountryFacts,
    GazetteerEntry,
    HoldingStatus,
    OfficeHolder,
)

# Entries and what leads to them are asked for again and again: an article speaks of
# few things, and background knowledge of some hundred states and persons.
_KEPT = 4096
_ENTRY = "qid, name, type, country, prior, aliases, source"


@dataclass(frozen=True, slots=True)
class Named:
    """One row of what a key finds: the form by its number, the entry by its id.

    Rows sort like the candidates that they are.
    """

    form: int
    entry: int
    surface: str


class Rows:
    """The rows of an index.

    Args:
        file: The open database, which whoever opened it closes.
        name: What errors call it.
    """

    def __init__(self, file: sqlite3.Connection, name: str) -> None:
        self._ask = partial(_ask, file, name)
        entry = partial(_entry, self._ask)
        self.entry = lru_cache(_KEPT)(entry)
        self.by_qid = lru_cache(_KEPT)(partial(_by_qid, self._ask))
        self.by_identifier = lru_cache(_KEPT)(partial(_by_identifier, self._ask))
        self.state = lru_cache(_KEPT)(partial(_state, self._ask))
