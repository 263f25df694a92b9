"""The graph of links, as reviewers want it and with the IRIs that were replaced."""

from collections.abc import Iterator
from urllib.parse import unquote

from rdflib import URIRef

from kg.config import Settings
from kg.linking.judging import successors
from kg.linking.review import METHOD
from kg.pipeline.extraction import Knowledge
from kg.pipeline.graphs import LINKS
from kg.rdf.background import ReviewedLink, reviewed_links
from kg.rdf.ntriples import triple_order
from kg.rdf.replacements import (
    existing,
    linked_items,
    read_replaced,
    renamed_in_articles,
    replacement_triples,
)
from kg.rdf.store import Store, has_published, open_store
from kg.rdf.terms import Names


def settle_links(
    store: Store, settings: Settings, names: Names, knowledge: Knowledge
) -> None:
    """Bring into the graph of links what was decided on, and what was replaced.

    Comes after whatever made that graph. What was published last tells which IRIs
    there were, so that a build that was stopped forgets none.

    Raises:
        StoreError: If what was published last cannot be read.
    """
    graph = names.graph(LINKS)
    became = _successors(names, knowledge)
    some = tuple(_reviewed(store, names, knowledge, became))
    links = reviewed_links(store.triples(graph), some, names)
    replaced = {**_replaced(store, settings, names, knowledge), **became}
    kept = _leading_somewhere(replaced, store, names)
    triples = {*links, *replacement_triples(kept)}
    store.replace_graph(graph, sorted(triples, key=triple_order))


def _successors(names: Names, knowledge: Knowledge) -> dict[URIRef, URIRef]:
    found = successors(knowledge.review, knowledge.gazetteer, knowledge.ontology)
    return {names.entity(old): names.entity(new) for old, new in found.items()}


def _reviewed(
    store: Store, names: Names, knowledge: Knowledge, became: dict[URIRef, URIRef]
) -> Iterator[ReviewedLink]:
    """Yield the judgements on items as links of the entities that there are."""
    prefixes = names.prefixes
    start = names.entity("")
    judgements = [each for each in knowledge.review.judgements if each.qid]
    current = {
        each.subject: _current(each.subject, names, became) for each in judgements
    }
    there = existing(store, current.values(), names)
    for judgement in judgements:
        entity = current[judgement.subject]
        if judgement.qid and (not judgement.holds or entity in there):
            prefix, _, name = judgement.predicate.partition(":")
            yield ReviewedLink(
                entity=(
                    unquote(entity.removeprefix(start))
                    if judgement.holds
                    else judgement.subject
                ),
                qid=judgement.qid,
                holds=judgement.holds,
                predicate=URIRef(prefixes[prefix] + name),
                method=METHOD,
                day=judgement.day,
            )


def _current(subject: str, names: Names, became: dict[URIRef, URIRef]) -> URIRef:
    iri = names.entity(subject)
    return became.get(iri, iri)


def _replaced(
    store: Store, settings: Settings, names: Names, knowledge: Knowledge
) -> dict[URIRef, URIRef]:
    """Return the IRIs that were replaced before, or have been since the last build."""
    if not has_published(settings.store):
        return {}
    gazetteer, start = knowledge.gazetteer, names.entity("")
    judged = {judgement.subject for judgement in knowledge.review.judgements}
    with open_store(settings.store, read_only=True, names=names) as before:
        found = read_replaced(before, names.graph(LINKS))
        for iri, qid in linked_items(before, names).items():
            # The tables may have another name for an item than they had.
            if entry := gazetteer.by_qid(qid):
                found[iri] = names.entity(gazetteer.identifier(entry))
        for old, new in renamed_in_articles(before, store, names).items():
            # What the tables know is not what its name turned out to be of, unless
            # somebody decided so.
            name = unquote(old.removeprefix(start))
            if name in judged or gazetteer.entry(name) is None:
                found.setdefault(old, new)
    return {old: new for old, new in found.items() if old != new}


def _leading_somewhere(
    replaced: dict[URIRef, URIRef], store: Store, names: Names
) -> dict[URIRef, URIRef]:
    """Return those that are no more, with what there is in the end in their place."""
    there = existing(store, {*replaced, *replaced.values()}, names)
    found = {}
    for old, first in replaced.items():
        new, met = first, {old}
        while new not in there and new in replaced and new not in met:
            met.add(new)
            new = replaced[new]
        if old not in there and new in there:
            found[old] = new
    return found
