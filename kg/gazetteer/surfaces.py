"""Every surface that may name an entry, by the keys it is looked up with.

An index keeps, for each key, one candidate of each entry: that of the best form, and
among equals the first of the tables.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from kg.gazetteer.content import Content
from kg.gazetteer.derived import derived_names
from kg.gazetteer.folding import fold, skeleton
from kg.gazetteer.values import Candidate, GazetteerEntry, NameForm
from kg.model import local_name

FORMS = tuple(NameForm)
RANKS = {form: rank for rank, form in enumerate(FORMS)}
# Shorter names resemble too many others once transliterations are levelled.
SHORTEST_SKELETON = 6
# Classes of what may have a legal form behind its name.
_COMPANIES = frozenset(("Company", "MediaOrganization", "Organization"))


class Key(IntEnum):
    """What a surface is looked up by.

    `EXACT` is the surface itself, `FOLDED` and `SKELETON` what `kg.gazetteer.folding`
    makes of it, `UNDESIGNATED` a folded name without its legal form, and `DERIVED` a
    name made from another.
    """

    EXACT = 0
    FOLDED = 1
    SKELETON = 2
    UNDESIGNATED = 3
    DERIVED = 4


def order(entry: GazetteerEntry) -> tuple[float, int, str, str]:
    """Return the key that puts the likelier entry first, and never ties."""
    number = int(entry.qid.removeprefix("Q")) if entry.qid else 0
    return (-entry.prior, number or 10**12, entry.name, entry.type)


def known_surfaces(content: Content) -> dict[str, list[Candidate]]:
    """Return what each surface of the tables names, in their order."""
    known: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in _surfaces(content):
        known[candidate.surface].append(candidate)
    return dict(known)


def keyed_names(
    known: Mapping[str, list[Candidate]], content: Content
) -> Iterator[tuple[Key, str, Sequence[Candidate]]]:
    """Yield what each key of each kind finds; what is loose has the form for that."""
    folded: dict[str, list[Candidate]] = defaultdict(list)
    for surface, found in known.items():
        if not content.spotting.needs_its_case(surface):
            folded[fold(surface)].extend(found)
    skeletons: dict[str, list[Candidate]] = defaultdict(list)
    companies: dict[str, list[Candidate]] = defaultdict(list)
    for key, found in folded.items():
        if len(key) >= SHORTEST_SKELETON:
            skeletons[skeleton(key, content.transliteration)].extend(found)
        bare = content.spotting.undesignated(key)
        companies[bare] += [c for c in found if c.entry.type in _COMPANIES]
    loose = (
        (Key.FOLDED, folded),
        (Key.SKELETON, skeletons),
        (Key.UNDESIGNATED, companies),
    )
    for key, found in known.items():
        yield Key.EXACT, key, _best_of_each(found)
    for kind, names in loose:
        for key, found in names.items():
            yield kind, key, _best_of_each([_loosened(each) for each in found])
    if content.name_parts:
        derived = derived_names(content.entries, content.name_parts)
        for key, made in derived.items():
            yield Key.DERIVED, key, _best_of_each(made)


def phrases(
    known: Mapping[str, list[Candidate]], content: Content
) -> Iterator[Candidate]:
    """Yield the best candidate of each surface that is safe to spot, in their order."""
    for found in known.values():
        best = min(_best_of_each(found), key=lambda c: (RANKS[c.form], order(c.entry)))
        if content.spotting.is_safe(best):
            yield best


def identifiers(entries: Iterable[GazetteerEntry]) -> dict[GazetteerEntry, str]:
    """Return the local name of each entry in the knowledge graph.

    Where several entries share a name, the likeliest has it as it is; the others get
    their type, then their identifier as a suffix.
    """
    homonyms: dict[str, list[GazetteerEntry]] = defaultdict(list)
    for entry in sorted(entries, key=order):
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


def _surfaces(content: Content) -> Iterator[Candidate]:
    states = {facts.entry.name for facts in content.countries}
    for entry in content.entries:
        yield Candidate(entry, NameForm.NAME, entry.name)
        for alias in _spellings(entry):
            # What a base is called in the lists of a state is the state.
            if alias in states and entry.type == "City":
                continue
            yield Candidate(entry, NameForm.ALIAS, alias)
    for facts in content.countries:
        for demonym in facts.demonyms:
            yield Candidate(facts.entry, NameForm.DEMONYM, demonym)
        for metonym in facts.metonyms:
            yield Candidate(facts.entry, NameForm.METONYM, metonym)


def _spellings(entry: GazetteerEntry) -> Iterator[str]:
    """Yield the aliases, and names with the Arabic article as news write it."""
    yield from entry.aliases
    for name in (entry.name, *entry.aliases):
        if name.startswith(("Al-", "El-")):
            yield name[0].lower() + name[1:]
        # "The US president" is president of a state whose name has no article.
        if entry.type == "Position" and " of the " in name:
            yield name.replace(" of the ", " of ", 1)


def _loosened(candidate: Candidate) -> Candidate:
    if candidate.form in (NameForm.NAME, NameForm.ALIAS):
        return Candidate(candidate.entry, NameForm.FOLDED, candidate.surface)
    return candidate


def _best_of_each(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return one candidate for each entry, the first of its best form."""
    if len(candidates) < 2:
        return candidates
    best: dict[GazetteerEntry, Candidate] = {}
    for candidate in candidates:
        known = best.setdefault(candidate.entry, candidate)
        if RANKS[candidate.form] < RANKS[known.form]:
            best[candidate.entry] = candidate
    return list(best.values())
