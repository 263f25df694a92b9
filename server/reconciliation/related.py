"""What entities are related to: in the graph, or else by what the gazetteer tells."""

from collections.abc import Collection, Iterator, Mapping

from rdflib import URIRef

from kg.gazetteer import KnownRelation
from kg.linking.background import make_background
from kg.model import Entity
from kg.ontology.values import upwards
from server.queries import fill
from server.reading.results import select
from server.reading.snapshots import Snapshot
from server.reconciliation.known import Known
from server.reconciliation.own_queries import read_own_query
from server.reconciliation.things import Thing

type Triple = tuple[str, str, str]


def graph_values(
    snapshot: Snapshot, names: Collection[str], properties: Mapping[str, str]
) -> Iterator[Triple]:
    """Yield what the graph says of entities: local name, property, value.

    Args:
        snapshot: The graph; what was inferred counts.
        names: The local names of the entities.
        properties: The ids of the properties by their IRIs.
    """
    if not names or not properties:
        return
    things = {str(snapshot.names.entity(name)): name for name in names}
    query = fill(
        read_own_query("relations"),
        things=map(URIRef, things),
        relations=map(URIRef, properties),
    )
    for row in select(snapshot.store, query, base_iri=snapshot.names.base):
        yield things[row["thing"]], properties[row["relation"]], row["value"]


def known_relations(
    known: Known, things: Collection[Thing], relations: Collection[str]
) -> Iterator[Triple]:
    """Yield how the gazetteer relates entities to others, all by local names.

    Inverse, symmetric and wider relations follow, as they would in the graph.
    """
    if not things or not relations:
        return
    entities = [
        Entity(id=thing.id, label=thing.entry.name, type=thing.entry.type)
        for thing in things
    ]
    names = {thing.id for thing in things}
    for told in make_background(entities, known.gazetteer, known.rules).relations:
        if told.subject in names or told.object in names:
            for triple in dict.fromkeys(_following(told, known)):
                if triple[0] in names and triple[1] in relations:
                    yield triple


def _following(told: KnownRelation, known: Known) -> Iterator[Triple]:
    """Yield a relation with those that say the same the other way or more widely."""
    relations = known.ontology.relations
    for name in upwards(told.relation, lambda name: relations[name].parents):
        relation = relations[name]
        yield told.subject, name, told.object
        if relation.symmetric:
            yield told.object, name, told.subject
        if relation.inverse:
            yield told.object, relation.inverse, told.subject
