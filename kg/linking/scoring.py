"""Candidates for a name, scored: by form, class, context and prior."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer import Candidate, Gazetteer, GazetteerEntry, NameForm
from kg.gazetteer.folding import fold
from kg.linking.agreement import agreement
from kg.linking.context import CITY, REGION, Context
from kg.ontology import Ontology

# How sure a form of a name makes that the entry is meant.
_FORM = {
    NameForm.NAME: 1.0,
    NameForm.ALIAS: 0.95,
    NameForm.FOLDED: 0.9,
    NameForm.DEMONYM: 0.9,
    NameForm.METONYM: 0.85,
    NameForm.TURNED: 0.9,
    NameForm.BARE: 0.85,
    NameForm.INITIALS: 0.8,
    NameForm.SHORT: 0.7,
    NameForm.SURNAME: 0.6,
    NameForm.FUZZY: 0.6,
}
# A name made from another is taken only for what the text says is such a thing.
_LEAST_AGREEMENT = 0.85
_METHOD = {
    NameForm.NAME: "exact",
    NameForm.ALIAS: "alias",
    NameForm.FOLDED: "folded",
    NameForm.DEMONYM: "demonym",
    NameForm.METONYM: "metonym",
    NameForm.TURNED: "turned",
    NameForm.BARE: "bare",
    NameForm.INITIALS: "initials",
    NameForm.SHORT: "short",
    NameForm.SURNAME: "surname",
    NameForm.FUZZY: "fuzzy",
}
DERIVED_FORMS = frozenset(
    (
        NameForm.TURNED,
        NameForm.BARE,
        NameForm.INITIALS,
        NameForm.SHORT,
        NameForm.SURNAME,
        NameForm.FUZZY,
    )
)
# Below this, a candidate fits too badly.
LEAST_SCORE = 0.5
_ALONE = 0.95
_ONE_OF_MANY = 0.5
# News in English that name no state speak of "the Senate" of this one.
_HOME = "US"
# Initials of these are in use without a word of what they stand for.
_PUBLIC = frozenset(("GovernmentBody", "InternationalOrganization", "ArmedForce"))
_AT_HOME = 0.9
_TRANSLITERATED = 0.8
_NOT_THE_NAME = 0.95
_OTHER_COUNTRY = 0.93
_SAID_OF_OTHER_COUNTRY = 0.8
# What a name that often means something else ("Cameron", "CBS", "Ministry of
# Justice") is worth when its state is in the text, is not, or is not known.
_UNSAFE_NEAR = 0.95
_UNSAFE_FAR = 0.45
_UNSAFE_AT_HOME = 0.6
_UNSAFE_WITHOUT_COUNTRY = 0.48
_GENERIC_WITHOUT_COUNTRY = 0.3
# What a generic name is worth that only one thing is known to have.
_ONLY_ONE = 0.7
# By so much an alias has to be better known than who has it for a name.
_FAR_BETTER_KNOWN = 0.35
_BONUS = 1.15
_CITY_AMONG_REGIONS = 0.5
_REGION_AMONG_REGIONS = 1.3
# Cities as well known as this are meant all the same.
_CAPITAL = 0.9
# A long name is hardly ever borne by two things, so it outweighs a class that only
# a recogniser has guessed.
_LONG_NAME_OF_OTHER_CLASS = 0.6
_LONG_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredCandidate:
    """An entry that a name may stand for.

    `score` (0 to 1) is how well name, class and context fit; `weight` adds the prior
    and serves to rank candidates of one name only. `method` says how the entry was
    found: exact, alias, folded, demonym or metonym.
    """

    entry: GazetteerEntry
    id: str
    score: float
    weight: float
    method: str
    surface: str


def candidates_for(
    name: str,
    type_name: str | None,
    gazetteer: Gazetteer,
    ontology: Ontology,
    *,
    context: Context | None = None,
    country: str | None = None,
) -> tuple[ScoredCandidate, ...]:
    """Return the entries a name may stand for, best first; those at 0 are left out.

    Args:
        name: As it is written.
        type_name: The class the thing is of, as far as known.
        gazetteer: The entities known.
        ontology: The classes.
        context: The article's; without one, nothing is concluded from it.
        country: ISO code of the state that the text says it belongs to.
    """
    before, comma, _ = name.partition(", ")
    if comma and not gazetteer.candidates(name):
        # "Columbus, Ohio": what stands behind says where it lies.
        name = before
    view = _View(type_name, gazetteer, ontology, context, country)
    known = view.scored((*gazetteer.candidates(name), *view.provinces(name)), name)
    if any(candidate.score >= LEAST_SCORE for candidate in known):
        return known
    tried = {candidate.id for candidate in known}
    made = gazetteer.derived(name)
    if not made and not gazetteer.candidates(name):
        # Nothing is called so: it may be misspelt.
        made = gazetteer.similar(name)
    derived = (
        candidate
        for candidate in view.scored(made, name)
        if candidate.id not in tried
        # What has the name itself is meant sooner than what is called so for short.
        and not (known and candidate.method == _METHOD[NameForm.SHORT])
    )
    return tuple(sorted((*known, *derived), key=lambda c: (-c.weight, c.id)))


@dataclass(frozen=True, slots=True)
class _View:
    """What is known of a name besides its letters."""

    type_name: str | None
    gazetteer: Gazetteer
    ontology: Ontology
    context: Context | None
    country: str | None

    def provinces(self, name: str) -> Iterator[Candidate]:
        """Yield the provinces that a name is short for where the text lists some."""
        if self.context and self.context.regional:
            for candidate in self.gazetteer.derived(name):
                if candidate.entry.country in self.context.regional:
                    yield candidate

    def scored(
        self, candidates: Sequence[Candidate], name: str
    ) -> tuple[ScoredCandidate, ...]:
        """Return the candidates that fit, scored, best first."""
        alone = len({self._state_of(c) for c in candidates if self._agrees(c)}) == 1
        # Of "Washington", the city that has it for an alias outweighs the state.
        names = [c.entry.prior for c in candidates if c.form is NameForm.NAME]
        named = max(names, default=1.0)
        found = []
        for candidate in candidates:
            score = self._score(candidate, name, alone=alone, named=named)
            if score > 0:
                found.append(
                    ScoredCandidate(
                        entry=candidate.entry,
                        id=self.gazetteer.identifier(candidate.entry),
                        score=round(min(score, 1.0), 4),
                        weight=round(_weight(candidate, score), 4),
                        method=_METHOD[candidate.form],
                        surface=candidate.surface,
                    )
                )
        return tuple(sorted(found, key=lambda c: (-c.weight, c.id)))

    def _score(
        self, candidate: Candidate, name: str, *, alone: bool, named: float
    ) -> float:
        country = candidate.entry.country
        score = _form(candidate, name)
        if candidate.form in DERIVED_FORMS:
            score *= self._agrees(candidate)
            score *= _standing(candidate, self.context, alone=alone)
        else:
            score *= _class(candidate, self.type_name, self.ontology)
            if candidate.entry.prior >= named + _FAR_BETTER_KNOWN:
                score = min(1.0, score * _BONUS)
            score *= _surroundings(candidate, self.gazetteer, self.context)
        if self.context and self.context.regional:
            score *= _among_regions(candidate.entry, self.context)
        if self.country and country and self.country != country:
            score *= _SAID_OF_OTHER_COUNTRY
        return score

    def _agrees(self, candidate: Candidate) -> float:
        agreed = agreement(self.type_name, candidate.entry.type, self.ontology)
        return agreed if agreed >= _LEAST_AGREEMENT else 0.0

    def _state_of(self, candidate: Candidate) -> str:
        """Return the state that tells apart those who share a name, or the one."""
        return candidate.entry.country or self.gazetteer.identifier(candidate.entry)


def _among_regions(entry: GazetteerEntry, context: Context) -> float:
    """Return how well a place fits an article that lists provinces of its state."""
    if entry.type == CITY and entry.prior < _CAPITAL:
        return _CITY_AMONG_REGIONS
    is_one = entry.type == REGION and entry.country in context.regional
    return _REGION_AMONG_REGIONS if is_one else 1.0


def _standing(candidate: Candidate, context: Context | None, *, alone: bool) -> float:
    """Return how well an entry whose name was made from its own fits the article."""
    country = candidate.entry.country
    if context is None:
        return 1.0 if alone else _ONE_OF_MANY
    if country in context.countries:
        return 1.0
    if candidate.form is NameForm.BARE and country == _HOME and not context.countries:
        return _AT_HOME
    if candidate.form is NameForm.SURNAME:
        return _ONE_OF_MANY
    if candidate.form is NameForm.INITIALS:
        is_public = country is None and candidate.entry.type in _PUBLIC
        return _ALONE if alone and is_public else _ONE_OF_MANY
    return _ALONE if alone else _ONE_OF_MANY


def _weight(candidate: Candidate, score: float) -> float:
    """Return the score with the prior, which counts less than form and class do.

    Priors compare within a class only, so a bare name outweighs an alias of a thing
    of another class that is somewhat better known ("Quebec").
    """
    standing = 1.0 if candidate.form is NameForm.NAME else _NOT_THE_NAME
    return score * standing * (2 + candidate.entry.prior) / 3


def _form(candidate: Candidate, name: str) -> float:
    if candidate.form is NameForm.FOLDED and fold(candidate.surface) != fold(name):
        return _TRANSLITERATED
    return _FORM[candidate.form]


def _class(candidate: Candidate, type_name: str | None, ontology: Ontology) -> float:
    agreed = agreement(type_name, candidate.entry.type, ontology)
    is_name = candidate.form in (NameForm.NAME, NameForm.ALIAS)
    is_long = len(candidate.surface.split()) >= _LONG_NAME
    if not agreed and is_name and is_long:
        return _LONG_NAME_OF_OTHER_CLASS
    return agreed


def _surroundings(
    candidate: Candidate,
    gazetteer: Gazetteer,
    context: Context | None,
) -> float:
    """Return how well the article's states fit the entry's."""
    if context is None:
        return 1.0
    country = candidate.entry.country
    is_near = country in context.countries
    if gazetteer.is_generic(candidate.surface):
        if is_near:
            return 1.0
        is_only_one = len(gazetteer.candidates(candidate.surface)) == 1
        is_known = is_only_one and country is None
        return _ONLY_ONE if is_known else _GENERIC_WITHOUT_COUNTRY
    if gazetteer.is_safe(candidate):
        is_at_home = is_near or country is None or candidate.entry.type == "State"
        return 1.0 if is_at_home else _OTHER_COUNTRY
    if country is None:
        return _UNSAFE_WITHOUT_COUNTRY
    is_at_home = country == _HOME and not context.countries
    if is_at_home and _is_only_place(candidate, gazetteer):
        far = _UNSAFE_AT_HOME
    else:
        far = _UNSAFE_FAR
    return _UNSAFE_NEAR if is_near else far


def _is_only_place(candidate: Candidate, gazetteer: Gazetteer) -> bool:
    """Say whether a city shares its name with no other place that is known."""
    known = gazetteer.candidates(candidate.surface)
    places = [c.entry for c in known if c.entry.type in (CITY, REGION)]
    return candidate.entry.type == CITY and places == [candidate.entry]
