"""Names that no table holds, made from those that do: initials, surnames, short forms.

They are looser than names and aliases, so linking asks for them last, and asks more of
them. What is cut off and put round is data, in `name_parts.tsv`:

    prefix   United States      before the name of a body of that state
    suffix   of the United States
    head     Department of      written behind as well: "Justice Department"
    tail     University         often left out: "Cornell"
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.gazetteer.folding import fold
from kg.gazetteer.tables import NAME_PARTS, read_rows
from kg.gazetteer.values import Candidate, GazetteerEntry, NameForm

_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = frozenset(
    {"of", "the", "for", "and", "in", "on", "de", "du", "la", "to"}
)
_SHORTEST_INITIALS = 3
_LONGEST_INITIALS = 6
# Of what is well known, two letters are enough: "GM".
_SHORTEST_OF_KNOWN = 2
_WELL_KNOWN = 0.75
_PERSON = "Person"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParts:
    """Words that names are cut at; each kind in the order of the table.

    `prefixes` and `suffixes` come with the ISO code of the state they stand for;
    `heads` and `tails` with the class of the things that have them.
    """

    prefixes: tuple[tuple[str, str], ...]
    suffixes: tuple[tuple[str, str], ...]
    heads: tuple[tuple[str, str], ...]
    tails: tuple[tuple[str, str], ...]


def read_name_parts(file: Path) -> NameParts:
    """Return the parts of names in a table.

    Raises:
        GazetteerError: For an unreadable table or a kind that there is not.
    """
    found: dict[str, list[tuple[str, str]]] = {
        kind: [] for kind in ("prefix", "suffix", "head", "tail")
    }
    for row in read_rows(file, NAME_PARTS):
        kind, words, of = row.cells
        if kind not in found or not words:
            row.fail(f"needs one of {', '.join(found)}, and words, not {kind!r}")
        found[kind].append((words, of))
    return NameParts(
        prefixes=tuple(found["prefix"]),
        suffixes=tuple(found["suffix"]),
        heads=tuple(found["head"]),
        tails=tuple(found["tail"]),
    )


def derived_names(
    entries: Iterable[GazetteerEntry], parts: NameParts
) -> Mapping[str, tuple[Candidate, ...]]:
    """Return the entries that each folded derived name may stand for.

    A surname, initials and what is left of a name are kept for all who bear them; who
    is meant is for linking to say.
    """
    found: dict[str, dict[tuple[GazetteerEntry, NameForm], Candidate]]
    found = defaultdict(dict)
    for entry in entries:
        for form, surface in _derive(entry, parts):
            candidate = Candidate(entry, form, surface)
            key = surface if form is NameForm.INITIALS else fold(surface)
            found[key].setdefault((entry, form), candidate)
    return {key: tuple(known.values()) for key, known in found.items()}


def _derive(entry: GazetteerEntry, parts: NameParts) -> Iterator[tuple[NameForm, str]]:
    if entry.type == _PERSON:
        if surname := _surname(entry.name):
            yield NameForm.SURNAME, surname
        return
    names = (entry.name, *entry.aliases)
    bare = [cut for name in names for cut in _without_state(name, entry, parts)]
    yield from ((NameForm.BARE, name) for name in bare)
    same = [name for each in names for name in _respelt(each, entry, parts)]
    yield from ((NameForm.TURNED, name) for name in same)
    yield from ((NameForm.TURNED, name) for name in _turned((*names, *same), parts))
    yield from ((NameForm.BARE, name) for name in _turned(bare, parts))
    for tail, type_name in parts.tails:
        if entry.type == type_name and entry.name.endswith(f" {tail}"):
            yield NameForm.SHORT, entry.name.removesuffix(f" {tail}")
    shortest = _SHORTEST_OF_KNOWN if entry.prior >= _WELL_KNOWN else _SHORTEST_INITIALS
    for name in (entry.name, *bare):
        if len(letters := _initials(name)) >= shortest:
            yield NameForm.INITIALS, letters


def _surname(name: str) -> str | None:
    words = name.split()
    last = words[-1]
    if len(words) < 2 or not last[0].isupper() or last.endswith("."):
        return None
    return None if last in {"Jr", "Sr", "II", "III", "IV"} else last


def _without_state(name: str, entry: GazetteerEntry, parts: NameParts) -> Iterator[str]:
    """Yield a name without the state that it is of: "Congress", "Supreme Court".

    What is left must not begin with a state again: the "Russian American Company" is
    not the "American Company".
    """
    for words, country in parts.prefixes:
        if entry.country in (None, country) and name.startswith(f"{words} "):
            rest = name.removeprefix(f"{words} ")
            if not any(rest.startswith(f"{other} ") for other, _ in parts.prefixes):
                yield rest
    for words, country in parts.suffixes:
        if entry.country in (None, country) and name.endswith(f" {words}"):
            yield name.removesuffix(f" {words}")


def _turned(names: Iterable[str], parts: NameParts) -> Iterator[str]:
    """Yield names with their heads behind: "Justice Department"."""
    for name in names:
        for head, _ in parts.heads:
            start = f"{head} of "
            if name.startswith(start):
                yield f"{name.removeprefix(start).removeprefix('the ')} {head}"


def _respelt(name: str, entry: GazetteerEntry, parts: NameParts) -> Iterator[str]:
    """Yield a name with its state written otherwise: "US Department of .."."""
    for words, country in parts.prefixes:
        if entry.country in (None, country) and name.startswith(f"{words} "):
            for other, same in parts.prefixes:
                if same == country and other != words:
                    yield other + name.removeprefix(words)


def _initials(name: str) -> str:
    """Return the initials of a name; none if it has a word in small letters."""
    words = [word for word in _WORD.findall(name) if word.lower() not in _SMALL_WORDS]
    letters = "".join(word[0] for word in words)
    fits = letters.isupper() and letters.isascii() and letters.isalpha()
    return letters if fits and len(letters) <= _LONGEST_INITIALS else ""
