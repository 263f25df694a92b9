"""The index from surfaces to entries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from kg.gazetteer.derived import NameParts, derived_names
from kg.gazetteer.folding import Transliteration, fold, skeleton
from kg.gazetteer.spotting import Spotting
from kg.gazetteer.values import (
    Candidate,
    CountryFacts,
    GazetteerEntry,
    NameForm,
    OfficeHolder,
)
from kg.model import local_name

type Names = Mapping[str, GazetteerEntry]

_FORMS = {form: rank for rank, form in enumerate(NameForm)}
# Shorter names resemble too many others once transliterations are levelled.
_SHORTEST_SKELETON = 6
_COMPANY = "Company"
# Classes of what may have a legal form behind its name.
_COMPANIES = frozenset(("Company", "MediaOrganization", "Organization"))


def order(entry: GazetteerEntry) -> tuple[float, int, str, str]:
    """Return the key that puts the likelier entry first, and never ties."""
    number = int(entry.qid.removeprefix("Q")) if entry.qid else 0
    return (-entry.prior, number or 10**12, entry.name, entry.type)


class Gazetteer:
    """All entities known beforehand, by every surface that may name them.

    Args:
        entries: The entities.
        countries: States and territories, with the names that stand for them.
        office_holders: Persons in office.
        spotting: Which surfaces a matcher may spot, and which need their case.
        transliteration: Replacements that level transliterations.
        name_parts: Where names are cut; without them no names are derived.
        as_of: The date of the tables, which is that of the links they give.
    """

    def __init__(  # noqa: PLR0913 - one for each table
        self,
        *,
        entries: Iterable[GazetteerEntry],
        countries: Iterable[CountryFacts],
        office_holders: Iterable[OfficeHolder],
        spotting: Spotting,
        transliteration: Transliteration,
        name_parts: NameParts | None = None,
        as_of: date | None = None,
    ) -> None:
        self.as_of = as_of
        self._name_parts = name_parts
        self.entries = tuple(entries)
        self._countries = tuple(countries)
        self._office_holders = tuple(office_holders)
        self._spotting = spotting
        self._transliteration = transliteration
        self._by_qid = {entry.qid: entry for entry in self.entries if entry.qid}
        self._by_iso2 = {facts.iso2: facts for facts in self._countries}
        self._exact: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in self._surfaces():
            self._exact[candidate.surface].append(candidate)

    def _surfaces(self) -> Iterator[Candidate]:
        states = {facts.entry.name for facts in self._countries}
        for entry in self.entries:
            yield Candidate(entry, NameForm.NAME, entry.name)
            for alias in _spellings(entry):
                # What a base is called in the lists of a state is the state.
                if alias in states and entry.type == "City":
                    continue
                yield Candidate(entry, NameForm.ALIAS, alias)
        for facts in self._countries:
            for demonym in facts.demonyms:
                yield Candidate(facts.entry, NameForm.DEMONYM, demonym)
            for metonym in facts.metonyms:
                yield Candidate(facts.entry, NameForm.METONYM, metonym)

    @cached_property
    def _folded(self) -> Mapping[str, list[Candidate]]:
        folded: dict[str, list[Candidate]] = defaultdict(list)
        for surface, known in self._exact.items():
            if not self._spotting.needs_its_case(surface):
                folded[fold(surface)].extend(known)
        return folded

    @cached_property
    def _skeletons(self) -> Mapping[str, list[Candidate]]:
        skeletons: dict[str, list[Candidate]] = defaultdict(list)
        for folded, known in self._folded.items():
            if len(folded) >= _SHORTEST_SKELETON:
                skeletons[skeleton(folded, self._transliteration)].extend(known)
        return skeletons

    @cached_property
    def _undesignated(self) -> Mapping[str, list[Candidate]]:
        companies: dict[str, list[Candidate]] = defaultdict(list)
        for folded, known in self._folded.items():
            bare = self._spotting.undesignated(folded)
            companies[bare] += [c for c in known if c.entry.type in _COMPANIES]
        return companies

    @cached_property
    def _identifiers(self) -> Mapping[GazetteerEntry, str]:
        homonyms: dict[str, list[GazetteerEntry]] = defaultdict(list)
        for entry in sorted(self.entries, key=order):
            homonyms[local_name(entry.name)].append(entry)
        taken = set(homonyms)
        found: dict[GazetteerEntry, str] = {}
        for name, bearers in sorted(homonyms.items()):
            found[bearers[0]] = name
            for entry in bearers[1:]:
                identifier = f"{name}_({entry.type})"
                if identifier in taken:
                    identifier = f"{name}_({entry.qid or entry.country})"
                taken.add(identifier)
                found[entry] = identifier
        return found

    @cached_property
    def _by_identifier(self) -> Names:
        return {name: entry for entry, name in self._identifiers.items()}

    def candidates(self, surface: str) -> tuple[Candidate, ...]:
        """Return the entries a surface may name, best first: by form, then prior.

        An exact spelling comes before one that differs in case, marks or
        punctuation; when nothing is found, the name of a company is tried without
        its legal form, then other transliterations. Acronyms and names that are
        ordinary words are found in their own case only.
        """
        known = self._exact.get(surface) or self._exact.get(f"{surface}.") or ()
        found = {(c.entry, c.form): c for c in known}
        for candidate in self._loose(surface, is_last=not found):
            form = candidate.form
            if form in (NameForm.NAME, NameForm.ALIAS):
                form = NameForm.FOLDED
            key = (candidate.entry, form)
            found.setdefault(key, Candidate(candidate.entry, form, candidate.surface))
        return _best_of_each(found.values())

    def _loose(self, surface: str, *, is_last: bool) -> Sequence[Candidate]:
        """Return what is written otherwise, and more loosely if it is the last hope."""
        folded = fold(surface)
        found = self._folded.get(folded, ())
        if found or not is_last:
            return found
        if surface[:1].isupper():
            bare = self._spotting.undesignated(folded)
            found = self._undesignated.get(bare, ())
            if bare == folded:
                # Nothing here says that it is a firm, so it has to be known as one.
                found = [c for c in found if c.entry.type == _COMPANY]
        if not found and len(folded) >= _SHORTEST_SKELETON:
            found = self._skeletons.get(skeleton(folded, self._transliteration), ())
        return found

    @cached_property
    def _derived(self) -> Mapping[str, tuple[Candidate, ...]]:
        if self._name_parts is None:
            return {}
        return derived_names(self.entries, self._name_parts)

    def derived(self, surface: str) -> tuple[Candidate, ...]:
        """Return the entries that a name made from theirs may stand for, best first.

        Such names are initials, surnames, and names without the state or the kind of
        thing; see `kg.gazetteer.derived`.
        """
        found = self._derived.get(surface.replace(".", ""), ())
        is_letters = surface.isupper()
        loose = () if is_letters else self._derived.get(fold(surface), ())
        return _best_of_each((*found, *loose))

    def phrases(self) -> Iterator[tuple[str, Candidate]]:
        """Yield every surface that is safe to spot in a text, with its best candidate.

        The surface is to be matched letter by letter, case included. Each comes once.
        """
        for surface, known in self._exact.items():
            best = _best_of_each(known)[0]
            if self._spotting.is_safe(best):
                yield surface, best

    def is_generic(self, surface: str) -> bool:
        """Say whether a name says what a body is, but not which: "National Guard"."""
        return self._spotting.is_generic(surface)

    def is_safe(self, candidate: Candidate) -> bool:
        """Say whether the candidate's surface hardly ever names anything else."""
        return self._spotting.is_safe(candidate)

    def state(self, iso2: str) -> GazetteerEntry | None:
        """Return the state or territory with an ISO 3166 alpha-2 code."""
        facts = self._by_iso2.get(iso2)
        return facts.entry if facts else None

    def by_qid(self, qid: str) -> GazetteerEntry | None:
        """Return the entry with a Wikidata identifier."""
        return self._by_qid.get(qid)

    def by_name(self, name: str) -> GazetteerEntry | None:
        """Return the likeliest entry whose name is exactly this."""
        known = self._exact.get(name, ())
        named = [c.entry for c in known if c.form is NameForm.NAME]
        return min(named, key=order, default=None)

    def identifier(self, entry: GazetteerEntry) -> str:
        """Return the local name of an entry in the knowledge graph.

        Where several entries share a name, the likeliest has it as it is; the others
        get their type, then their identifier as a suffix. It depends on the tables
        only, never on the articles read.
        """
        return self._identifiers[entry]

    def entry(self, identifier: str) -> GazetteerEntry | None:
        """Return the entry with a local name in the knowledge graph."""
        return self._by_identifier.get(identifier)

    def office_holders(self) -> tuple[OfficeHolder, ...]:
        """Return the persons in office, in the order of the table."""
        return self._office_holders

    def country_facts(self) -> tuple[CountryFacts, ...]:
        """Return what is known of states and territories, in order of their codes."""
        return self._countries


def _spellings(entry: GazetteerEntry) -> Iterator[str]:
    """Yield the aliases, and names with the Arabic article as news write it."""
    yield from entry.aliases
    for name in (entry.name, *entry.aliases):
        if name.startswith(("Al-", "El-")):
            yield name[0].lower() + name[1:]
        # "The US president" is president of a state whose name has no article.
        if entry.type == "Position" and " of the " in name:
            yield name.replace(" of the ", " of ", 1)


def _best_of_each(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return one candidate for each entry, by its best form, best first."""
    ranked = sorted(candidates, key=lambda c: (_FORMS[c.form], order(c.entry)))
    best: dict[GazetteerEntry, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.entry, candidate)
    return tuple(best.values())
