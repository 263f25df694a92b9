"""What the names of an article say about one another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.gazetteer import Gazetteer, GazetteerEntry, NameForm
from kg.model import Mention, MentionKind

REGION, CITY = "Region", "City"
# So many provinces make a list of provinces, in which a city is hardly meant.
_SOME_REGIONS = 2


@dataclass(frozen=True, slots=True)
class Context:
    """What the article says around a name.

    `countries` are the states that it speaks of, by ISO code; `regional` are those of
    which it lists provinces rather than cities, so that "Córdoba" is one as well.
    """

    countries: frozenset[str] = frozenset()
    regional: frozenset[str] = frozenset()


def read_context(mentions: Iterable[Mention], gazetteer: Gazetteer) -> Context:
    """Return the context that the mentions of an article make for one another."""
    names = {m.name for m in mentions if m.kind is MentionKind.NAME}
    states = (_state(name, gazetteer) for name in names)
    votes: Counter[str] = Counter()
    for name in names:
        votes.update(_votes_for_regions(name, gazetteer))
    return Context(
        countries=frozenset(s.country for s in states if s and s.country),
        regional=frozenset(c for c, count in votes.items() if count >= _SOME_REGIONS),
    )


def _votes_for_regions(name: str, gazetteer: Gazetteer) -> Mapping[str, int]:
    """Return 1 for the state that a name has a province in, -1 for one with a city.

    A name that may be either says nothing.
    """
    known = (*gazetteer.candidates(name), *gazetteer.derived(name))
    kinds: dict[str, set[str]] = {}
    for candidate in known:
        entry = candidate.entry
        if entry.country and entry.type in (REGION, CITY):
            kinds.setdefault(entry.country, set()).add(entry.type)
    return {
        country: 1 if found == {REGION} else -1
        for country, found in kinds.items()
        if len(found) == 1
    }


def _state(name: str, gazetteer: Gazetteer) -> GazetteerEntry | None:
    for candidate in gazetteer.candidates(name):
        if candidate.entry.type == "State" and candidate.form is not NameForm.FOLDED:
            return candidate.entry
    return None
