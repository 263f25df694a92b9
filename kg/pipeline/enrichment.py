"""What Wikidata adds to a build: links for unlinked names, facts about what is linked.

It comes after all articles, into the graphs of background and links; articles' graphs
never depend on it. What it adds depends on the cache alone, so a second build asks
nothing and gives the same bytes; where Wikidata cannot be reached, what was fetched
before is used, and the build goes on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from rdflib import URIRef

from kg.config import Settings
from kg.gazetteer import Background, Gazetteer, KnownEntity
from kg.linking.background import make_background, read_background_rules
from kg.model import Entity
from kg.pipeline.events import Enriched
from kg.pipeline.extraction import Knowledge
from kg.pipeline.graphs import BACKGROUND, LINKS
from kg.pipeline.sources import read_provenance
from kg.rdf.background import EXACT_MATCH_SCORE, background_triples, link_triples
from kg.rdf.ntriples import triple_order
from kg.rdf.reading import entities
from kg.rdf.store import Store
from kg.rdf.terms import Names, Triple
from kg.wikidata.cache import day_of
from kg.wikidata.candidates import Scorer
from kg.wikidata.enrichment import facts_about, values_of
from kg.wikidata.facts import Facts, LinkedEntity
from kg.wikidata.lookup import Lookup
from kg.wikidata.tables import Tables
from kg.wikidata.triples import fact_triples
from kg.wikidata.unknown import unknown_names


@dataclass(frozen=True, slots=True)
class _NewLink:
    """An unlinked name, the item that it is taken for, and when that was asked."""

    entity: Entity
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrichment:
    """Makes background and links with what Wikidata knows."""

    settings: Settings
    names: Names
    knowledge: Knowledge
    tables: Tables
    lookup: Lookup

    def update(self, store: Store) -> Enriched:
        """Make background and links what the entities in the store ask for.

        Raises:
            GazetteerError: For an unreadable table.
            StoreError: If the cache or the store cannot be used.
        """
        gazetteer = self.knowledge.gazetteer
        occurring = list(_identified(entities(store, self.names), gazetteer))
        new = list(self._new_links(store))
        facts = self._facts(occurring, new)
        background = self._background(occurring, facts)
        provenance = read_provenance(self.settings.gazetteer, gazetteer)
        triples = {
            *background_triples(background, self.names, provenance),
            *fact_triples(facts, self.names),
        }
        links = {
            *link_triples(
                occurring,
                self.names,
                known=background.entities,
                as_of=gazetteer.as_of,
            ),
            *self._link_triples(new, facts),
        }
        _replace(store, self.names.graph(BACKGROUND), triples)
        _replace(store, self.names.graph(LINKS), links)
        return Enriched(
            linked=len(new),
            facts=facts.count,
            requests=self.lookup.client.requests,
            dropped=facts.dropped,
            merged=tuple(sorted(self.lookup.merged.items())),
            problem=self.lookup.problem,
        )

    def _new_links(self, store: Store) -> Iterator[_NewLink]:
        gazetteer, ontology = self.knowledge.gazetteer, self.knowledge.ontology
        scorer = Scorer(self.tables, gazetteer, ontology)
        for unknown in unknown_names(store, self.names, gazetteer, ontology):
            if not scorer.is_looked_up(unknown.label, unknown.type):
                continue
            found = self.lookup.search(unknown.label)
            if found is None:
                continue
            items = self.lookup.items(found.ids)
            choice = scorer.choose(unknown.label, unknown.type, items)
            if choice:
                entity = Entity(
                    id=unknown.id,
                    label=unknown.label,
                    type=unknown.type,
                    qid=choice.qid,
                    score=choice.score,
                    method=choice.method,
                )
                yield _NewLink(entity, day_of(found.fetched))

    def _facts(self, occurring: Iterable[Entity], new: Iterable[_NewLink]) -> Facts:
        gazetteer, ontology = self.knowledge.gazetteer, self.knowledge.ontology
        found = (gazetteer.entry(entity.id) for entity in occurring)
        linked = [
            LinkedEntity(
                id=gazetteer.identifier(entry),
                label=entry.name,
                type=entry.type,
                qid=entry.qid,
            )
            for entry in found
            if entry and entry.qid
        ]
        linked += [
            LinkedEntity(
                id=link.entity.id,
                label=link.entity.label,
                type=link.entity.type,
                qid=link.entity.qid,
                score=link.entity.score,
            )
            for link in new
            # What is only near to an item need not be as the item says.
            if link.entity.qid and link.entity.score >= EXACT_MATCH_SCORE
        ]
        items = self.lookup.items(entity.qid for entity in linked)
        values = values_of(linked, items, self.tables, ontology)
        items |= self.lookup.items(
            qid
            for qid in values
            # Of positions the label is needed, whoever knows them.
            if not (entry := gazetteer.by_qid(qid)) or entry.type == "Position"
        )
        return facts_about(
            linked, items, tables=self.tables, gazetteer=gazetteer, ontology=ontology
        )

    def _background(self, occurring: Iterable[Entity], facts: Facts) -> Background:
        """Return what is known beforehand, as far as no newer fact takes its place."""
        gazetteer = self.knowledge.gazetteer
        rules = read_background_rules(self.settings.gazetteer)
        background = make_background(occurring, gazetteer, rules)
        ends = {end for fact in facts.relations for end in (fact.subject, fact.object)}
        ends |= {holding.state for _, holding in facts.holdings if holding.state}
        known = {entity.id for entity in background.entities}
        more = (_known(identifier, gazetteer) for identifier in sorted(ends - known))
        reached = [*background.entities, *filter(None, more)]
        return replace(
            background,
            entities=tuple(sorted(reached, key=lambda entity: entity.id)),
            relations=tuple(
                relation
                for relation in background.relations
                if (relation.relation, relation.object) not in facts.replaced
            ),
        )

    def _link_triples(self, new: Iterable[_NewLink], facts: Facts) -> Iterator[Triple]:
        for link in new:
            yield from link_triples([link.entity], self.names, as_of=link.as_of)
        for entity in facts.entities:
            made = Entity(
                id=entity.id,
                label=entity.label,
                type=entity.type,
                qid=entity.source.qid,
                score=1.0,
                method="wikidata",
            )
            yield from link_triples([made], self.names, as_of=entity.source.as_of)


def _identified(found: Iterable[Entity], gazetteer: Gazetteer) -> Iterator[Entity]:
    for entity in found:
        entry = gazetteer.entry(entity.id)
        yield replace(entity, qid=entry.qid) if entry else entity


def _known(identifier: str, gazetteer: Gazetteer) -> KnownEntity | None:
    """Return an entity of the gazetteer that a fact leads to."""
    entry = gazetteer.entry(identifier)
    if entry is None:
        return None
    return KnownEntity(
        id=identifier,
        label=entry.name,
        type=entry.type,
        qid=entry.qid,
        country=entry.country,
        aliases=entry.aliases,
        demonyms=(),
        metonyms=(),
        source=entry.source,
    )


def _replace(store: Store, graph: URIRef, triples: Iterable[Triple]) -> None:
    store.replace_graph(graph, sorted(triples, key=triple_order))
