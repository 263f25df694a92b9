"""How well each candidate fits all that a query says, and whether one is certain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from kg.linking.agreement import agreement
from kg.linking.disambiguation import decide
from kg.linking.scoring import ScoredCandidate
from kg.ontology import Ontology
from server.reconciliation.candidates import IDENTIFIER
from server.reconciliation.conditions import Outcome, judge
from server.reconciliation.known import Known
from server.reconciliation.questions import Condition, Query, Strictness
from server.reconciliation.things import Thing
from server.reconciliation.values import Values

# From where on a type is that of the query, not only one like it.
_AGREES = 0.95
# Somebody who gives a type means it, unlike a recogniser that guesses one.
_LIKE_TYPE = 0.75
_OTHER_TYPE = 0.5
# What a condition does to score and weight if it is not met; if it is one on an
# identifier; if nothing is known, and whether another candidate meets it.
_UNMET, _OTHER_ITEM, _UNKNOWN, _MET_BY_ANOTHER = 0.6, 0.3, 0.95, 0.7
# How sure the choice among homonyms has to be.
_CERTAIN = 0.85
# "Tehran" is a city first of all, and then what stands for Iran.
_POINTERS = ("demonym", "metonym")
_POINTS = 0.8
# The forms of a name that leave no doubt which one it is.
_NAMES = ("exact", "alias", "folded", "turned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A candidate as it is answered.

    `score` is from 0 to 100 and falls with the rank; `match` says that the client
    need not look at it. `features` are what went into the score: `name` and `type`
    from 0 to 1, `prior` too, and `properties`, the share of conditions that are met.
    """

    thing: Thing
    score: float
    match: bool
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    thing: Thing
    candidate: ScoredCandidate
    name: float
    type: float
    outcomes: tuple[Outcome, ...]


def judge_candidates(
    query: Query,
    candidates: Sequence[ScoredCandidate],
    things: Mapping[str, Thing],
    values: Values,
    known: Known,
) -> tuple[Result, ...]:
    """Return the candidates that fit, best first, as many as were asked for.

    Args:
        query: What was asked.
        candidates: As their names alone let them score.
        things: What is known of them, by id.
        values: Their values for the properties of the query.
        known: The gazetteer and the ontology.
    """
    outcomes = {
        each.id: tuple(
            judge(c, things[each.id], values, known) for c in query.conditions
        )
        for each in candidates
    }
    every = (_judged(query, c, things[c.id], outcomes, known) for c in candidates)
    # What is left out weighs nothing.
    judged = [each for each in every if each.candidate.weight]
    judged.sort(key=lambda each: (-each.candidate.weight, each.candidate.id))
    if not judged:
        return ()
    best = judged[0].candidate
    is_certain = _is_certain(query, judged, known)
    return tuple(
        Result(
            thing=each.thing,
            # The best scores as it fits, the others as they come behind it.
            score=round(100 * best.score * each.candidate.weight / best.weight, 2),
            match=is_certain and each is judged[0],
            features=_features(each),
        )
        for each in judged[: query.limit]
    )


def _judged(
    query: Query,
    candidate: ScoredCandidate,
    thing: Thing,
    outcomes: Mapping[str, tuple[Outcome, ...]],
    known: Known,
) -> _Judged:
    """Return a candidate with its score and weight made new.

    Args:
        query: What was asked.
        candidate: As its name alone lets it score.
        thing: What is known of it.
        outcomes: How each candidate meets the conditions, by id.
        known: The gazetteer and the ontology.
    """
    own = outcomes[candidate.id]
    met = [Outcome.MET in column for column in zip(*outcomes.values(), strict=True)]
    fit = _fit(query, thing, known)
    factor = fit * prod(
        _factor(condition, outcome, known, by_some=by_some)
        for condition, outcome, by_some in zip(query.conditions, own, met, strict=True)
    )
    # Each condition that is met takes away half of the doubt.
    doubt = (1 - candidate.score) / 2 ** own.count(Outcome.MET)
    if candidate.method in _POINTERS:
        factor *= _POINTS
    return _Judged(
        thing=thing,
        candidate=replace(
            candidate,
            score=round((1 - doubt) * factor, 4),
            weight=round(candidate.weight / candidate.score * (1 - doubt) * factor, 4),
        ),
        name=candidate.score,
        type=fit,
        outcomes=own,
    )


def _factor(
    condition: Condition, outcome: Outcome, known: Known, *, by_some: bool
) -> float:
    """Return what a condition leaves of score and weight: all of it, if it is met."""
    if outcome is Outcome.MET:
        return 1.0
    if condition.required:
        return 0.0
    if outcome is Outcome.UNKNOWN:
        return _MET_BY_ANOTHER if by_some else _UNKNOWN
    found = known.properties.find(condition.property)
    return _OTHER_ITEM if found and found.id == "wikidata" else _UNMET


def _fit(query: Query, thing: Thing, known: Known) -> float:
    """Return how far the classes of an entity are those of a query, from 0 to 1."""
    if not query.types:
        return 1.0
    ontology = known.ontology
    names = [known.type_name(name) for name in query.types]
    fits = [_agreement(name, thing, ontology) if name else 0.0 for name in names]
    if query.strictness is Strictness.ALL:
        return float(min(fits) == 1)
    if query.strictness is Strictness.ANY:
        return float(max(fits) == 1)
    least = _OTHER_TYPE if query.strictness is Strictness.SHOULD else 0.0
    return max(*fits, least)


def _agreement(name: str, thing: Thing, ontology: Ontology) -> float:
    agreed = max(agreement(name, each, ontology) for each in thing.types)
    return agreed if agreed >= _AGREES else agreed * _LIKE_TYPE


def _is_certain(query: Query, judged: Sequence[_Judged], known: Known) -> bool:
    """Say whether the best candidate is the one, without a doubt.

    A clear lead in a name that names it, the type asked for, and nothing against it.
    """
    best = judged[0]
    method = best.candidate.method
    if best.type < _AGREES or Outcome.UNMET in best.outcomes:
        return False
    rivals = [each.candidate for each in judged if each.candidate.method == method]
    if method == IDENTIFIER:
        return len(rivals) == 1
    if method not in _NAMES or _is_vague(query, best, known):
        return False
    rivals = [
        each.candidate
        for each in judged
        if each.candidate.method not in _POINTERS and each.type >= _AGREES
    ]
    decision = decide(rivals)
    return decision.chosen is best.candidate and decision.score >= _CERTAIN


def _is_vague(query: Query, best: _Judged, known: Known) -> bool:
    """Say whether a name is too little to go by, whatever bears it.

    One word may be many a person's, and "Ministry of Justice" says not whose.
    """
    if Outcome.MET in best.outcomes:
        return False
    entry = best.thing.entry
    is_part = best.candidate.method != "exact" and " " not in query.text.strip()
    is_person = known.ontology.is_a(entry.type, "Person")
    return (is_person and is_part) or known.gazetteer.is_generic(query.text.strip())


def _features(each: _Judged) -> Mapping[str, float]:
    features = {
        "name": each.name,
        "type": each.type,
        "prior": round(each.thing.entry.prior, 4),
    }
    if each.outcomes:
        met = each.outcomes.count(Outcome.MET)
        features["properties"] = round(met / len(each.outcomes), 4)
    return features
