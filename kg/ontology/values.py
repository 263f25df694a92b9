"""Entity types, relations and the ontology that holds them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.model import Iri

# The relation that every act lies below.
ACT = "actsTowards"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType:
    """A class of entities; `parents` are the local names of its superclasses.

    `record_class` is the class that extraction records write for it, if it says one.
    """

    iri: Iri
    name: str
    label: str
    parents: tuple[str, ...]
    record_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An object property; domain, range, parents and inverse are local names.

    `record_relation` is the relation that extraction records write for it, if it says
    one.
    """

    iri: Iri
    name: str
    label: str
    definition: str
    domain: str | None
    range: str | None
    parents: tuple[str, ...]
    inverse: str | None
    symmetric: bool
    plover: str | None
    performative: bool
    record_relation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """All entity types and relations by local name."""

    types: Mapping[str, EntityType]
    relations: Mapping[str, Relation]
    namespace: str
    # The classes above each that was asked for: asked thousands of times an article.
    _above: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    # The relations above each that was asked for, itself included, nearest first.
    _lines: dict[str, tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def is_a(self, type_name: str, ancestor: str) -> bool:
        """Say whether a type is the other type or lies below it.

        Raises:
            KeyError: If the ontology has no such type.
        """
        above = self._above.get(type_name)
        if above is None:
            line = upwards(type_name, lambda name: self.types[name].parents)
            above = self._above.setdefault(type_name, frozenset(line))
        return ancestor in above

    def accepts(self, relation: str, subject_type: str, object_type: str) -> bool:
        """Say whether the types fit domain and range, inherited ones included.

        Raises:
            KeyError: If the ontology has no such relation or type.
        """
        supers = [self.relations[name] for name in self._supers(relation)]
        return all(
            self.is_a(given, wanted)
            for each in supers
            for given, wanted in (
                (subject_type, each.domain),
                (object_type, each.range),
            )
            if wanted is not None
        )

    def is_act(self, relation: str) -> bool:
        """Say whether a relation is an act between two parties, no state of affairs.

        Raises:
            KeyError: If the ontology has no such relation.
        """
        return ACT in self._supers(relation)

    def plover(self, relation: str) -> str | None:
        """Return the PLOVER code of a relation, or of its nearest super-relation.

        Raises:
            KeyError: If the ontology has no such relation.
        """
        codes = (self.relations[name].plover for name in self._supers(relation))
        return next((code for code in codes if code), None)

    def record_class(self, type_name: str) -> str:
        """Return the class that extraction records write for a type.

        It is its own, or that of the nearest superclass that has one, else the type.

        Raises:
            KeyError: If the ontology has no such type.
        """
        line = upwards(type_name, lambda name: self.types[name].parents)
        written = (self.types[name].record_class for name in line)
        return next((name for name in written if name), type_name)

    def record_relation(self, relation: str) -> str:
        """Return the relation that extraction records write for a relation.

        It is its own, or that of the nearest super-relation that has one, else itself.

        Raises:
            KeyError: If the ontology has no such relation.
        """
        written = (self.relations[n].record_relation for n in self._supers(relation))
        return next((name for name in written if name), relation)

    def _supers(self, relation: str) -> tuple[str, ...]:
        line = self._lines.get(relation)
        if line is None:
            line = upwards(relation, lambda name: self.relations[name].parents)
            self._lines[relation] = line
        return line


def upwards(start: str, parents: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the name and all above it, nearest first; a cycle is walked once."""
    found = [start]
    for name in found:
        found += [parent for parent in parents(name) if parent not in found]
    return tuple(found)
