"""What the names of an article say about one another, and the words around them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Gazetteer, GazetteerEntry, NameForm
from kg.model import Mention, MentionKind

REGION, CITY, STATE = "Region", "City", "State"
# What the text calls so is no city, whatever it shares its name with.
_NO_CITY = frozenset({REGION, "Territory", STATE})
# Between names that are listed, between them and the word that says what they are, and
# between that word and them: "Donetsk and Luhansk, two Ukrainian regions", "the regions
# of Donetsk and Luhansk", "Donetsk region".
_LISTED = re.compile(r"\s*,\s*|\s*,?\s+and\s+")
_SAID_BEHIND = re.compile(r"\s+|\s*,\s*(?:\w+\s+)?")
_SAID_BEFORE = re.compile(r"\s+(?:of\s+)?")
# So many provinces make a list of provinces, in which a city is hardly meant.
_SOME_REGIONS = 2


@dataclass(frozen=True, slots=True)
class Context:
    """What the article says around a name.

    `countries` are the states that it speaks of, by ISO code; `regional` are those of
    which it lists provinces rather than cities, so that "Córdoba" is one as well.
    `called_regions` are the ids of mentions that it says are regions.
    """

    countries: frozenset[str] = frozenset()
    regional: frozenset[str] = frozenset()
    called_regions: frozenset[str] = frozenset()

    def around(self, group: Iterable[Mention], gazetteer: Gazetteer) -> "Context":
        """Return the context of mentions of one name.

        Where the text calls one of them a region, it is one of the states that have
        something of that name.
        """
        called = {m.name for m in group if m.id in self.called_regions}
        states = {
            candidate.entry.country
            for name in called
            for candidate in (*gazetteer.candidates(name), *gazetteer.derived(name))
        }
        return replace(self, regional=self.regional.union(filter(None, states)))


def read_context(
    mentions: Sequence[Mention], gazetteer: Gazetteer, text: str = ""
) -> Context:
    """Return the context that the mentions of an article make for one another.

    Args:
        mentions: Of one article, in text order.
        gazetteer: The entities known.
        text: The article's, which may say what a name is of.
    """
    names = {m.name for m in mentions if m.kind is MentionKind.NAME}
    states = (_state(name, gazetteer) for name in names)
    votes: Counter[str] = Counter()
    for name in names:
        votes.update(_votes_for_regions(name, gazetteer))
    return Context(
        countries=frozenset(s.country for s in states if s and s.country),
        regional=frozenset(c for c, count in votes.items() if count >= _SOME_REGIONS),
        called_regions=frozenset(_called_regions(mentions, text)),
    )


def _called_regions(mentions: Sequence[Mention], text: str) -> Iterator[str]:
    """Yield the ids of names beside a word for regions, and of those listed with them.

    A word in the singular is said of the nearest name alone.
    """
    lists: list[list[Mention]] = []
    for mention in mentions:
        if mention.kind is not MentionKind.NAME:
            continue
        last = lists[-1][-1] if lists else None
        if last and _LISTED.fullmatch(text[last.span.end : mention.span.start]):
            lists[-1].append(mention)
        else:
            lists.append([mention])
    words = [
        each
        for each in mentions
        if each.kind is MentionKind.NOMINAL and each.type in _NO_CITY
    ]
    for names in lists:
        for word in words:
            is_of_all = word.text.endswith("s")
            if _SAID_BEHIND.fullmatch(text[names[-1].span.end : word.span.start]):
                yield from (name.id for name in (names if is_of_all else names[-1:]))
            if _SAID_BEFORE.fullmatch(text[word.span.end : names[0].span.start]):
                yield from (name.id for name in (names if is_of_all else names[:1]))


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
        if candidate.entry.type == STATE and candidate.form is not NameForm.FOLDED:
            return candidate.entry
    return None
