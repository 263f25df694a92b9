"""Candidates for a name, scored: by form, class, context and prior."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.gazetteer import Candidate, Gazetteer, GazetteerEntry, NameForm
from kg.gazetteer.folding import fold
from kg.linking.agreement import agreement
from kg.model import Mention, MentionKind
from kg.ontology import Ontology

# How sure a form of a name makes that the entry is meant.
_FORM = {
    NameForm.NAME: 1.0,
    NameForm.ALIAS: 0.95,
    NameForm.FOLDED: 0.9,
    NameForm.DEMONYM: 0.9,
    NameForm.METONYM: 0.85,
}
_METHOD = {
    NameForm.NAME: "exact",
    NameForm.ALIAS: "alias",
    NameForm.FOLDED: "folded",
    NameForm.DEMONYM: "demonym",
    NameForm.METONYM: "metonym",
}
_TRANSLITERATED = 0.8
_NOT_THE_NAME = 0.95
_OTHER_COUNTRY = 0.93
_SAID_OF_OTHER_COUNTRY = 0.8
# What a name that often means something else ("Cameron", "CBS", "Ministry of
# Justice") is worth when its state is in the text, is not, or is not known.
_UNSAFE_NEAR = 0.95
_UNSAFE_FAR = 0.45
_UNSAFE_WITHOUT_COUNTRY = 0.5
_GENERIC_WITHOUT_COUNTRY = 0.3
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


@dataclass(frozen=True, slots=True)
class Context:
    """What the article says around a name: the states it speaks of, by ISO code."""

    countries: frozenset[str] = frozenset()


def read_context(mentions: Iterable[Mention], gazetteer: Gazetteer) -> Context:
    """Return the context that the mentions of an article make for one another."""
    names = {m.name for m in mentions if m.kind is MentionKind.NAME}
    states = (_state(name, gazetteer) for name in names)
    return Context(
        frozenset(state.country for state in states if state and state.country)
    )


def _state(name: str, gazetteer: Gazetteer) -> GazetteerEntry | None:
    for candidate in gazetteer.candidates(name):
        if candidate.entry.type == "State" and candidate.form is not NameForm.FOLDED:
            return candidate.entry
    return None


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
    scored = []
    for candidate in gazetteer.candidates(name):
        entry = candidate.entry
        score = (
            _form(candidate, name)
            * _class(candidate, type_name, ontology)
            * _surroundings(candidate, gazetteer, context)
        )
        if country and entry.country and country != entry.country:
            score *= _SAID_OF_OTHER_COUNTRY
        if score > 0:
            scored.append(
                ScoredCandidate(
                    entry=entry,
                    id=gazetteer.identifier(entry),
                    score=round(score, 4),
                    weight=round(_weight(candidate, score), 4),
                    method=_METHOD[candidate.form],
                    surface=candidate.surface,
                )
            )
    return tuple(sorted(scored, key=lambda c: (-c.weight, c.id)))


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
        return 1.0 if is_near else _GENERIC_WITHOUT_COUNTRY
    if gazetteer.is_safe(candidate):
        is_at_home = is_near or country is None or candidate.entry.type == "State"
        return 1.0 if is_at_home else _OTHER_COUNTRY
    if country is None:
        return _UNSAFE_WITHOUT_COUNTRY
    return _UNSAFE_NEAR if is_near else _UNSAFE_FAR
