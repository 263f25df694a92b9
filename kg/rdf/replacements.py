"""IRIs of entities that others have taken the place of, and what to say of them.

    ent:Old  dcterms:isReplacedBy  ent:New ;  owl:deprecated  true

An entity gets another IRI when its name turns out to be that of something known. What
somebody noted down before goes on leading to it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import batched

from rdflib import URIRef
from rdflib.namespace import DCTERMS, OWL, RDF

from kg.model import MentionKind
from kg.rdf.literals import boolean
from kg.rdf.reading import fingerprints
from kg.rdf.store import Store
from kg.rdf.terms import OA, WD, Names, Triple
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line

type Replaced = Mapping[URIRef, URIRef]
# The words of a name in an article: the article, the span and what stands there.
type _Words = tuple[str, str, str]

_AT_ONCE = 200


def replacement_triples(replaced: Replaced) -> Iterator[Triple]:
    """Yield what is said of IRIs that others have taken the place of."""
    for old, new in replaced.items():
        yield old, DCTERMS.isReplacedBy, new
        yield old, OWL.deprecated, boolean(True)  # noqa: FBT003 - the value itself


def read_replaced(store: Store, links: URIRef) -> dict[URIRef, URIRef]:
    """Return which IRIs a graph says have been replaced, and by which."""
    found = {}
    for subject, predicate, value in store.triples(links):
        if predicate == DCTERMS.isReplacedBy:
            found[URIRef(str(subject))] = URIRef(str(value))
    return found


def renamed_in_articles(before: Store, after: Store, names: Names) -> Replaced:
    """Return which entity the names of others are said to refer to now.

    The same words at the same place of an article name the same thing; a pronoun or a
    description is another guess. Of several answers the most frequent counts.
    """
    old, new = fingerprints(before, names), fingerprints(after, names)
    changed = sorted(iri for iri in old.keys() & new.keys() if old[iri] != new[iri])
    votes: dict[URIRef, Counter[URIRef]] = defaultdict(Counter)
    for some in batched(changed, _AT_ONCE):
        then, now = _named(before, some, names), _named(after, some, names)
        for words in then.keys() & now.keys():
            votes[then[words]][now[words]] += 1
    found = {}
    for entity, counts in votes.items():
        likeliest = min(counts, key=lambda other: (-counts[other], other))
        if likeliest != entity:
            found[entity] = likeliest
    return found


def linked_items(store: Store, names: Names) -> dict[URIRef, str]:
    """Return the entities that the graph of links has as items, with identifiers."""
    entity, target = names.ontology[V.ENTITY], names.ontology[V.TARGET]
    text = f"SELECT ?e ?t WHERE {{ ?link <{entity}> ?e ; <{target}> ?t }}"
    return {
        URIRef(str(iri)): str(item).removeprefix(WD)
        for iri, item in store.query(text).rows()
    }


def existing(store: Store, iris: Iterable[URIRef], names: Names) -> frozenset[URIRef]:
    """Return those of some entities that background or articles speak of."""
    found: set[URIRef] = set()
    for some in batched(sorted(set(iris)), _AT_ONCE):
        values = " ".join(f"<{iri}>" for iri in some)
        text = (
            f"SELECT DISTINCT ?e WHERE {{ VALUES ?e {{ {values} }}"
            f" GRAPH ?g {{ ?e <{RDF.type}> ?c }}"
            f" FILTER(?g != <{names.graph('inferred')}>) }}"
        )
        found.update(URIRef(str(iri)) for (iri,) in store.query(text).rows())
    return frozenset(found)


def _named(
    store: Store, articles: Iterable[URIRef], names: Names
) -> dict[_Words, URIRef]:
    araz = names.ontology
    values = " ".join(f"<{iri}>" for iri in articles)
    text = (
        f"SELECT ?a ?n ?e ?q WHERE {{ VALUES ?a {{ {values} }} GRAPH ?a {{"
        f" ?n <{araz[V.REFERS_TO]}> ?e ; <{OA.hasSelector}>/<{OA.exact}> ?q ;"
        f' <{araz[V.MENTION_KIND]}> "{MentionKind.NAME}" }} }}'
    )
    return {
        (str(article), str(span), str(quote)): URIRef(str(entity))
        for article, span, entity, quote in store.query(text).rows()
    }
