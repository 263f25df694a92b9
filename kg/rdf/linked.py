"""Entities as articles speak of them, with their links: what reviewers look at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from rdflib import URIRef
from rdflib.namespace import RDF, RDFS

from kg.model import MentionKind
from kg.rdf.store import Store
from kg.rdf.terms import OA, WD, Names
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedName:
    """An entity that articles name.

    Attributes:
        id: Its local name.
        label: What it is called.
        types: Its classes by local name, as articles have them.
        mentions: How often it is named.
        articles: In how many articles.
        words: What it is called there, the most frequent first.
        place: The article and the first place in it where the commonest words stand.
        qid: The item that it is linked to, if it is.
        predicate: What that link says, as an IRI.
        score: The chance that the link is right.
        method: How it was found.
    """

    id: str
    label: str
    types: tuple[str, ...]
    mentions: int
    articles: int
    words: tuple[str, ...]
    place: URIRef
    qid: str | None = None
    predicate: str | None = None
    score: float = 0.0
    method: str = ""


@dataclass(frozen=True, slots=True)
class _Link:
    qid: str
    predicate: str
    score: float
    method: str


def linked_names(store: Store, names: Names) -> tuple[LinkedName, ...]:
    """Return the entities that are named in articles, sorted by local name."""
    links, start = _links(store, names), names.entity("")
    labels, types = _described(store, names)
    words: dict[str, Counter[str]] = {}
    spans: dict[str, set[URIRef]] = {}
    araz = names.ontology
    text = (
        f"SELECT DISTINCT ?e ?n ?q WHERE {{ GRAPH ?a {{ ?a <{araz[V.MENTIONS]}> ?e ."
        f" ?n <{araz[V.REFERS_TO]}> ?e ; <{OA.hasSelector}>/<{OA.exact}> ?q ;"
        f' <{araz[V.MENTION_KIND]}> "{MentionKind.NAME}" }} }}'
    )
    for entity, span, quote in store.query(text).rows():
        iri = str(entity)
        words.setdefault(iri, Counter())[str(quote)] += 1
        spans.setdefault(iri, set()).add(URIRef(str(span)))
    found = []
    for iri, counts in words.items():
        link = links.get(iri)
        local_name = unquote(iri.removeprefix(start))
        found.append(
            LinkedName(
                id=local_name,
                label=min(labels.get(iri, {local_name})),
                types=tuple(sorted(types.get(iri, ()))),
                mentions=len(spans[iri]),
                articles=len({span.partition("#")[0] for span in spans[iri]}),
                words=tuple(sorted(counts, key=lambda word: (-counts[word], word))),
                place=min(spans[iri], key=_place),
                qid=link.qid if link else None,
                predicate=link.predicate if link else None,
                score=link.score if link else 0.0,
                method=link.method if link else "",
            )
        )
    return tuple(sorted(found, key=lambda each: each.id))


def sentence_at(store: Store, names: Names, span: URIRef) -> str | None:
    """Return a sentence with a claim about what is named at a place, if one has it."""
    araz, article = names.ontology, span.partition("#")[0]
    ends = (V.SUBJECT_MENTION, V.OBJECT_MENTION, V.PLACE_MENTION)
    paths = "|".join(f"<{araz[end]}>" for end in ends)
    text = (
        f"SELECT DISTINCT ?quote WHERE {{ GRAPH <{article}> {{"
        f" ?evidence {paths} ?n ; <{OA.hasTarget}>/<{OA.hasSelector}>/<{OA.exact}>"
        f" ?quote . <{span}> <{araz[V.REFERS_TO]}>/^<{araz[V.REFERS_TO]}> ?n }} }}"
        " ORDER BY STRLEN(?quote) ?quote LIMIT 1"
    )
    return next((str(quote) for (quote,) in store.query(text).rows()), None)


def _links(store: Store, names: Names) -> Mapping[str, _Link]:
    """Return the best link of each entity."""
    araz = names.ontology
    text = (
        "SELECT ?e ?t ?p ?s ?m WHERE {"
        f" ?link <{araz[V.ENTITY]}> ?e ; <{araz[V.TARGET]}> ?t ;"
        f" <{araz[V.LINK_PREDICATE]}> ?p ; <{araz[V.SCORE]}> ?s ;"
        f" <{araz[V.METHOD]}> ?m }}"
    )
    best: dict[str, _Link] = {}
    for entity, target, predicate, score, method in store.query(text).rows():
        qid = str(target).removeprefix(WD)
        link = _Link(qid, str(predicate), float(str(score)), str(method))
        known = best.get(str(entity), link)
        best[str(entity)] = min(known, link, key=lambda each: (-each.score, each.qid))
    return best


def _described(
    store: Store, names: Names
) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Return labels and classes of what articles mention, by IRI."""
    labels: dict[str, set[str]] = {}
    types: dict[str, set[str]] = {}
    text = (
        f"SELECT DISTINCT ?e ?l ?t WHERE {{ GRAPH ?a {{"
        f" ?a <{names.ontology[V.MENTIONS]}> ?e ."
        f" ?e <{RDFS.label}> ?l ; <{RDF.type}> ?t }} }}"
    )
    for entity, label, kind in store.query(text).rows():
        labels.setdefault(str(entity), set()).add(str(label))
        type_name = str(kind).removeprefix(names.ontology)
        types.setdefault(str(entity), set()).add(type_name)
    return labels, types


def _place(span: URIRef) -> tuple[str, int, str]:
    """Return the key that sorts places by article, then by where they stand."""
    article, _, place = span.partition("#char=")
    start = place.partition(",")[0]
    return article, int(start) if start.isdigit() else 0, place
