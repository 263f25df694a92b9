"""Candidates for a name, scored: by form, class, context and prior."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer import Candidate, Gazetteer, GazetteerEntry, NameForm
from kg.linking.agreement import agreement
from kg.linking.context import CITY, REGION, STATE, Context
from kg.linking.forms import DERIVED_FORMS, METHODS, form_score, is_called
from kg.ontology import Ontology

# A name made from another is taken only for what the text says is such a thing.
_LEAST_AGREEMENT = 0.85
# Below this, a candidate fits too badly.
LEAST_SCORE = 0.5
_ALONE = 0.95
_ONE_OF_MANY = 0.5
# News in English that name no state speak of "the Senate" of this one.
_HOME = "US"
# Initials of these are in use without a word of what they stand for.
_PUBLIC = frozenset(("GovernmentBody", "InternationalOrganization", "ArmedForce"))
_AT_HOME = 0.9
_NOT_THE_NAME = 0.95
_OTHER_COUNTRY = 0.93
_SAID_OF_OTHER_COUNTRY = 0.8
# What a name that often means something else ("Cameron", "CBS", "Ministry of
# Justice") is worth when its state is in the text, is not, or is not known.
_UNSAFE_NEAR = 0.95
_UNSAFE_FAR = 0.45
_UNSAFE_AT_HOME = 0.6
_UNSAFE_WITHOUT_COUNTRY = 0.48
# .. and when it is of no state, but well known and the only one of its class and name.
_UNSAFE_KNOWN = 0.6
_KNOWN = 0.6
# Initials of what is known as well as this are in use like those of public bodies.
_KNOWN_BY_INITIALS = 0.75
_PERSON = "Person"
_GENERIC_WITHOUT_COUNTRY = 0.3
# What a generic name is worth that only one thing is known to have.
_ONLY_ONE = 0.7
# A state that is no more is meant less than one that is and bears its name.
_NO_MORE = 0.8
# By so much an alias has to be better known than who has it for a name.
_FAR_BETTER_KNOWN = 0.35
_BONUS = 1.15
_HISTORICAL = "HistoricalState"
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
        and not (known and candidate.method == METHODS[NameForm.SHORT])
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
        lives_on = any(c.entry.type == STATE and is_called(c) for c in candidates)
        found = []
        for candidate in candidates:
            score = self._score(candidate, name, alone=alone, named=named)
            if lives_on and candidate.entry.type == _HISTORICAL != self.type_name:
                score *= _NO_MORE
            if score > 0:
                found.append(
                    ScoredCandidate(
                        entry=candidate.entry,
                        id=self.gazetteer.identifier(candidate.entry),
                        score=round(min(score, 1.0), 4),
                        weight=round(_weight(candidate, score), 4),
                        method=METHODS[candidate.form],
                        surface=candidate.surface,
                    )
                )
        return tuple(sorted(found, key=lambda c: (-c.weight, c.id)))

    def _score(
        self, candidate: Candidate, name: str, *, alone: bool, named: float
    ) -> float:
        country = candidate.entry.country
        score = form_score(candidate, name)
        if candidate.form in DERIVED_FORMS:
            score *= self._agrees(candidate)
            score *= _standing(candidate, self.context, alone=alone)
            score *= self._told_apart(candidate, name)
        else:
            score *= _class(candidate, self.type_name, self.ontology)
            if candidate.entry.prior >= named + _FAR_BETTER_KNOWN:
                score = min(1.0, score * _BONUS)
            score *= self._surroundings(candidate)
        if self.context and self.context.regional:
            score *= _among_regions(candidate.entry, self.context)
        if self.country and country and self.country != country:
            score *= _SAID_OF_OTHER_COUNTRY
        return score

    def _told_apart(self, candidate: Candidate, name: str) -> float:
        """Return how well a name that many states' bodies have fits one made from it.

        "Ministry of Foreign Affairs" is Japan's where Japan is spoken of. A word in
        small letters is no name: "police" is one state's where no other is spoken of.
        """
        country = candidate.entry.country
        near = self.context.countries if self.context else frozenset()
        is_near = country in near and (len(near) == 1 or not name.islower())
        is_told = is_near or country in (None, self.country)
        is_at_home = country == _HOME and candidate.form is NameForm.BARE
        if is_told or is_at_home or not self.gazetteer.is_generic(name):
            return 1.0
        return _GENERIC_WITHOUT_COUNTRY

    def _surroundings(self, candidate: Candidate) -> float:
        """Return how well the article's states fit the entry's.

        A state that the text says the thing is of counts too: the "Security Council
        of Russia" is not the one that is of no state.
        """
        if self.context is None:
            return 1.0
        country = candidate.entry.country
        is_near = country in self.context.countries
        if self.gazetteer.is_generic(candidate.surface):
            if is_near:
                return 1.0
            is_known = country is None and self.country is None
            is_known &= self._is_only_one(candidate)
            return _ONLY_ONE if is_known else _GENERIC_WITHOUT_COUNTRY
        if self.gazetteer.is_safe(candidate):
            is_at_home = is_near or country is None or candidate.entry.type == STATE
            return 1.0 if is_at_home else _OTHER_COUNTRY
        return _UNSAFE_NEAR if is_near else self._far(candidate)

    def _far(self, candidate: Candidate) -> float:
        """Return what a name that often means something else is worth by itself."""
        country = candidate.entry.country
        if country is None:
            is_known = self._is_known(candidate)
            return _UNSAFE_KNOWN if is_known else _UNSAFE_WITHOUT_COUNTRY
        is_at_home = country == _HOME and not (self.context and self.context.countries)
        is_place = is_at_home and _is_only_place(candidate, self.gazetteer)
        return _UNSAFE_AT_HOME if is_place else _UNSAFE_FAR

    def _is_only_one(self, candidate: Candidate) -> bool:
        return len(self.gazetteer.candidates(candidate.surface)) == 1

    def _is_known(self, candidate: Candidate) -> bool:
        """Say whether something well known alone has the name, and is of the class."""
        entry = candidate.entry
        is_of_class = self.type_name == entry.type != _PERSON
        if not is_of_class or entry.prior < _KNOWN:
            return False
        surface = candidate.surface
        made = self.gazetteer.derived(surface)
        bearers = (*self.gazetteer.candidates(surface), *made)
        return all(each.entry == entry for each in bearers if self._agrees(each))

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
        is_in_use = is_public or candidate.entry.prior >= _KNOWN_BY_INITIALS
        return _ALONE if alone and is_in_use else _ONE_OF_MANY
    return _ALONE if alone else _ONE_OF_MANY


def _weight(candidate: Candidate, score: float) -> float:
    """Return the score with the prior, which counts less than form and class do.

    Priors compare within a class only, so a bare name outweighs an alias of a thing
    of another class that is somewhat better known ("Quebec").
    """
    standing = 1.0 if candidate.form is NameForm.NAME else _NOT_THE_NAME
    return score * standing * (2 + candidate.entry.prior) / 3


def _class(candidate: Candidate, type_name: str | None, ontology: Ontology) -> float:
    agreed = agreement(type_name, candidate.entry.type, ontology)
    is_long = len(candidate.surface.split()) >= _LONG_NAME
    if not agreed and is_called(candidate) and is_long:
        return _LONG_NAME_OF_OTHER_CLASS
    return agreed


def _is_only_place(candidate: Candidate, gazetteer: Gazetteer) -> bool:
    """Say whether a city shares its name with no other place that is known."""
    known = gazetteer.candidates(candidate.surface)
    places = [c.entry for c in known if c.entry.type in (CITY, REGION)]
    return candidate.entry.type == CITY and places == [candidate.entry]
