"""What an article becomes in RDF: the one place that knows the shape.

    article   headline, date, text, fingerprint; araz:mentions entity
    entity    rdf:type, rdfs:label, and a direct edge for each claim that is one
    mention   a span of the article that araz:refersTo an entity
    claim     rdf:subject/predicate/object, polarity, modality, attribution, time ...
    act       what claims of all articles are about, be it affirmed or denied
    evidence  an oa:Annotation whose target is the sentence that makes the claim, with
              the spans of trigger, arguments and attribution

A span is an oa:SpecificResource: its source is the article, its selectors give
position and quote, its IRI is a fragment of the article's (RFC 5147). Every node has
an IRI that depends on nothing but what it stands for, so a second run writes the same
triples; there are no blank nodes.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import RDF, RDFS, SDO

from kg.claims import act_keys, is_edge
from kg.model import (
    Article,
    Claim,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Period,
    Span,
)
from kg.plover import event_type
from kg.rdf.literals import boolean, day, decimal, integer, text
from kg.rdf.ntriples import triple_order
from kg.rdf.terms import OA, Names, Triple, digest
from kg.rdf.vocabulary import Vocabulary as V  # noqa: N817 - it stands on every line

if TYPE_CHECKING:
    from kg.ontology import Ontology


def article_triples(
    extraction: Extraction,
    ontology: "Ontology",
    names: Names,
    fingerprint: str,
    *,
    keep_text: bool = True,
) -> tuple[Triple, ...]:
    """Return the graph of one article, sorted.

    Args:
        extraction: What was taken from the article.
        ontology: Says which claims are edges and which PLOVER code an act has.
        names: The knowledge graph's IRIs.
        fingerprint: A digest of all that the extraction depends on.
        keep_text: Whether the graph has the text that spans are counted in, whole;
            the sentences that make claims it always has.
    """
    writer = _Writer(extraction.article, names)
    triples = {
        *writer.article(extraction, fingerprint),
        *writer.entities(extraction),
    }
    if keep_text:
        triples.update(writer.text())
    mentions = _placed_mentions(extraction)
    triples.update(writer.links(extraction, mentions))
    for mention in mentions:
        triples.update(writer.mention(mention))
    acts = act_keys(extraction.claims, ontology)
    for claim, act in zip(extraction.claims, acts, strict=True):
        triples.update(writer.claim(claim, act, ontology))
        for evidence in claim.evidence:
            triples.update(writer.evidence(claim, evidence))
    return tuple(sorted(triples, key=triple_order))


def claim_iri(claim: Claim, names: Names) -> URIRef:
    """Return the IRI of a claim, a digest of all that makes it this claim."""
    time = claim.time or Period(None, None)
    parts = (
        claim.article,
        claim.subject,
        claim.predicate,
        claim.object,
        claim.polarity,
        claim.modality,
        claim.reported,
        claim.attributed_to,
        time.start,
        time.end,
        claim.place,
    )
    return names.claim("" if part is None else str(part) for part in parts)


class _Writer:
    """Writes the parts of one article's graph."""

    def __init__(self, article: Article, names: Names) -> None:
        self._article = article
        self._names = names
        self._araz = names.ontology
        self._iri = names.article(article.id)

    def article(self, extraction: Extraction, fingerprint: str) -> Iterator[Triple]:
        article, iri, araz = self._article, self._iri, self._araz
        yield iri, RDF.type, araz[V.ARTICLE_CLASS]
        yield iri, SDO.inLanguage, text(article.language)
        yield iri, araz[V.FINGERPRINT], text(fingerprint)
        yield iri, araz[V.MODEL], text(extraction.model)
        if article.title:
            yield iri, SDO.headline, text(article.title, article.language)
        if article.published:
            yield iri, SDO.datePublished, day(article.published)
        if article.url:
            yield iri, SDO.url, text(article.url)
        if article.publisher:
            yield iri, SDO.publisher, text(article.publisher)
        if article.author:
            yield iri, SDO.author, text(article.author)

    def text(self) -> Iterator[Triple]:
        # Unchanged, for positions are counted in exactly this.
        body = text(self._article.text, self._article.language)
        yield self._iri, SDO.articleBody, body

    def entities(self, extraction: Extraction) -> Iterator[Triple]:
        worth = _worth_keeping(extraction)
        for entity in extraction.entities:
            if entity.id not in worth:
                continue
            iri = self._names.entity(entity.id)
            yield self._iri, self._araz[V.MENTIONS], iri
            yield iri, RDF.type, self._araz[entity.type]
            yield iri, RDFS.label, text(entity.label, "en")

    def links(
        self, extraction: Extraction, mentions: Iterable[Mention]
    ) -> Iterator[Triple]:
        # The graph of links is made of these, whichever articles come and go.
        linked = {entity.id: entity for entity in extraction.entities if entity.qid}
        for mention in mentions:
            entity = linked.get(mention.entity or "")
            if entity is not None:
                iri = self._span_iri(mention.span)
                yield iri, self._araz[V.SCORE], decimal(entity.score)
                yield iri, self._araz[V.METHOD], text(entity.method or "")
                if entity.agreement < 1:
                    agreed = decimal(entity.agreement)
                    yield iri, self._araz[V.TYPE_AGREEMENT], agreed

    def mention(self, mention: Mention) -> Iterator[Triple]:
        iri = self._span_iri(mention.span)
        yield from self._span(mention.span)
        yield iri, RDF.type, self._araz[V.MENTION_CLASS]
        yield iri, self._araz[V.MENTION_KIND], text(mention.kind)
        yield iri, self._araz[V.CONFIDENCE], decimal(mention.confidence)
        if mention.entity:
            yield iri, self._araz[V.REFERS_TO], self._names.entity(mention.entity)

    def claim(
        self, claim: Claim, act: tuple[str, ...] | None, ontology: "Ontology"
    ) -> Iterator[Triple]:
        iri, araz, names = claim_iri(claim, self._names), self._araz, self._names
        said = (
            names.entity(claim.subject),
            araz[claim.predicate],
            names.entity(claim.object),
        )
        if is_edge(claim, ontology):
            yield said
        yield iri, RDF.type, araz[V.CLAIM_CLASS]
        yield iri, RDF.type, RDF.Statement
        yield iri, RDF.subject, said[0]
        yield iri, RDF.predicate, said[1]
        yield iri, RDF.object, said[2]
        yield iri, araz[V.ARTICLE], self._iri
        yield iri, araz[V.POLARITY], araz[claim.polarity]
        yield iri, araz[V.MODALITY], araz[claim.modality]
        yield iri, araz[V.REPORTED], boolean(claim.reported)
        yield iri, araz[V.CONFIDENCE], decimal(claim.confidence)
        if plover := event_type(claim, ontology):
            yield iri, araz[V.PLOVER], text(plover)
        if act:
            yield iri, araz[V.ACT], names.act(act)
            yield names.act(act), RDF.type, araz[V.ACT_CLASS]
        if claim.attributed_to:
            yield iri, araz[V.ATTRIBUTED_TO], names.entity(claim.attributed_to)
        if claim.place:
            yield iri, araz[V.PLACE], names.entity(claim.place)
        if claim.time and claim.time.start:
            yield iri, araz[V.START_DATE], day(claim.time.start)
        if claim.time and claim.time.end:
            yield iri, araz[V.END_DATE], day(claim.time.end)

    def evidence(self, claim: Claim, evidence: Evidence) -> Iterator[Triple]:
        claim_node, araz = claim_iri(claim, self._names), self._araz
        iri = URIRef(f"{claim_node}#evidence-{_evidence_digest(evidence)}")
        yield claim_node, araz[V.EVIDENCE], iri
        yield iri, RDF.type, araz[V.EVIDENCE_CLASS]
        yield iri, RDF.type, OA.Annotation
        for predicate, span in self._evidence_spans(evidence):
            yield iri, predicate, self._span_iri(span)
            yield from self._span(span)
        if evidence.frame:
            yield iri, araz[V.FRAME], URIRef(evidence.frame)

    def _evidence_spans(self, evidence: Evidence) -> Iterator[tuple[URIRef, Span]]:
        araz = self._araz
        yield OA.hasTarget, evidence.sentence
        yield araz[V.TRIGGER], evidence.trigger
        yield araz[V.SUBJECT_MENTION], evidence.subject.span
        yield araz[V.OBJECT_MENTION], evidence.object.span
        if evidence.place:
            yield araz[V.PLACE_MENTION], evidence.place.span
        if evidence.report:
            if evidence.report.source:
                yield araz[V.ATTRIBUTION_SOURCE], evidence.report.source
            if evidence.report.cue:
                yield araz[V.ATTRIBUTION_CUE], evidence.report.cue
            for piece in evidence.report.content:
                yield araz[V.ATTRIBUTION_CONTENT], piece

    def _span_iri(self, span: Span) -> URIRef:
        return URIRef(f"{self._iri}#char={span.start},{span.end}")

    def _span(self, span: Span) -> Iterator[Triple]:
        iri = self._span_iri(span)
        position = URIRef(f"{self._iri}#position={span.start},{span.end}")
        quote = URIRef(f"{self._iri}#quote={span.start},{span.end}")
        yield iri, RDF.type, OA.SpecificResource
        yield iri, OA.hasSource, self._iri
        yield iri, OA.hasSelector, position
        yield iri, OA.hasSelector, quote
        yield position, RDF.type, OA.TextPositionSelector
        yield position, OA.start, integer(span.start)
        yield position, OA.end, integer(span.end)
        yield quote, RDF.type, OA.TextQuoteSelector
        yield quote, OA.exact, text(span.quote(self._article.text))


def _placed_mentions(extraction: Extraction) -> tuple[Mention, ...]:
    """Return the linked mentions, one for each span: the IRI says no more."""
    placed: dict[Span, Mention] = {}
    worth = _worth_keeping(extraction)
    for mention in extraction.mentions:
        if mention.entity in worth:
            placed.setdefault(mention.span, mention)
    for claim in extraction.claims:
        for evidence in claim.evidence:
            for end in (evidence.subject, evidence.object, evidence.place):
                if end:
                    placed.setdefault(end.span, end)
    return tuple(placed.values())


def _worth_keeping(extraction: Extraction) -> frozenset[str]:
    """Return the entities that have a name, or that a claim speaks of.

    "Officials" of whom nothing is claimed are no knowledge.
    """
    named = {
        mention.entity
        for mention in extraction.mentions
        if mention.kind is MentionKind.NAME
    }
    claimed = {
        each
        for claim in extraction.claims
        for each in (claim.subject, claim.object, claim.place, claim.attributed_to)
    }
    return frozenset(each for each in named | claimed if each is not None)


def _evidence_digest(evidence: Evidence) -> str:
    report = evidence.report
    spans = (
        evidence.sentence,
        evidence.trigger,
        evidence.subject.span,
        evidence.object.span,
        evidence.place.span if evidence.place else None,
        *((report.source, report.cue, *report.content) if report else ()),
    )
    places = (f"{span.start},{span.end}" if span else "" for span in spans)
    return digest([*places, evidence.frame or ""])
