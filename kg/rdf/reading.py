"""What the store holds, read back: the counterpart of `kg.rdf.quads`."""

from collections.abc import Iterator
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


def entities(store: Store, names: Names) -> Iterator[Entity]:
    """Yield each entity that articles mention, sorted by id, with its best link.

    Only what all articles together say of an entity is here: its id, and the highest
    score of a link to another data set, with the method that gave it.
    """
    mentions, refers = names.ontology[V.MENTIONS], names.ontology[V.REFERS_TO]
    score, method = names.ontology[V.SCORE], names.ontology[V.METHOD]
    text = (
        f"SELECT DISTINCT ?e ?s ?m WHERE {{ GRAPH ?a {{ ?a <{mentions}> ?e ."
        f" OPTIONAL {{ ?n <{refers}> ?e ; <{score}> ?s ; <{method}> ?m }} }} }}"
    )
    start = names.entity("")
    best: dict[str, tuple[float, str]] = {}
    for iri, value, how in store.query(text).rows():
        identifier = unquote(str(iri).removeprefix(start))
        link = (float(str(value)), str(how)) if value is not None else (0.0, "")
        best[identifier] = max(best.get(identifier, link), link)
    for identifier, (highest, found_by) in sorted(best.items()):
        yield Entity(
            id=identifier,
            label="",
            type="",
            score=highest,
            method=found_by or None,
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
