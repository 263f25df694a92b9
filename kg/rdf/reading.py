"""What the store holds, read back: the counterpart of `kg.rdf.quads`."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from rdflib import URIRef
from rdflib.namespace import RDF

from kg.model import Entity
from kg.rdf.ntriples import term_text
from kg.rdf.store import Store
from kg.rdf.terms import OA, Names, NodeTriple
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line


def fingerprints(store: Store, names: Names) -> dict[URIRef, str]:
    """Return the fingerprint of each article in the store, by its graph."""
    fingerprint = names.ontology[V.FINGERPRINT]
    text = f"SELECT ?a ?f WHERE {{ GRAPH ?a {{ ?a <{fingerprint}> ?f }} }}"
    return {URIRef(str(a)): str(f) for a, f in store.query(text).rows()}


def mentioned(
    store: Store, names: Names, wanted: Iterable[str]
) -> dict[URIRef, frozenset[str]]:
    """Return which of some entities, by local name, each article mentions."""
    iris = {names.entity(local_name): local_name for local_name in sorted(wanted)}
    if not iris:
        return {}
    values = " ".join(f"<{iri}>" for iri in iris)
    text = (
        f"SELECT DISTINCT ?a ?e WHERE {{ VALUES ?e {{ {values} }}"
        f" GRAPH ?a {{ ?a <{names.ontology[V.MENTIONS]}> ?e }} }}"
    )
    found: dict[URIRef, set[str]] = {}
    for article, entity in store.query(text).rows():
        local_name = iris[URIRef(str(entity))]
        found.setdefault(URIRef(str(article)), set()).add(local_name)
    return {article: frozenset(some) for article, some in found.items()}


def entities(store: Store, names: Names) -> Iterator[Entity]:
    """Yield each entity that articles mention, sorted by id, with its best link.

    Only what all articles together say of an entity is here: its id, and the highest
    score of a link to another data set, with the method that gave it and how far the
    classes agree.
    """
    araz = names.ontology
    mentions, refers = araz[V.MENTIONS], araz[V.REFERS_TO]
    score, method = araz[V.SCORE], araz[V.METHOD]
    text = (
        f"SELECT DISTINCT ?e ?s ?g ?m WHERE {{ GRAPH ?a {{ ?a <{mentions}> ?e ."
        f" OPTIONAL {{ ?n <{refers}> ?e ; <{score}> ?s ; <{method}> ?m ."
        f" OPTIONAL {{ ?n <{araz[V.TYPE_AGREEMENT]}> ?g }} }} }} }}"
    )
    start = names.entity("")
    best: dict[str, tuple[float, float, str]] = {}
    for iri, value, agreed, how in store.query(text).rows():
        identifier = unquote(str(iri).removeprefix(start))
        link = (0.0, 1.0, "")
        if value is not None:
            same = 1.0 if agreed is None else float(str(agreed))
            link = (float(str(value)), same, str(how))
        best[identifier] = max(best.get(identifier, link), link)
    for identifier, (highest, same, found_by) in sorted(best.items()):
        yield Entity(
            id=identifier,
            label="",
            type="",
            score=highest,
            method=found_by or None,
            agreement=same,
        )


def sentences(
    store: Store, names: Names, article: URIRef, triple: NodeTriple
) -> tuple[str, ...]:
    """Return the sentences in which an article says what an edge of its graph says."""
    evidence, target = names.ontology[V.EVIDENCE], OA.hasTarget
    subject, predicate, object_ = map(term_text, triple)
    text = (
        f"SELECT DISTINCT ?quote ?start WHERE {{ GRAPH <{article}> {{"
        f" ?claim <{RDF.subject}> {subject} ; <{RDF.predicate}> {predicate} ;"
        f" <{RDF.object}> {object_} ; <{evidence}>/<{target}> ?span ."
        f" ?span <{OA.hasSelector}>/<{OA.exact}> ?quote ;"
        f" <{OA.hasSelector}>/<{OA.start}> ?start }} }} ORDER BY ?start"
    )
    return tuple(str(quote) for quote, _ in store.query(text).rows())
