"""What the gazetteer's row of an entity says: a text or some for each property."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from server.reconciliation.known import Known
from server.reconciliation.things import Thing, specific
from server.reconciliation.wording import describe, office


def _types(thing: Thing, known: Known) -> Iterable[str]:
    types = specific(thing.types, known.ontology)
    return (known.ontology.types[name].label for name in types)


def _code3(thing: Thing, known: Known) -> Iterable[str]:
    state = known.gazetteer.state(thing.entry.country or "")
    facts = known.country_facts.get(state) if state else None
    return filter(None, [facts.iso3 if facts else None])


def _continent(thing: Thing, known: Known) -> Iterable[str]:
    facts = known.country_facts.get(thing.entry)
    return filter(None, [facts.continent if facts else None])


def _demonyms(thing: Thing, known: Known) -> Iterable[str]:
    facts = known.country_facts.get(thing.entry)
    return facts.demonyms if facts else ()


def _offices(thing: Thing, known: Known) -> Iterator[str]:
    held = known.offices.get(thing.entry.qid or "", ())
    return (office(each, known) for each in held)


PLAIN_VALUES: Mapping[str, Callable[[Thing, Known], Iterable[str]]] = {
    "wikidata": lambda thing, _: filter(None, [thing.entry.qid]),
    "name": lambda thing, _: [thing.entry.name],
    "alias": lambda thing, _: thing.entry.aliases,
    "type": _types,
    "description": lambda thing, known: [describe(thing.entry, known)],
    "countryCode": lambda thing, _: filter(None, [thing.entry.country]),
    "countryCode3": _code3,
    "continent": _continent,
    "demonym": _demonyms,
    "office": _offices,
}
