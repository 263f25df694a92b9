"""The names in the store that linking could not connect with anything known."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from urllib.parse import unquote

from rdflib.namespace import RDF, RDFS

from kg.gazetteer import Gazetteer
from kg.linking.agreement import finer
from kg.model import MentionKind
from kg.ontology import Ontology
from kg.rdf.store import Store
from kg.rdf.terms import Names
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line


@dataclass(frozen=True, slots=True)
class UnknownName:
    """An entity that articles name, without an item: local name, label and class."""

    id: str
    label: str
    type: str


def unknown_names(
    store: Store, names: Names, gazetteer: Gazetteer, ontology: Ontology
) -> Iterator[UnknownName]:
    """Yield the entities that are named in articles and not in the gazetteer, by id.

    Those that are only described ("rebels") are left out. Where articles differ, the
    first label and the finest class count.
    """
    araz, start = names.ontology, names.entity("")
    text = (
        f"SELECT DISTINCT ?e ?label ?type WHERE {{ GRAPH ?a {{"
        f" ?a <{araz[V.MENTIONS]}> ?e . ?e <{RDFS.label}> ?label ; <{RDF.type}> ?type ."
        f" ?n <{araz[V.REFERS_TO]}> ?e ;"
        f' <{araz[V.MENTION_KIND]}> "{MentionKind.NAME}" }} }}'
    )
    labels: dict[str, set[str]] = {}
    types: dict[str, set[str]] = {}
    for iri, label, kind in store.query(text).rows():
        identifier = unquote(str(iri).removeprefix(start))
        type_name = str(kind).removeprefix(araz)
        if type_name in ontology.types and gazetteer.entry(identifier) is None:
            labels.setdefault(identifier, set()).add(str(label))
            types.setdefault(identifier, set()).add(type_name)
    for identifier, found in sorted(labels.items()):
        finest = reduce(
            lambda one, other: finer(one, other, ontology), sorted(types[identifier])
        )
        yield UnknownName(identifier, min(found), finest)
