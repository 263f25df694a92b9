"""The entities that can be meant: of the gazetteer, and of the graph beside it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from rdflib import RDF, RDFS, URIRef
from rdflib.namespace import SKOS

from kg.gazetteer import GazetteerEntry
from kg.ontology import Ontology
from kg.rdf.terms import WD, Names
from server.queries import fill
from server.reading.results import select
from server.reading.snapshots import Snapshot
from server.reconciliation.known import Known
from server.reconciliation.own_queries import read_own_query

# Nothing is measured about what only articles speak of: it takes a middling rank.
_PRIOR = 0.5
_NAMES = (str(RDFS.label), str(SKOS.prefLabel))
type Facts = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An entity by its local name.

    `entry` is that of the gazetteer, or one made of what the graph says. `types` are
    all the classes it is known to be of, `in_graph` says whether it has a page.
    """

    id: str
    entry: GazetteerEntry
    types: frozenset[str]
    in_graph: bool


def from_gazetteer(entry: GazetteerEntry, identifier: str) -> Thing:
    """Return an entity as the gazetteer alone knows it."""
    types = frozenset({entry.type})
    return Thing(id=identifier, entry=entry, types=types, in_graph=False)


def read_things(
    snapshot: Snapshot, known: Known, identifiers: Iterable[str]
) -> dict[str, Thing]:
    """Return the entities with these local names, with what the graph says of them.

    One that neither the gazetteer nor the graph knows, or whose class nobody knows,
    is left out.
    """
    wanted = tuple(dict.fromkeys(identifiers))
    facts = _read_facts(snapshot, known, wanted)
    things = {}
    for identifier in wanted:
        said = facts.get(identifier, {})
        entry = known.gazetteer.entry(identifier)
        classes = _classes(said, snapshot.names, known.ontology)
        entry = entry or _made(identifier, said, classes, known, snapshot.names)
        if entry is not None:
            things[identifier] = Thing(
                id=identifier,
                entry=entry,
                types=frozenset({entry.type, *classes}),
                in_graph=bool(said),
            )
    return things


def local_name_of(iri: str, names: Names) -> str | None:
    """Return the local name of an entity's IRI; nothing for another IRI."""
    start = str(names.entity(""))
    rest = iri.removeprefix(start)
    return unquote(rest) if iri.startswith(start) and rest else None


def specific(types: Collection[str], ontology: Ontology) -> tuple[str, ...]:
    """Return the types that no other of them lies below, sorted."""
    return tuple(
        sorted(
            name
            for name in types
            if not any(o != name and ontology.is_a(o, name) for o in types)
        )
    )


def _read_facts(
    snapshot: Snapshot, known: Known, identifiers: Collection[str]
) -> dict[str, Facts]:
    if not identifiers:
        return {}
    names = snapshot.names
    relations = sorted(set(known.rules.by_type.values()))
    query = fill(
        read_own_query("things"),
        things=[names.entity(identifier) for identifier in identifiers],
        relations=[names.ontology[relation] for relation in relations],
    )
    by_iri = {str(names.entity(identifier)): identifier for identifier in identifiers}
    facts: dict[str, dict[str, list[str]]] = {}
    for row in select(snapshot.store, query, base_iri=names.base):
        said = facts.setdefault(by_iri[row["thing"]], {})
        said.setdefault(row["property"], []).append(row["value"])
    return dict(facts)


def _classes(facts: Facts, names: Names, ontology: Ontology) -> tuple[str, ...]:
    start = str(names.ontology)
    found = (iri.removeprefix(start) for iri in facts.get(str(RDF.type), ()))
    return tuple(name for name in found if name in ontology.types)


def _made(
    identifier: str,
    facts: Facts,
    classes: Collection[str],
    known: Known,
    names: Names,
) -> GazetteerEntry | None:
    """Return what the graph says of an entity that the gazetteer does not know."""
    types = specific(classes, known.ontology)
    if not types:
        return None
    labels = [label for name in _NAMES for label in facts.get(name, ())]
    linked = facts.get(str(URIRef(names.ontology["target"])), ())
    items = [iri.removeprefix(str(WD)) for iri in linked if iri.startswith(str(WD))]
    return GazetteerEntry(
        qid=items[0] if items else None,
        name=labels[0] if labels else identifier.replace("_", " "),
        type=types[0],
        country=_country(facts, known, names),
        prior=_PRIOR,
        aliases=(*labels[1:], *facts.get(str(SKOS.altLabel), ())),
        source="graph",
    )


def _country(facts: Facts, known: Known, names: Names) -> str | None:
    for relation in sorted(set(known.rules.by_type.values())):
        for iri in facts.get(str(names.ontology[relation]), ()):
            name = local_name_of(iri, names)
            entry = known.gazetteer.entry(name) if name else None
            if entry is not None and entry.type == "State":
                return entry.country
    return None
