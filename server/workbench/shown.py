"""What the workbench shows of a text that was read: who, what of them, and where."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from kg.claims import is_edge
from kg.model import Claim, Entity, Extraction, Mention, MentionKind, Modality, Polarity
from kg.ontology import Ontology
from kg.rdf.quads import claim_iri
from kg.rdf.terms import Names
from server.reading.links import Link, Links
from server.workbench.highlighting import segments

_WIKIDATA = "https://www.wikidata.org/wiki/"
_WHY_MODAL = {
    Modality.PLANNED: "it is planned",
    Modality.POSSIBLE: "it is only possible",
    Modality.CONDITIONAL: "it hangs on a condition",
    Modality.DEMANDED: "it is demanded",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityShown:
    """Something that the text mentions; `page` is there if the graph has it already.

    `is_named` says whether the text names it, or only describes it.
    """

    number: int
    iri: str
    label: str
    type: str
    page: str | None
    item: Link | None
    score: float
    confidence: float
    words: tuple[str, ...]
    times: int
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """A claim; `why_not` says why it does not become an edge, if it does not."""

    number: int
    iri: str
    subject: EntityShown
    relation: Link
    object: EntityShown
    denied: bool
    modality: str
    reported: bool
    speaker: EntityShown | None
    place: EntityShown | None
    dates: tuple[str, ...]
    confidence: float
    sentences: tuple[str, ...]
    why_not: str | None

    @property
    def manner(self) -> str:
        """How it is drawn, as in lists of claims."""
        if self.denied:
            return "denied"
        if self.why_not is not None and self.reported:
            return "reported"
        return "supposed" if self.modality != Modality.ACTUAL else "said"

    @property
    def told(self) -> str:
        """The claim in words."""
        negation = "not: " if self.denied else ""
        return (
            f"{negation}{self.subject.label} {self.relation.text} {self.object.label}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the text: whom it mentions, and which claims its sentence makes.

    `notes` are the claims whose sentences end with it.
    """

    text: str
    entity: EntityShown | None
    kind: str
    claims: tuple[int, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the page shows of a text."""

    entities: tuple[EntityShown, ...]
    claims: tuple[ClaimShown, ...]
    pieces: tuple[Piece, ...]

    @property
    def edges(self) -> tuple[ClaimShown, ...]:
        """The claims that would become edges."""
        return tuple(claim for claim in self.claims if claim.why_not is None)

    @property
    def others(self) -> tuple[ClaimShown, ...]:
        """The claims that would stay claims."""
        return tuple(claim for claim in self.claims if claim.why_not is not None)

    @property
    def named(self) -> tuple[EntityShown, ...]:
        """What the text names."""
        return tuple(entity for entity in self.entities if entity.is_named)

    @property
    def described(self) -> tuple[EntityShown, ...]:
        """What the text only describes."""
        return tuple(entity for entity in self.entities if not entity.is_named)


def show(
    extraction: Extraction, ontology: Ontology, links: Links, known: Collection[str]
) -> Shown:
    """Return what the page shows.

    Args:
        extraction: What was found in the text.
        ontology: What classes and relations are called, and what becomes an edge.
        links: Makes the links.
        known: The IRIs of those entities that the graph speaks of already.
    """
    entities = _entities(extraction, ontology, links, known)
    claims = _claims(extraction, ontology, links, entities)
    return Shown(
        entities=tuple(entities.values()),
        claims=claims,
        pieces=_pieces(extraction, entities),
    )


def iris_of(extraction: Extraction, names: Names) -> tuple[URIRef, ...]:
    """Return the IRIs of the entities that a text mentions."""
    return tuple(names.entity(entity.id) for entity in extraction.entities)


def _entities(
    extraction: Extraction, ontology: Ontology, links: Links, known: Collection[str]
) -> Mapping[str, EntityShown]:
    """Return the entities by local name, in the order of the text."""
    grouped: dict[str, list[Mention]] = {}
    for mention in sorted(extraction.mentions, key=lambda m: m.span):
        if mention.entity is not None:
            grouped.setdefault(mention.entity, []).append(mention)
    found = {entity.id: entity for entity in extraction.entities}
    shown = [
        (found[name], mentions) for name, mentions in grouped.items() if name in found
    ]
    return {
        entity.id: _entity(number, entity, mentions, ontology, links, known)
        for number, (entity, mentions) in enumerate(shown, start=1)
    }


def _entity(
    number: int,
    entity: Entity,
    mentions: Sequence[Mention],
    ontology: Ontology,
    links: Links,
    known: Collection[str],
) -> EntityShown:
    iri = links.names.entity(entity.id)
    return EntityShown(
        number=number,
        iri=iri,
        label=entity.label,
        type=ontology.types[entity.type].label,
        page=links.page(iri) if str(iri) in known else None,
        item=Link(entity.qid, f"{_WIKIDATA}{entity.qid}", external=True)
        if entity.qid
        else None,
        score=entity.score,
        confidence=max(mention.confidence for mention in mentions),
        words=tuple(dict.fromkeys(mention.text for mention in mentions)),
        times=len(mentions),
        is_named=any(mention.kind is MentionKind.NAME for mention in mentions),
    )


def _in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims in the order in which the text makes them."""
    return sorted(
        claims,
        key=lambda claim: min((e.sentence, e.trigger) for e in claim.evidence),
    )


def _claims(
    extraction: Extraction,
    ontology: Ontology,
    links: Links,
    entities: Mapping[str, EntityShown],
) -> tuple[ClaimShown, ...]:
    shown = []
    for number, claim in enumerate(_in_order(extraction.claims), start=1):
        relation = ontology.relations[claim.predicate]
        days = (claim.time.start, claim.time.end) if claim.time else ()
        dates = dict.fromkeys(day.isoformat() for day in days if day)
        shown.append(
            ClaimShown(
                number=number,
                iri=claim_iri(claim, links.names),
                subject=entities[claim.subject],
                relation=links.link(relation.iri, relation.label),
                object=entities[claim.object],
                denied=claim.polarity is Polarity.NEGATIVE,
                modality=claim.modality,
                reported=claim.reported,
                speaker=entities.get(claim.attributed_to or ""),
                place=entities.get(claim.place or ""),
                dates=tuple(dates),
                confidence=claim.confidence,
                sentences=tuple(dict.fromkeys(e.quote for e in claim.evidence)),
                why_not=None if is_edge(claim, ontology) else _why_not(claim),
            )
        )
    return tuple(shown)


def _why_not(claim: Claim) -> str:
    reasons = []
    if claim.polarity is Polarity.NEGATIVE:
        reasons.append("it is said not to be so")
    if claim.modality is not Modality.ACTUAL:
        reasons.append(_WHY_MODAL[claim.modality])
    if claim.reported:
        reasons.append("somebody says so, not the text itself")
    return " and ".join(reasons)


def _pieces(
    extraction: Extraction, entities: Mapping[str, EntityShown]
) -> tuple[Piece, ...]:
    """Return the text in pieces: the shortest mention counts, and all sentences."""
    sentences = [
        (evidence.sentence, number)
        for number, claim in enumerate(_in_order(extraction.claims), start=1)
        for evidence in claim.evidence
    ]
    mentions = [
        (mention.span, mention)
        for mention in extraction.mentions
        if mention.entity in entities
    ]
    ends: dict[int, set[int]] = {}
    for span, number in sentences:
        ends.setdefault(span.end, set()).add(number)
    pieces = []
    for segment in segments(extraction.article.text, [*sentences, *mentions]):
        here = [mark for mark in segment.marks if isinstance(mark, Mention)]
        claims = {mark for mark in segment.marks if isinstance(mark, int)}
        pieces.append(
            Piece(
                text=segment.text,
                entity=entities[here[-1].entity or ""] if here else None,
                kind=here[-1].kind if here else "",
                claims=tuple(sorted(claims)),
                notes=tuple(sorted(ends.get(segment.span.end, ()))),
            )
        )
    return tuple(pieces)
