"""The relations of the ontology as a tree, and what each says besides."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from server.explore.asking import ask
from server.explore.filters import Filters, shorten
from server.reading.snapshots import Snapshot
from server.things.claims import Statement

_INDENT = "\N{NO-BREAK SPACE}" * 3

# A relation, and whether it is read the other way round.
type _Reading = tuple[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A relation in the order of the tree.

    `depth` counts the wider relations above it; `family` says whether it has narrower
    ones.
    """

    iri: str
    label: str
    depth: int
    family: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What relations are called, what is below each, and what follows from each."""

    labels: Mapping[str, str]
    narrower: Mapping[str, tuple[str, ...]]
    wider: Mapping[str, tuple[str, ...]]
    mirrors: Mapping[str, tuple[str, ...]]

    def choices(self) -> tuple[Choice, ...]:
        """Return all relations, the largest families first, each only once."""
        roots = [iri for iri in self.labels if not self.wider.get(iri)]
        roots.sort(key=lambda iri: (-len(self.below([iri])), self.labels[iri]))
        found: dict[str, Choice] = {}
        for choice in self._walk(roots, 0):
            found.setdefault(choice.iri, choice)
        return tuple(found.values())

    def largest(self) -> tuple[str, ...]:
        """Return the largest family, which pages show that are asked for nothing."""
        return tuple(each.iri for each in self.choices() if each.family)[:1]

    def below(self, relations: Iterable[str]) -> tuple[str, ...]:
        """Return relations with all narrower ones, sorted."""
        found: set[str] = set()
        # A URIRef is not equal to its own text.
        waiting = list(map(str, relations))
        while waiting:
            iri = waiting.pop()
            if iri not in found:
                found.add(iri)
                waiting.extend(self.narrower.get(iri, ()))
        return tuple(sorted(found))

    def implied(self, statement: Statement) -> frozenset[Statement]:
        """Return what says no more than a statement: wider, or the other way round."""
        subject, relation, object_ = statement
        return frozenset(
            (object_, iri, subject) if turned else (subject, iri, object_)
            for iri, turned in self._readings(relation)
        ) - {statement}

    def _readings(self, relation: str) -> set[_Reading]:
        found: set[_Reading] = set()
        waiting: list[_Reading] = [(relation, False)]
        while waiting:
            reading = waiting.pop()
            if reading not in found:
                found.add(reading)
                iri, turned = reading
                waiting.extend((wide, turned) for wide in self.wider.get(iri, ()))
                mirrors = self.mirrors.get(iri, ())
                waiting.extend((mirror, not turned) for mirror in mirrors)
        return found

    def _walk(self, relations: Iterable[str], depth: int) -> Iterator[Choice]:
        for iri in relations:
            below = self.narrower.get(iri, ())
            label = self.labels[iri]
            yield Choice(iri=iri, label=label, depth=depth, family=bool(below))
            yield from self._walk(below, depth + 1)


def read_choices(
    snapshot: Snapshot, chosen: Iterable[str]
) -> list[tuple[str, str, bool]]:
    """Return value, text and state of each choice of a relation, as fields show it.

    Args:
        snapshot: Whose relations.
        chosen: The IRIs of those that are chosen.
    """
    iris = set(map(str, chosen))
    return [
        (
            shorten(each.iri, snapshot.names),
            _INDENT * each.depth + each.label,
            each.iri in iris,
        )
        for each in read_relations(snapshot).choices()
    ]


def is_start(filters: Filters, relations: Relations) -> bool:
    """Say whether filters are those that a page begins with.

    Their answers are kept: of the largest family, or of all relations.
    """
    few = ((), relations.largest())
    chosen = tuple(map(str, filters.relations))
    return chosen in few and replace(filters, relations=()) == Filters()


@lru_cache(maxsize=2)
def read_relations(snapshot: Snapshot) -> Relations:
    """Return the relations of a snapshot's ontology."""
    labels: dict[str, str] = {}
    wider: dict[str, dict[str, None]] = {}
    mirrors: dict[str, dict[str, None]] = {}
    for row in ask("explore_relations").rows(snapshot):
        iri = row["relation"]
        labels[iri] = row["label"]
        if "wide" in row:
            wider.setdefault(iri, {})[row["wide"]] = None
        if "mirror" in row:
            mirrors.setdefault(iri, {})[row["mirror"]] = None
    known = {
        iri: tuple(wide for wide in above if wide in labels)
        for iri, above in wider.items()
    }
    narrower: dict[str, list[str]] = {}
    for iri in labels:
        for wide in known.get(iri, ()):
            narrower.setdefault(wide, []).append(iri)
    return Relations(
        labels=labels,
        narrower={iri: tuple(below) for iri, below in narrower.items()},
        wider=known,
        mirrors={iri: tuple(each) for iri, each in mirrors.items()},
    )
