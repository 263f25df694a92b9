"""The gazetteer: an index of entities known beforehand, for spotting and linking."""

from kg.gazetteer.index import Gazetteer
from kg.gazetteer.opening import read_gazetteer
from kg.gazetteer.values import (
    Background,
    Candidate,
    CountryFacts,
    GazetteerEntry,
    HoldingStatus,
    KnownEntity,
    KnownRelation,
    NameForm,
    OfficeHolder,
    OfficeHolding,
)

__all__ = [
    "Background",
    "Candidate",
    "CountryFacts",
    "Gazetteer",
    "GazetteerEntry",
    "HoldingStatus",
    "KnownEntity",
    "KnownRelation",
    "NameForm",
    "OfficeHolder",
    "OfficeHolding",
    "read_gazetteer",
]
