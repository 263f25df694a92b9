"""Names that differ in a letter or two, and keys that find them without a scan.

A name is cut into three pieces. Two edits leave one of them whole, and so does one
swap of neighbours; it stands at most two places further on. So names that share a
piece of the same place, in a name of about the same length, are all that need to be
compared (as in the Pass-Join of Li, Deng, Wang and Feng, 2011).
"""

from collections.abc import Iterator
from zlib import crc32

# What is shorter resembles too many other names or words.
SHORTEST = 6
_SHORTEST_FOR_TWO = 10
# No name is longer; what is asked about may be.
_LONGEST = 120
_PIECES = 3


def piece_keys(folded: str) -> tuple[int, ...]:
    """Return the keys of the pieces of a folded name; none if it is too short."""
    if not edits_in(folded):
        return ()
    return tuple(
        _key(len(folded), number, folded[start:end])
        for number, start, end in _cut(len(folded))
    )


def near_keys(folded: str) -> tuple[int, ...]:
    """Return the keys that names close to a folded one may have, in order."""
    edits, length = edits_in(folded), len(folded)
    return tuple(
        sorted(
            {
                _key(other, number, folded[at : at + end - start])
                for other in range(length - edits, length + edits + 1)
                for number, start, end in _cut(other)
                for at in range(max(0, start - edits), start + edits + 1)
                if edits and at + end - start <= length
            }
        )
    )


def edits_in(folded: str) -> int:
    """Return how many edits a folded name bears: none, one or two by its letters."""
    letters = sum(map(str.isalpha, folded))
    if letters < SHORTEST or len(folded) > _LONGEST:
        return 0
    return 1 if letters < _SHORTEST_FOR_TWO else 2


def edits_between(one: str, other: str) -> int | None:
    """Return in how many edits a folded name is another, if one is misspelt.

    An edit is a letter more, less or other, or two neighbours swapped. A word keeps
    its first letter; one of up to five letters, or with a digit, stays whole, and
    only one of ten letters or more may have two edits: East is no West, and a Boeing
    737 no 747.

    >>> edits_between("benjamin netanyahu", "benjamin netanjahu")
    1
    >>> edits_between("west germany", "east germany") is None
    True
    """
    most = min(edits_in(one), edits_in(other))
    words, others = one.split(), other.split()
    if len(words) != len(others):
        is_same = "".join(words) == "".join(others)
        moved = abs(len(words) - len(others))
        return moved if is_same and moved <= most else None
    changed = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    if not most or not all(_may_change(*pair) for pair in changed):
        return None
    if len(changed) == 1 and _is_swap(*changed[0]):
        return 1
    edits = [_distance(*pair) for pair in changed]
    fits = all(
        edit <= max(edits_in(word) for word in pair)
        for edit, pair in zip(edits, changed, strict=True)
    )
    return sum(edits) if fits and sum(edits) <= most else None


def _cut(length: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of the pieces of a name of some length."""
    for number in range(_PIECES):
        yield number, number * length // _PIECES, (number + 1) * length // _PIECES


def _key(length: int, number: int, piece: str) -> int:
    return crc32(f"{length} {number} {piece}".encode(errors="surrogatepass"))


def _may_change(one: str, other: str) -> bool:
    is_long = max(len(one), len(other)) >= SHORTEST
    return is_long and one[0] == other[0] and not any(map(str.isdigit, one + other))


def _is_swap(one: str, other: str) -> bool:
    places = [at for at, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1]
    if len(one) != len(other) or len(places) != 2 or places[1] != places[0] + 1:
        return False
    first, second = places
    return one[first] == other[second] and one[second] == other[first]


def _distance(one: str, other: str) -> int:
    """Return the distance of Levenshtein."""
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, against in enumerate(other, start=1):
            replaced = above[column - 1] + (letter != against)
            here.append(min(above[column] + 1, here[-1] + 1, replaced))
        above = here
    return above[-1]
