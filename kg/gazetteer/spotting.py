"""Which surfaces can be spotted in running text without a model's help.

Linking looks any name up; a matcher that runs over all of an article's words needs
names that are hardly ever anything else. What counts as such is data:
`spotting.tsv` (types, with the least prior at which one word, or an acronym,
suffices) and `ordinary_words.txt`.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import GazetteerError
from kg.gazetteer.folding import fold
from kg.gazetteer.tables import SPOTTING, Row, read_rows
from kg.gazetteer.values import Candidate, NameForm

_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"[A-Z][A-Z.]*[A-Z.]")
_SHORTEST_WORD = 3
_LONGEST_ACRONYM = 5
_LONGEST_PARTICLE = 2
_FUNCTION_WORDS = frozenset({"of", "the", "for", "and", "in", "on", "s"})
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotting:
    """The rules.

    `ordinary` are folded words that are too often something else; `word` and
    `acronym` say for each type that may be spotted how large the prior of an entry
    needs to be for one word, or an acronym, to be enough. `well_known` are surfaces
    that are spotted all the same; `generic` are words that name no one body, and
    `designators` legal forms at the end of a company's name.
    """

    ordinary: frozenset[str]
    word: Mapping[str, float]
    acronym: Mapping[str, float]
    well_known: frozenset[str]
    generic: frozenset[str]
    designators: frozenset[str]

    def needs_its_case(self, surface: str) -> bool:
        """Say whether the surface in another case is likely an ordinary word."""
        if _ACRONYM.fullmatch(surface) and len(surface) <= _LONGEST_ACRONYM:
            return True
        return fold(surface) in self.ordinary

    def is_generic(self, surface: str) -> bool:
        """Say whether a name says what a body is, but not which: "National Guard"."""
        if surface in self.well_known:
            return False
        words = fold(surface).split()
        return all(word in self.generic or word in _FUNCTION_WORDS for word in words)

    def undesignated(self, folded: str) -> str:
        """Return a folded name without legal forms at its end: "ford motor co"."""
        words = folded.split()
        while len(words) > 1 and words[-1] in self.designators:
            words.pop()
        return " ".join(words)

    def is_safe(self, candidate: Candidate) -> bool:
        """Say whether the candidate's surface may be spotted by its letters alone."""
        surface, type_name = candidate.surface, candidate.entry.type
        if surface in self.well_known:
            return True
        words = _WORD.findall(surface)
        if type_name not in self.word or not _is_capitalised(words):
            return False
        if len([word for word in words if word.lower() not in _ARTICLES]) > 1:
            return not self.is_generic(surface)
        return self._is_safe_word(candidate)

    def _is_safe_word(self, candidate: Candidate) -> bool:
        surface, entry = candidate.surface, candidate.entry
        if _ACRONYM.fullmatch(surface) and len(surface) < _LONGEST_ACRONYM:
            return entry.prior >= self.acronym[entry.type]
        if len(surface) < _SHORTEST_WORD or fold(surface) in self.ordinary:
            return False
        if candidate.form in (NameForm.DEMONYM, NameForm.METONYM):
            return True
        return entry.prior >= self.word[entry.type]


def _is_capitalised(words: Sequence[str]) -> bool:
    """Say whether the words begin like a name; al-Qaeda does, after its article."""
    if not any(word[0].isupper() for word in words):
        return False
    first: str = words[0]
    return not first[0].islower() or len(first) <= _LONGEST_PARTICLE


def read_spotting(folder: Path) -> Spotting:
    """Read the rules from `spotting.tsv` and the lists of words beside it.

    Raises:
        GazetteerError: For an unreadable file or a prior that is no number.
    """
    word: dict[str, float] = {}
    acronym: dict[str, float] = {}
    for row in read_rows(folder / "spotting.tsv", SPOTTING):
        word[row.cells[0]] = _least_prior(row, row.cells[1])
        acronym[row.cells[0]] = _least_prior(row, row.cells[2])
    return Spotting(
        ordinary=_read_words(folder / "ordinary_words.txt"),
        word=word,
        acronym=acronym,
        well_known=_read_words(folder / "well_known_names.txt"),
        generic=_read_words(folder / "generic_words.txt"),
        designators=_read_words(folder / "designators.txt"),
    )


def _read_words(file: Path) -> frozenset[str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{file}: cannot be read: {error}") from error
    words = (line.strip() for line in lines if not line.startswith("#"))
    return frozenset(filter(None, words))


def _least_prior(row: Row, cell: str) -> float:
    if cell == "never":
        return math.inf
    try:
        return float(cell)
    except ValueError:
        row.fail(f"the least prior needs to be a number or never, not {cell!r}")
