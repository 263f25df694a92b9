"""The gazetteer: an index of entities known beforehand, for spotting and linking."""

from kg.gazetteer.index import Gazetteer
from kg.gazetteer.reading import read_gazetteer
from kg.gazetteer.values import (
    Candidate,
    CountryFacts,
    GazetteerEntry,
    HoldingStatus,
    NameForm,
    OfficeHolder,
)

__all__ = [
    "Candidate",
    "CountryFacts",
    "Gazetteer",
    "GazetteerEntry",
    "HoldingStatus",
    "NameForm",
    "OfficeHolder",
    "read_gazetteer",
]
