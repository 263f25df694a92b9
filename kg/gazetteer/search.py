"""Looking names up: as they are written, then more and more loosely."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.gazetteer.folding import fold, skeleton
from kg.gazetteer.misspelling import edits_between, near_keys
from kg.gazetteer.rows import Named, Rows
from kg.gazetteer.rules import Rules
from kg.gazetteer.surfaces import FORMS, SHORTEST_SKELETON, Key
from kg.gazetteer.values import Candidate, NameForm

_COMPANY = "Company"


@dataclass(frozen=True, slots=True)
class Search:
    """Finds the candidates for a surface in an index."""

    rows: Rows
    rules: Rules

    def candidates(self, surface: str) -> tuple[Candidate, ...]:
        """Return the entries that a surface may name, as the gazetteer says it."""
        names = self.rows.names
        exact = names(Key.EXACT, surface) or names(Key.EXACT, f"{surface}.")
        return self._best((*exact, *self._loose(surface, is_last=not exact)))

    def derived(self, surface: str) -> tuple[Candidate, ...]:
        """Return the entries that a name made from theirs may stand for."""
        found = self.rows.names(Key.DERIVED, surface.replace(".", ""))
        if not surface.isupper():
            found += self.rows.names(Key.DERIVED, fold(surface))
        return self._best(found)

    def similar(self, surface: str) -> tuple[Candidate, ...]:
        """Return the entries whose names a surface may be, misspelt; closest first."""
        folded = fold(surface)
        keys = near_keys(folded)
        if not keys or self.rules.spotting.needs_its_case(surface):
            return ()
        closest: dict[int, tuple[int, str]] = {}
        for known in self.rows.spellings(keys):
            if edits := edits_between(folded, known):
                for named in filter(_is_spelt, self.rows.names(Key.FOLDED, known)):
                    found = edits, named.surface
                    best = closest.setdefault(named.entry, found)
                    closest[named.entry] = min(found, best)
        # Ids are in the order of the likelier entry.
        ranked = sorted((edits, at, name) for at, (edits, name) in closest.items())
        return tuple(
            Candidate(self.rows.entry(at), NameForm.FUZZY, name)
            for _, at, name in ranked
        )

    def _loose(self, surface: str, *, is_last: bool) -> list[Named]:
        """Return what is written otherwise, and more loosely if it is the last hope."""
        folded = fold(surface)
        found = self.rows.names(Key.FOLDED, folded)
        if found or not is_last:
            return found
        if surface[:1].isupper():
            bare = self.rules.spotting.undesignated(folded)
            found = self.rows.names(Key.UNDESIGNATED, bare)
            if bare == folded:
                # Nothing here says that it is a firm, so it has to be known as one.
                found = [n for n in found if self._type(n) == _COMPANY]
        if not found and len(folded) >= SHORTEST_SKELETON:
            levelled = skeleton(folded, self.rules.transliteration)
            found = self.rows.names(Key.SKELETON, levelled)
        return found

    def _best(self, found: Iterable[Named]) -> tuple[Candidate, ...]:
        """Return one candidate for each entry, by its best form, best first."""
        best: dict[int, Named] = {}
        for named in found:
            known = best.setdefault(named.entry, named)
            if named.form < known.form:
                best[named.entry] = named
        return tuple(
            Candidate(self.rows.entry(at), FORMS[form], surface)
            for form, at, surface in sorted(best.values())
        )

    def _type(self, named: Named) -> str:
        return self.rows.entry(named.entry).type


def _is_spelt(named: Named) -> bool:
    """Say whether a row is a name or alias of words, not initials: no "UNESCO"."""
    return FORMS[named.form] is NameForm.FOLDED and not named.surface.isupper()
