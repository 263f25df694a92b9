"""What can be found by its words: the terms, entities, articles and claims of a store.

Each becomes a document: what it is called, what else it is called, the words that
articles use for it, and the text that stands behind it. What was inferred is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS, SDO, SKOS

from kg.model import MentionKind, Modality, Polarity
from kg.rdf.terms import OA, AnyTerm, Names
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line

if TYPE_CHECKING:
    # The store opens text indices itself.
    from kg.rdf.store import Store

_NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SDO.headline)

# What documents are made of: a change of anything else changes none of them.
TEXT_PREDICATES = frozenset(
    str(predicate)
    for predicate in (
        *_NAMES,
        SKOS.definition,
        SKOS.scopeNote,
        RDF.subject,
        RDF.predicate,
        RDF.object,
        OA.exact,
    )
)

type _Row = tuple[AnyTerm | None, ...]


class Kind(StrEnum):
    """What a document is about; documents are written in this order."""

    TERM = "term"
    ENTITY = "entity"
    ARTICLE = "article"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A thing with the words it can be found by.

    `aliases` are its other names, `words` what articles call it, `text` the sentences
    behind it; `articles` is how many articles speak of it.
    """

    iri: str
    kind: Kind
    title: str
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    articles: int = 0


def read_documents(store: "Store", names: Names) -> Iterator[Document]:
    """Yield the documents of a store, by kind and IRI; claims article by article.

    What things are called is held in memory, claims are not.
    """
    start = names.article("")
    articles = [graph for graph in store.graphs() if graph.startswith(start)]
    called = _read_names(store, names)
    yield from _terms(store, names, called)
    yield from _entities(store, names, called, articles)
    for article in articles:
        iri = str(article)
        yield Document(iri=iri, kind=Kind.ARTICLE, title=called.title(iri), articles=1)
    for article in articles:
        yield from _claims(store, names, called, article)


@dataclass(frozen=True, slots=True)
class _Called:
    """What things are called: for each IRI the names, each with its property."""

    found: dict[str, set[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def add(self, iri: str, rank: int, name: str) -> None:
        if name:
            self.found[iri].add((rank, name))

    def title(self, iri: str) -> str:
        """Return the best name, or the readable end of the IRI if there is none."""
        if iri in self.found:
            return min(self.found[iri])[1]
        end = iri.rpartition("#")[2].rpartition("/")[2]
        return one_line(unquote(end).replace("_", " ")) or iri

    def aliases(self, iri: str) -> tuple[str, ...]:
        """Return the other names, sorted."""
        others = {name for _, name in self.found[iri]} - {self.title(iri)}
        return tuple(sorted(others))


def _read_names(store: "Store", names: Names) -> _Called:
    called = _Called()
    inferred = names.graph("inferred")
    pattern = " UNION ".join(
        f"{{ ?1 <{wanted}> ?2 BIND({rank} AS ?3) }}"
        for rank, wanted in enumerate(_NAMES)
    )
    for graph in (graph for graph in store.graphs() if graph != inferred):
        for thing, name, rank in _select(store, graph, pattern, columns=3):
            called.add(str(thing), int(str(rank)), one_line(str(name)))
    return called


def _terms(store: "Store", names: Names, called: _Called) -> Iterator[Document]:
    graph = names.graph("ontology")
    said = defaultdict(set)
    for rank, wanted in enumerate((SKOS.definition, SKOS.scopeNote)):
        for term, text in _select(store, graph, f"?1 <{wanted}> ?2"):
            said[str(term)].add((rank, one_line(str(text))))
    pattern = f"?1 a ?2 FILTER(?2 IN (<{OWL.Class}>, <{OWL.ObjectProperty}>))"
    found = {str(term) for term, _ in _select(store, graph, pattern)}
    for iri in sorted(found):
        if iri.startswith(names.ontology) and iri in called.found:
            yield Document(
                iri=iri,
                kind=Kind.TERM,
                title=called.title(iri),
                aliases=called.aliases(iri),
                text=tuple(text for _, text in sorted(said[iri])),
            )


def _entities(
    store: "Store", names: Names, called: _Called, articles: Iterable[URIRef]
) -> Iterator[Document]:
    words: dict[str, set[str]] = defaultdict(set)
    spoken_of: dict[str, int] = defaultdict(int)
    for article in articles:
        mentioned = set()
        for entity, quote in _select(store, article, _mention_words(names)):
            words[str(entity)].add(one_line(str(quote)))
            mentioned.add(str(entity))
        for iri in mentioned:
            spoken_of[iri] += 1
    offices: dict[str, set[str]] = defaultdict(set)
    pattern = (
        f"?3 <{names.ontology[V.HOLDER]}> ?1 ; <{names.ontology[V.POSITION_TITLE]}> ?2"
    )
    for holder, office in _select(store, names.graph("background"), pattern):
        offices[str(holder)].add(one_line(str(office)))
    start = names.entity("")
    for iri in sorted(iri for iri in called.found if iri.startswith(start)):
        known = {called.title(iri), *called.aliases(iri)}
        yield Document(
            iri=iri,
            kind=Kind.ENTITY,
            title=called.title(iri),
            aliases=called.aliases(iri),
            words=tuple(sorted(words[iri] - known - {""})),
            text=tuple(sorted(offices[iri])),
            articles=spoken_of[iri],
        )


def _mention_words(names: Names) -> str:
    refers, kind = names.ontology[V.REFERS_TO], names.ontology[V.MENTION_KIND]
    return (
        f"?3 <{refers}> ?1 ; <{kind}> ?4 ; <{OA.hasSelector}>/<{OA.exact}> ?2"
        f' FILTER(?4 != "{MentionKind.PRONOUN}")'
    )


def _claims(
    store: "Store", names: Names, called: _Called, article: URIRef
) -> Iterator[Document]:
    araz = names.ontology
    sentences: dict[str, set[str]] = defaultdict(set)
    pattern = (
        f"?1 <{araz[V.EVIDENCE]}>/<{OA.hasTarget}>/<{OA.hasSelector}>/<{OA.exact}> ?2"
    )
    for claim, quote in _select(store, article, pattern):
        sentences[str(claim)].add(one_line(str(quote)))
    pattern = (
        f"?1 a <{araz[V.CLAIM_CLASS]}> ; <{RDF.subject}> ?2 ; <{RDF.predicate}> ?3 ;"
        f" <{RDF.object}> ?4 ; <{araz[V.POLARITY]}> ?5 ; <{araz[V.MODALITY]}> ?6 ."
        f" OPTIONAL {{ ?1 <{araz[V.REPORTED]}> ?7 }}"
        f" OPTIONAL {{ ?1 <{araz[V.ATTRIBUTED_TO]}> ?8 }}"
    )
    rows = {str(row[0]): row for row in _select(store, article, pattern, columns=8)}
    for iri, row in sorted(rows.items()):
        yield Document(
            iri=iri,
            kind=Kind.CLAIM,
            title=_statement(row, names, called),
            text=tuple(sorted(sentences[iri])),
            articles=1,
        )


def _statement(row: _Row, names: Names, called: _Called) -> str:
    """Return what a claim says, so that nobody takes what is denied for a fact."""
    _, subject, relation, object_, polarity, modality, reported, speaker = row
    not_so = polarity == names.ontology[Polarity.NEGATIVE]
    said = (
        called.title(str(subject)),
        *(("– not –",) if not_so else ()),
        called.title(str(relation)),
        called.title(str(object_)),
    )
    notes = []
    if modality != names.ontology[Modality.ACTUAL]:
        notes.append(called.title(str(modality)))
    if speaker is not None:
        notes.append(f"according to {called.title(str(speaker))}")
    elif str(reported) == "true":
        notes.append("reported")
    return " ".join(said) + (f" ({', '.join(notes)})" if notes else "")


def _select(
    store: "Store", graph: URIRef, pattern: str, *, columns: int = 2
) -> Iterator[_Row]:
    """Yield the rows of a pattern of one graph, its variables named by numbers."""
    variables = " ".join(f"?{number + 1}" for number in range(columns))
    text = f"SELECT DISTINCT {variables} WHERE {{ GRAPH <{graph}> {{ {pattern} }} }}"
    return store.query(text).rows()


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
