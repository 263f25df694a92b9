"""What a gazetteer has to answer, told by plain dictionaries of all of its names.

It shares no code with the index but the folding, the rules and the derived names, so
that a test can compare the two.
"""

from collections import defaultdict

from kg.gazetteer.derived import derived_names
from kg.gazetteer.folding import fold, skeleton
from kg.gazetteer.values import Candidate, GazetteerEntry, NameForm
from kg.model import local_name

_FORMS = list(NameForm)
_COMPANIES = {"Company", "MediaOrganization", "Organization"}


class Oracle:
    """The answers for some tables."""

    def __init__(self, content):
        self.content = content
        self.exact = defaultdict(list)
        for candidate in self._surfaces():
            self.exact[candidate.surface].append(candidate)
        self.folded = defaultdict(list)
        for surface, known in self.exact.items():
            if not content.spotting.needs_its_case(surface):
                self.folded[fold(surface)].extend(known)
        self.skeletons = defaultdict(list)
        self.undesignated = defaultdict(list)
        for folded, known in self.folded.items():
            if len(folded) >= 6:
                self.skeletons[self._skeleton(folded)].extend(known)
            bare = content.spotting.undesignated(folded)
            companies = [c for c in known if c.entry.type in _COMPANIES]
            self.undesignated[bare].extend(companies)
        self.derivations = derived_names(content.entries, content.name_parts)

    def candidates(self, surface):
        known = self.exact.get(surface) or self.exact.get(f"{surface}.") or ()
        found = {(c.entry, c.form): c for c in known}
        for candidate in self._loose(surface, is_last=not found):
            form = candidate.form
            if form in (NameForm.NAME, NameForm.ALIAS):
                form = NameForm.FOLDED
            loose = Candidate(candidate.entry, form, candidate.surface)
            found.setdefault((candidate.entry, form), loose)
        return best_of_each(found.values())

    def derived(self, surface):
        found = self.derivations.get(surface.replace(".", ""), ())
        loose = () if surface.isupper() else self.derivations.get(fold(surface), ())
        return best_of_each((*found, *loose))

    def phrases(self):
        for surface, known in self.exact.items():
            best = best_of_each(known)[0]
            if self.content.spotting.is_safe(best):
                yield surface, best

    def by_name(self, name):
        known = self.exact.get(name, ())
        named = [c.entry for c in known if c.form is NameForm.NAME]
        return min(named, key=_order, default=None)

    def identifiers(self):
        homonyms = defaultdict(list)
        for entry in sorted(self.content.entries, key=_order):
            homonyms[local_name(entry.name)].append(entry)
        taken = set(homonyms)
        found = {}
        for name, bearers in sorted(homonyms.items()):
            found[bearers[0]] = name
            for entry in bearers[1:]:
                identifier = f"{name}_({entry.type})"
                if identifier in taken:
                    identifier = f"{name}_({entry.qid or entry.country})"
                taken.add(identifier)
                found[entry] = identifier
        return found

    def _skeleton(self, folded):
        return skeleton(folded, self.content.transliteration)

    def _loose(self, surface, *, is_last):
        folded = fold(surface)
        found = self.folded.get(folded, ())
        if found or not is_last:
            return found
        if surface[:1].isupper():
            bare = self.content.spotting.undesignated(folded)
            found = self.undesignated.get(bare, ())
            if bare == folded:
                found = [c for c in found if c.entry.type == "Company"]
        if not found and len(folded) >= 6:
            found = self.skeletons.get(self._skeleton(folded), ())
        return found

    def _surfaces(self):
        states = {facts.entry.name for facts in self.content.countries}
        for entry in self.content.entries:
            yield Candidate(entry, NameForm.NAME, entry.name)
            for alias in _spellings(entry):
                if not (alias in states and entry.type == "City"):
                    yield Candidate(entry, NameForm.ALIAS, alias)
        for facts in self.content.countries:
            for demonym in facts.demonyms:
                yield Candidate(facts.entry, NameForm.DEMONYM, demonym)
            for metonym in facts.metonyms:
                yield Candidate(facts.entry, NameForm.METONYM, metonym)


def best_of_each(candidates):
    """Return one candidate for each entry, by its best form, best first."""
    ranked = sorted(candidates, key=lambda c: (_FORMS.index(c.form), _order(c.entry)))
    best: dict[GazetteerEntry, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.entry, candidate)
    return tuple(best.values())


def _order(entry):
    number = int(entry.qid.removeprefix("Q")) if entry.qid else 10**12
    return (-entry.prior, number, entry.name, entry.type)


def _spellings(entry):
    yield from entry.aliases
    for name in (entry.name, *entry.aliases):
        if name.startswith(("Al-", "El-")):
            yield name[0].lower() + name[1:]
        if entry.type == "Position" and " of the " in name:
            yield name.replace(" of the ", " of ", 1)
