"""What is taken from articles, written down by hand: no language model is needed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rdflib import URIRef

from kg.config import Settings
from kg.model import (
    Article,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Report,
    Span,
)
from kg.ontology import read_ontology
from kg.ontology.files import read_ontology_graph
from kg.rdf.quads import article_triples
from kg.rdf.store import open_store
from kg.rdf.terms import Names, NodeTriple


def span_of(text: str, words: str) -> Span:
    """Return where words stand in a text for the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


def mention_of(entity: Entity, number: int, start: int) -> Mention:
    """Return a mention of an entity by its label, which begins at `start`.

    Args:
        entity: What is named.
        number: The mention's number in its article.
        start: Where the label begins in the text.
    """
    return Mention(
        id=f"m{number}",
        span=Span(start, start + len(entity.label)),
        text=entity.label,
        kind=MentionKind.NAME,
        type=entity.type,
        name=entity.label,
        entity=entity.id,
    )


def mentions_in(text: str, entities: Iterable[Entity]) -> dict[str, Mention]:
    """Return the first mention of each entity in a text, by the entity's id."""
    return {
        entity.id: mention_of(entity, number, text.index(entity.label))
        for number, entity in enumerate(entities)
    }


def evidence_in(
    article: Article,
    sentence: Span,
    trigger: str,
    ends: tuple[Mention, Mention],
    *,
    report: Report | None = None,
) -> Evidence:
    """Return what a sentence of an article says of two things.

    Args:
        article: The article, whose text the sentence quotes.
        sentence: Where it stands.
        trigger: The word for the relation; where it comes first in the text counts.
        ends: Subject and object.
        report: Who says so, if it is not the article itself.
    """
    subject, object_ = ends
    return Evidence(
        article=article.id,
        sentence=sentence,
        quote=sentence.quote(article.text),
        trigger=span_of(article.text, trigger),
        subject=subject,
        object=object_,
        report=report,
    )


def claim_by(evidence: Evidence, predicate: str, **rest: object) -> Claim:
    """Return a claim that something is so, by the article's own word.

    Args:
        evidence: What alone supports it, and what it is about.
        predicate: The local name of a relation.
        rest: Fields of the claim that are otherwise.
    """
    subject, object_ = evidence.subject.entity, evidence.object.entity
    assert subject
    assert object_
    claim = Claim(
        subject=subject,
        predicate=predicate,
        object=object_,
        polarity=Polarity.POSITIVE,
        modality=Modality.ACTUAL,
        attributed_to=None,
        reported=False,
        time=None,
        place=None,
        article=evidence.article,
        confidence=0.9,
        evidence=(evidence,),
    )
    return replace(claim, **rest)  # type: ignore[arg-type]


def extraction_of(
    article: Article,
    entities: Iterable[Entity],
    mentions: Iterable[Mention],
    claims: Sequence[Claim],
) -> Extraction:
    """Return all that is taken from an article, by no model."""
    return Extraction(
        article=article,
        mentions=tuple(mentions),
        entities=tuple(entities),
        claims=tuple(claims),
        reports=(),
        events=(),
        model="none-1.0",
    )


def publish(
    folder: Path,
    extractions: Iterable[Extraction],
    graphs: Mapping[URIRef, Iterable[NodeTriple]],
) -> Path:
    """Publish a store of articles and of further graphs beside the ontology.

    Args:
        folder: Where the store is to be.
        extractions: What was taken from the articles.
        graphs: The further graphs, by their names.

    Returns:
        The folder.
    """
    settings = Settings()
    names, ontology = Names(settings.base_iri), read_ontology(settings.ontology)
    with open_store(folder) as store:
        graph = read_ontology_graph(settings.ontology)
        store.replace_graph(names.graph("ontology"), graph)
        for name, triples in graphs.items():
            store.replace_graph(name, triples)
        for extraction in extractions:
            said = article_triples(extraction, ontology, names, "0")
            store.replace_graph(names.article(extraction.article.id), said)
        store.publish()
    return folder
