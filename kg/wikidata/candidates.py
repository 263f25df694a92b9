"""Items as candidates for a name, and which of them an unlinked name may be taken for.

A link that rests on a name alone stays below the score from which on two things count
as one (`owl:sameAs`): nobody has checked it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.gazetteer import Gazetteer, GazetteerEntry
from kg.gazetteer.folding import fold
from kg.linking.agreement import agreement
from kg.linking.scoring import ScoredCandidate
from kg.model import local_name
from kg.ontology import Ontology
from kg.wikidata.items import Item, Property
from kg.wikidata.tables import Tables

# The classes whose unlinked names are looked up.
LOOKED_UP = ("Person", "Organization", "State", "Place", "WeaponSystem")

_LABEL = 0.85
_ALIAS = 0.8
_FOLDED = 0.75
# What is left of it when homonyms are merely less known.
_LED = 0.9
# So many times as many sitelinks make one of several homonyms the one that is meant.
_LEAD = 4
# The gazetteer's measure of how well known a thing is (seeds/gazetteer/README.md).
_MOST_SITELINKS = 350


@dataclass(frozen=True, slots=True)
class Choice:
    """The item that an unlinked name is taken for, how sure that is, and how found."""

    qid: str
    score: float
    method: str


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores items as candidates.

    Attributes:
        tables: What shows an item's class.
        gazetteer: The entities known beforehand; their items are no news.
        ontology: The classes.
    """

    tables: Tables
    gazetteer: Gazetteer
    ontology: Ontology

    def candidates(
        self, name: str, type_name: str | None, items: Iterable[Item]
    ) -> tuple[ScoredCandidate, ...]:
        """Return the items that a name may stand for, best first.

        Left out are those that the gazetteer has, those that only begin like the name,
        and those of which nothing shows the class, or of another class.
        """
        found: dict[str, ScoredCandidate] = {}
        for item in items:
            shown, form = self.tables.type_of(item), _form(name, item)
            if shown is None or form is None or self.gazetteer.by_qid(item.qid):
                continue
            score = form[0] * agreement(type_name, shown, self.ontology)
            if score > 0:
                entry = self._entry(item, shown)
                found[item.qid] = ScoredCandidate(
                    entry=entry,
                    id=f"{local_name(entry.name)}_({item.qid})",
                    score=round(score, 4),
                    weight=round(score * (2 + entry.prior) / 3, 4),
                    method=form[1],
                    surface=form[2],
                )
        return tuple(sorted(found.values(), key=lambda c: (-c.weight, c.id)))

    def choose(
        self, name: str, type_name: str, items: Mapping[str, Item]
    ) -> Choice | None:
        """Return the item that an unlinked name is taken for, if one stands out.

        The name has to be its label or an alias, letter by letter, and its class has to
        agree. Of several such items one is taken only if it is far better known. An
        item that the gazetteer has was there to be chosen before, and was not.
        """
        exact = [
            (item, score * agreed, method)
            for item in {item.qid: item for item in items.values()}.values()
            for score, method, _ in filter(None, [_form(name, item)])
            if score >= _ALIAS and (agreed := self._agreement(type_name, item))
        ]
        if not exact:
            return None
        exact.sort(key=lambda found: (-found[0].sitelinks, found[0].qid))
        (best, score, method), *others = exact
        if others:
            if best.sitelinks < _LEAD * max(1, others[0][0].sitelinks):
                return None
            score *= _LED
        if self.gazetteer.by_qid(best.qid):
            return None
        return Choice(best.qid, round(score, 4), method)

    def is_looked_up(self, name: str, type_name: str) -> bool:
        """Say whether an unlinked name of a class is worth a question."""
        if not any(self.ontology.is_a(type_name, each) for each in LOOKED_UP):
            return False
        # A first name or a surname alone is borne by thousands.
        is_person = self.ontology.is_a(type_name, "Person")
        is_short = is_person and len(name.split()) < 2
        return not is_short and not self.gazetteer.is_generic(name)

    def _agreement(self, type_name: str, item: Item) -> float:
        shown = self.tables.type_of(item)
        return agreement(type_name, shown, self.ontology) if shown else 0.0

    def _entry(self, item: Item, type_name: str) -> GazetteerEntry:
        states = (
            self.gazetteer.by_qid(qid)
            for prop in (Property.COUNTRY, Property.CITIZENSHIP)
            for qid in item.items(prop)
        )
        countries = [state.country for state in states if state and state.country]
        known = math.log1p(item.sitelinks) / math.log1p(_MOST_SITELINKS)
        return GazetteerEntry(
            qid=item.qid,
            name=item.label or item.qid,
            type=type_name,
            country=countries[0] if len(set(countries)) == 1 else None,
            prior=round(min(1.0, known), 3),
            aliases=item.aliases,
            source=f"wikidata-{item.revision}",
        )


def _form(name: str, item: Item) -> tuple[float, str, str] | None:
    """Return the score, the method and the surface by which an item bears a name."""
    if name == item.label:
        return _LABEL, "wikidata label", name
    if name in item.aliases:
        return _ALIAS, "wikidata alias", name
    surfaces: Sequence[str] = [*filter(None, [item.label]), *item.aliases]
    folded = fold(name)
    near = next((each for each in surfaces if fold(each) == folded), None)
    return None if near is None else (_FOLDED, "wikidata folded", near)
