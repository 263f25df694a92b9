"""What is known beforehand: loaded when it is first asked for, once in a process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kg.config import Settings
from kg.errors import StoreError
from kg.gazetteer import (
    CountryFacts,
    Gazetteer,
    GazetteerEntry,
    OfficeHolder,
    read_gazetteer,
)
from kg.linking.background import BackgroundRules, read_background_rules
from kg.ontology import Ontology
from server.reading.snapshots import Snapshot
from server.reconciliation.kept import kept_ontology
from server.reconciliation.properties import Properties, read_properties


@dataclass(frozen=True)
class Known:
    """The gazetteer and the ontology, with what is made of them."""

    gazetteer: Gazetteer
    ontology: Ontology
    rules: BackgroundRules

    @cached_property
    def properties(self) -> Properties:
        """What can be asked of an entity."""
        return read_properties(self.ontology)

    @cached_property
    def offices(self) -> Mapping[str, Sequence[OfficeHolder]]:
        """The offices of each person, by the person's item, the latest first."""
        offices: dict[str, list[OfficeHolder]] = {}
        for holder in self.gazetteer.office_holders():
            offices.setdefault(holder.qid, []).append(holder)
        for held in offices.values():
            held.sort(key=lambda o: (o.start, o.position), reverse=True)
        return offices

    @cached_property
    def country_facts(self) -> Mapping[GazetteerEntry, CountryFacts]:
        """What is known of each state or territory."""
        return {facts.entry: facts for facts in self.gazetteer.country_facts()}

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        codes = {facts.iso2: facts.iso2 for facts in self.country_facts.values()}
        longer = (f for f in self.country_facts.values() if f.iso3)
        return codes | {str(facts.iso3): facts.iso2 for facts in longer}

    def type_name(self, name: str) -> str | None:
        """Return the local name of a class called by it, its IRI or its label."""
        bare = name.rpartition("#")[2].removeprefix("araz:")
        return bare if bare in self.ontology.types else self._labels.get(bare.lower())

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        types = self.ontology.types.values()
        return {each.label.lower(): each.name for each in types}

    def country(self, name: str) -> str | None:
        """Return the ISO alpha-2 code of a country called by a code, name or id."""
        code = self._codes.get(name.strip().upper())
        if code:
            return code
        named = self.gazetteer.entry(name) or self.gazetteer.by_qid(name)
        found = (c.entry for c in self.gazetteer.candidates(name.strip()))
        for entry in (*filter(None, [named]), *found):
            if entry in self.country_facts:
                return self.country_facts[entry].iso2
        return None

    def place(self, name: str) -> str | None:
        """Return the ISO alpha-2 code of the country that a place lies in, or is."""
        if code := self.country(name):
            return code
        found = (c.entry for c in self.gazetteer.candidates(name.strip()))
        places = (e.country for e in found if self.ontology.is_a(e.type, "Place"))
        return next(places, None)


def load_known(settings: Settings, snapshot: Snapshot) -> Known:
    """Return what is known, as the settings name it.

    Args:
        settings: Where gazetteer and ontology are.
        snapshot: What is made of them is kept beside it.

    Raises:
        GazetteerError: For a missing or malformed table.
        OntologyError: For an ontology that cannot be used.
        StoreError: If there is no place to keep what is made of them.
    """
    if snapshot.cache is None:
        raise StoreError("this store cannot be reconciled against; publish it first")
    return _load(settings, snapshot.cache)


def load_gazetteer(settings: Settings) -> Gazetteer:
    """Return the gazetteer of the settings.

    Raises:
        GazetteerError: For a missing or malformed table.
    """
    return _read_gazetteer(settings.gazetteer)


# Tests serve more than one store; a worker one.
@lru_cache(maxsize=2)
def _load(settings: Settings, cache: Path) -> Known:
    return Known(
        gazetteer=load_gazetteer(settings),
        ontology=kept_ontology(cache, settings.ontology),
        rules=read_background_rules(settings.gazetteer),
    )


@lru_cache(maxsize=2)
def _read_gazetteer(folder: Path) -> Gazetteer:
    return read_gazetteer(folder)
