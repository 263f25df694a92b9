"""Joins over sorted arrays: what the bulk executor computes with.

A fact of a property is one number of 64 bits, its subject above its object; a fact of a
class is the number of its member. All arrays are sorted and without duplicates.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.reasoning.dictionary import Fact
from kg.reasoning.program import Atom, Program, Relation, Slot

type Column = NDArray[np.int64]
# By variable, the terms that it stands for; all columns are of one length.
type Table = dict[int, Column]

SHIFT = 32
LOW = (1 << SHIFT) - 1
NONE: Column = np.empty(0, np.int64)


class TooManyRowsError(Exception):
    """A join would have more rows than are allowed; `rows` says how many."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"{rows:,} rows")
        self.rows = rows


def pack(subjects: Column, objects: Column) -> Column:
    """Return pairs as single numbers, in the order given."""
    return (subjects << SHIFT) | objects


def union(arrays: Sequence[Column]) -> Column:
    """Return all numbers of some arrays, sorted, each once; the arrays need not be."""
    joined = arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
    if len(joined) > 1 and not bool(np.all(joined[1:] > joined[:-1])):
        joined = np.sort(joined)
        joined = joined[np.concatenate(([True], joined[1:] != joined[:-1]))]
    return joined


def contains(array: Column, values: Column) -> NDArray[np.bool_]:
    """Say of each value whether it stands in a sorted array."""
    if not len(array):
        return np.zeros(len(values), bool)
    places = np.searchsorted(array, values)
    places[places == len(array)] = 0
    found: NDArray[np.bool_] = array[places] == values
    return found


def without(array: Column, other: Column) -> Column:
    """Return the numbers of a sorted array that do not stand in another."""
    return array[~contains(other, array)] if len(array) and len(other) else array


def merged(array: Column, other: Column) -> Column:
    """Return the numbers of two sorted arrays that have none in common, sorted."""
    if not len(array) or not len(other):
        return array if len(array) else other
    if array[-1] < other[0]:
        return np.concatenate((array, other))
    return np.insert(array, np.searchsorted(array, other), other)


def inverted(pairs: Column) -> Column:
    """Return pairs the other way round, sorted."""
    return np.sort(pack(pairs & LOW, pairs >> SHIFT))


def encode(facts: Iterable[Fact], program: Program) -> dict[Relation, Column]:
    """Return facts as arrays by relation, neither sorted nor each once."""
    found: dict[Relation, list[int]] = {}
    for subject, predicate, object_ in facts:
        if predicate == program.type:
            found.setdefault((predicate, object_), []).append(subject)
        else:
            pair = subject << SHIFT | object_
            found.setdefault((predicate, None), []).append(pair)
    return {relation: np.array(f, np.int64) for relation, f in found.items()}


class Relations:
    """Facts as arrays, by relation: a property, or rdf:type and a class."""

    def __init__(self, arrays: Mapping[Relation, Column] | None = None) -> None:
        """Take arrays, or start without facts."""
        self.arrays = {
            key: array for key, array in (arrays or {}).items() if len(array)
        }
        self._inverses: dict[Relation, Column] = {}

    def __len__(self) -> int:
        """Return how many facts there are."""
        return sum(map(len, self.arrays.values()))

    def __getitem__(self, relation: Relation) -> Column:
        """Return the facts of a relation."""
        return self.arrays.get(relation, NONE)

    def add(self, other: "Relations") -> None:
        """Add facts that are not there yet."""
        for relation, array in other.arrays.items():
            self.arrays[relation] = merged(self[relation], array)
            self._inverses.pop(relation, None)

    def missing(self, found: Mapping[Relation, Sequence[Column]]) -> "Relations":
        """Return those facts of some that are not there, sorted and each once."""
        return Relations(
            {
                relation: without(union(arrays), self[relation])
                for relation, arrays in found.items()
            }
        )

    def about(self, terms: Iterable[int]) -> dict[Relation, Column]:
        """Return the facts whose subject or object one of some terms is."""
        wanted = np.array(sorted(set(terms)), np.int64)
        return {
            relation: array[_mentions(relation, array, wanted)]
            for relation, array in self.arrays.items()
        }

    def rename(self, names: Mapping[int, int]) -> dict[Relation, list[Column]]:
        """Write other terms for some, and return the facts that read otherwise now."""
        moved: dict[Relation, list[Column]] = defaultdict(list)
        old = np.array(sorted(names), np.int64)
        for relation, array in tuple(self.arrays.items()):
            target = _target(relation, names)
            touched = _mentions(relation, array, old) | (target != relation)
            if touched.any():
                changed = _renamed(relation, array[touched], names)
                moved[target].append(changed)
                self.arrays[relation] = array[~touched]
                self.arrays[target] = union([self[target], changed])
                self._inverses.pop(relation, None)
                self._inverses.pop(target, None)
        return moved

    def inverse(self, relation: Relation) -> Column:
        """Return the pairs of a property, objects first, sorted by them."""
        if relation not in self._inverses:
            self._inverses[relation] = inverted(self[relation])
        return self._inverses[relation]


def is_class(relation: Relation) -> bool:
    """Say whether the facts of a relation are members of a class."""
    return relation[1] is not None


def renamed(
    found: Mapping[Relation, Sequence[Column]], names: Mapping[int, int]
) -> dict[Relation, list[Column]]:
    """Return facts with other terms written for some."""
    result: dict[Relation, list[Column]] = defaultdict(list)
    for relation, arrays in found.items():
        changed = [_renamed(relation, array, names) for array in arrays]
        result[_target(relation, names)] += changed
    return result


def _target(relation: Relation, names: Mapping[int, int]) -> Relation:
    predicate, class_ = relation
    return names.get(predicate, predicate), (
        None if class_ is None else names.get(class_, class_)
    )


def _mentions(relation: Relation, array: Column, terms: Column) -> NDArray[np.bool_]:
    if is_class(relation):
        return contains(terms, array)
    return contains(terms, array >> SHIFT) | contains(terms, array & LOW)


def _renamed(relation: Relation, array: Column, names: Mapping[int, int]) -> Column:
    """Return facts under other names, in the order given."""
    old = np.array(sorted(names), np.int64)
    new = np.array([names[term] for term in old.tolist()], np.int64)

    def rename(terms: Column) -> Column:
        known = contains(old, terms)
        result = terms.copy()
        result[known] = new[np.searchsorted(old, terms[known])]
        return result

    if is_class(relation):
        return rename(array)
    return pack(rename(array >> SHIFT), rename(array & LOW))


def table(atom: Atom, relation: Relation, facts: Column) -> Table:
    """Return what the variables of an atom stand for in each of some facts of it."""
    if is_class(relation):
        return _columns(((atom.subject, facts),))
    return _columns(((atom.subject, facts >> SHIFT), (atom.object, facts & LOW)))


def _columns(slots: Iterable[tuple[Slot, Column]]) -> Table:
    """Return the columns of variables, of those rows where slots agree."""
    found: Table = {}
    kept: NDArray[np.bool_] | None = None
    for slot, column in slots:
        if slot >= 0 and slot not in found:
            found[slot] = column
            continue
        agrees = column == (~slot if slot < 0 else found[slot])
        kept = agrees if kept is None else kept & agrees
        found.setdefault(_ROWS, column)
    if kept is not None:
        found = {variable: column[kept] for variable, column in found.items()}
    return found


# The column of a table that has no variables: only its length counts.
_ROWS = -1


def length(found: Table) -> int:
    """Return how many rows a table has."""
    return len(next(iter(found.values())))


def join(
    found: Table, atom: Atom, relation: Relation, facts: Relations, limit: int
) -> Table:
    """Return the rows under which an atom is a fact as well.

    Raises:
        TooManyRowsError: If there would be more than `limit` rows.
    """
    subjects, objects = _known(found, atom.subject), _known(found, atom.object)
    if is_class(relation) and subjects is not None:
        return _kept(found, contains(facts[relation], subjects))
    if not is_class(relation) and subjects is not None and objects is not None:
        return _kept(found, contains(facts[relation], pack(subjects, objects)))
    if not is_class(relation) and subjects is not None:
        return _expanded(found, subjects, facts[relation], atom.object, limit)
    if not is_class(relation) and objects is not None:
        return _expanded(found, objects, facts.inverse(relation), atom.subject, limit)
    return _product(found, table(atom, relation, facts[relation]), limit)


def project(found: Table, head: Atom, relation: Relation) -> Column:
    """Return the facts that a head is in each row, neither sorted nor each once."""
    subjects = _filled(found, head.subject)
    if is_class(relation):
        return subjects
    return pack(subjects, _filled(found, head.object))


def _known(found: Table, slot: Slot) -> Column | None:
    if slot < 0:
        return np.full(length(found), ~slot, np.int64)
    return found.get(slot)


def _filled(found: Table, slot: Slot) -> Column:
    return np.full(length(found), ~slot, np.int64) if slot < 0 else found[slot]


def _kept(found: Table, mask: NDArray[np.bool_]) -> Table:
    return {variable: column[mask] for variable, column in found.items()}


def _expanded(
    found: Table, keys: Column, pairs: Column, variable: int, limit: int
) -> Table:
    """Return each row as often as its key has partners, with these."""
    first = np.searchsorted(pairs, keys << SHIFT)
    counts = np.searchsorted(pairs, (keys + 1) << SHIFT) - first
    total = int(counts.sum())
    _check(total, limit)
    rows = np.repeat(np.arange(len(keys)), counts)
    starts = np.repeat(first - (np.cumsum(counts) - counts), counts)
    places = starts + np.arange(total)
    longer = {name: column[rows] for name, column in found.items()}
    longer[variable] = pairs[places] & LOW
    return longer


def _product(found: Table, other: Table, limit: int) -> Table:
    one, two = length(found), length(other)
    _check(one * two, limit)
    left = {name: np.repeat(column, two) for name, column in found.items()}
    return left | {name: np.tile(column, one) for name, column in other.items()}


def _check(rows: int, limit: int) -> None:
    if rows > limit:
        raise TooManyRowsError(rows)
