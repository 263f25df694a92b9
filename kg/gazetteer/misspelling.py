"""Names that differ in a letter or two, and keys that find them without a scan.

A name is cut into three pieces. Two edits leave one of them whole, and so does one
swap of neighbours, which is two edits; it stands at most two places further on. So
names that share a piece of the same place, in a name of about the same length whose
words begin with the same letters, are all that need to be compared (after Li, Deng,
Wang and Feng: Pass-Join, VLDB 2011). Names that only space their letters otherwise
share these.
"""

from collections.abc import Iterator
from zlib import crc32

# What is shorter resembles too many other names or words.
SHORTEST = 6
_SHORTEST_FOR_TWO = 10
# No name is longer; what is asked about may be.
_LONGEST = 120
_PIECES = 3
# More than any name bears.
_TOO_MANY = 3


def piece_keys(folded: str) -> tuple[int, ...]:
    """Return the keys of the pieces of a folded name; none if it is too short."""
    if not edits_in(folded):
        return ()
    initials, length = _initials(folded), len(folded)
    pieces = (
        _key(initials, length, number, folded[start:end])
        for number, start, end in _cut(length)
    )
    return (_key_of_letters(folded), *pieces)


def near_keys(folded: str) -> tuple[int, ...]:
    """Return the keys that names close to a folded one may have, in order."""
    edits, initials, length = edits_in(folded), _initials(folded), len(folded)
    if not edits:
        return ()
    pieces = {
        _key(initials, other, number, folded[at : at + end - start])
        for other in range(length - edits, length + edits + 1)
        for number, start, end in _cut(other)
        for at in _places(number, start, length - other)
        if 0 <= at <= length - (end - start)
    }
    return tuple(sorted({_key_of_letters(folded), *pieces}))


def edits_in(folded: str) -> int:
    """Return how many edits a folded name bears: none, one or two by its letters."""
    letters = sum(map(str.isalpha, folded))
    if letters < SHORTEST or len(folded) > _LONGEST:
        return 0
    return 1 if letters < _SHORTEST_FOR_TWO else 2


def edits_between(one: str, other: str) -> int | None:
    """Return in how many edits a folded name is another that it may be, misspelt.

    An edit is a letter more, less or other, a space more or less, or the only change
    of all, two neighbours swapped. A word keeps its first letter; one of up to five
    letters, or with a digit, stays whole, and only one of ten letters or more may
    have two edits: East is no West, and a Boeing 737 no 747.

    >>> edits_between("benjamin netanyahu", "benjamin netanjahu")
    1
    >>> edits_between("west germany", "east germany") is None
    True
    """
    words, others = one.split(), other.split()
    if len(words) == len(others):
        edits = _edits_of_words(words, others)
    else:
        is_same = "".join(words) == "".join(others)
        edits = abs(len(words) - len(others)) if is_same else _TOO_MANY
    return edits if 0 < edits <= min(edits_in(one), edits_in(other)) else None


def _cut(length: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of the pieces of a name of some length."""
    for number in range(_PIECES):
        yield number, number * length // _PIECES, (number + 1) * length // _PIECES


def _places(number: int, start: int, longer: int) -> range:
    """Return where a piece may stand in a name that is longer by some letters.

    Before the first piece that is whole there are at most as many edits as pieces,
    and behind it no more than are left.
    """
    left = _PIECES - 1 - number
    first = max(start - number, start + longer - left)
    return range(first, min(start + number, start + longer + left) + 1)


def _initials(folded: str) -> str:
    return "".join(word[0] for word in folded.split())


def _key(initials: str, length: int, number: int, piece: str) -> int:
    return _digest(f"{initials} {length} {number} {piece}")


def _key_of_letters(folded: str) -> int:
    return _digest(folded.replace(" ", ""))


def _digest(text: str) -> int:
    # Two texts of one digest cost a comparison, no more.
    return crc32(text.encode(errors="surrogatepass"))


def _edits_of_words(words: list[str], others: list[str]) -> int:
    pairs = zip(words, others, strict=True)
    changed = [(one, other) for one, other in pairs if one != other]
    if not all(one[0] == other[0] for one, other in changed):
        return _TOO_MANY
    if len(changed) == 1 and _is_swap(*changed[0]):
        return 1 if _edits_in_word(*changed[0]) else _TOO_MANY
    return sum(_edits_of_word(one, other) for one, other in changed)


def _edits_of_word(one: str, other: str) -> int:
    most = _edits_in_word(one, other)
    if abs(len(one) - len(other)) > most:
        return _TOO_MANY
    edits = _distance(one, other)
    return edits if edits <= most else _TOO_MANY


def _edits_in_word(one: str, other: str) -> int:
    if any(map(str.isdigit, one + other)):
        return 0
    return max(edits_in(one), edits_in(other))


def _is_swap(one: str, other: str) -> bool:
    places = [
        at for at, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1
    ]
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
