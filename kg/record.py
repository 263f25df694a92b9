"""The extraction record: what `kg extract` writes, one JSON object an article.

Offsets are half-open and count code points of the article's text. A claim of the
record is one place where an article makes a claim, so a claim with two pieces of
evidence is two claims here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import ArticleError
from kg.model import (
    Claim,
    Event,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Period,
    Polarity,
    RelationMention,
    Report,
    Span,
)
from kg.plover import event_type

if TYPE_CHECKING:
    from kg.ontology import Ontology

_PLACES = 4

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An extraction record that was read back; it has no text of its own."""

    article: str
    mentions: tuple[Mention, ...]
    relation_mentions: tuple[RelationMention, ...]
    reports: tuple[Report, ...] = ()
    events: tuple[Event, ...] = ()


def to_record(extraction: Extraction, ontology: "Ontology") -> Json:
    """Return the extraction record of one article, ready for JSON.

    Mentions are numbered in the order of the text, and written with the class that the
    ontology says for records; claims follow the order of their
    evidence. Equal extractions give equal records.
    """
    mentions = sorted(extraction.mentions, key=_mention_order)
    ids = {mention.id: f"m{n}" for n, mention in enumerate(mentions, start=1)}
    places = [
        (evidence, claim) for claim in extraction.claims for evidence in claim.evidence
    ]
    claims = [_claim(claim, evidence, ids, ontology) for evidence, claim in places]
    return {
        "article": extraction.article.id,
        "mentions": [_mention(mention, ids, ontology) for mention in mentions],
        "claims": sorted(claims, key=_claim_order),
        "attributions": [_report(report) for report in extraction.reports],
        "events": [_event(event) for event in extraction.events],
    }


def from_record(record: Json, where: str = "record") -> Record:
    """Return what a record says, as values.

    Args:
        record: One parsed line of an extraction record file.
        where: The file and line, for messages.

    Raises:
        ArticleError: If a field is missing or has a value it cannot have.
    """
    try:
        mentions = tuple(_read_mention(mention) for mention in record["mentions"])
        claims = tuple(_read_claim(claim) for claim in record["claims"])
        reports = tuple(_read_report(r) for r in record.get("attributions", ()))
        events = tuple(_read_event(event) for event in record.get("events", ()))
        known = {mention.id for mention in mentions}
        for claim in claims:
            for end in (claim.subject, claim.object):
                if end not in known:
                    raise ArticleError(where, f"a claim names {end!r}, no mention")
        return Record(
            article=str(record["article"]),
            mentions=mentions,
            relation_mentions=claims,
            reports=reports,
            events=events,
        )
    except KeyError as error:
        raise ArticleError(
            where, f"no extraction record: {error} is missing"
        ) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ArticleError(where, f"no extraction record: {error}") from error


def _mention_order(mention: Mention) -> tuple[object, ...]:
    return (mention.span, mention.type, mention.name, mention.id)


def _claim_order(claim: Json) -> tuple[object, ...]:
    ends = (int(claim[end].removeprefix("m")) for end in ("subject", "object"))
    spans = (
        claim[part][end] for part in ("evidence", "trigger") for end in claim[part]
    )
    return (*spans, *ends, claim["predicate"], repr(claim))


def _mention(mention: Mention, ids: Mapping[str, str], ontology: "Ontology") -> Json:
    return {
        "id": ids[mention.id],
        **_span(mention.span),
        "text": mention.text,
        "kind": mention.kind.value,
        "type": ontology.record_class(mention.type),
        "entity": mention.entity,
        "qid": mention.qid,
        "confidence": round(mention.confidence, _PLACES),
    }


def _claim(
    claim: Claim, evidence: Evidence, ids: Mapping[str, str], ontology: "Ontology"
) -> Json:
    # The mentions are the evidence's: in a symmetric relation another sentence may
    # name the two ends the other way round.
    return {
        "subject": ids[evidence.subject.id],
        "predicate": ontology.record_relation(claim.predicate),
        "object": ids[evidence.object.id],
        "trigger": _span(evidence.trigger),
        "evidence": _span(evidence.sentence),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "attribution": _attribution(evidence, ids),
        "time": _period(claim.time) if claim.time else None,
        "place": ids[evidence.place.id] if evidence.place else None,
        "plover": event_type(claim, ontology),
        "confidence": round(claim.confidence, _PLACES),
    }


def _attribution(evidence: Evidence, ids: Mapping[str, str]) -> Json | None:
    report = evidence.report
    if report is None:
        return None
    # A quotation in pieces: the piece that speaks of the claim, else the first.
    pieces = [p for p in report.content if p.overlaps(evidence.trigger)]
    content = next(iter((*pieces, *report.content)), None)
    return {
        "source": ids[report.mention] if report.mention else None,
        "cue": _span(report.cue) if report.cue else None,
        "content": _span(content) if content else None,
    }


def _report(report: Report) -> Json:
    return {
        "source": _span(report.source) if report.source else None,
        "cue": _span(report.cue) if report.cue else None,
        "content": [_span(piece) for piece in report.content],
    }


def _event(event: Event) -> Json:
    factuality = round(event.factuality, _PLACES)
    return {"trigger": _span(event.trigger), "factuality": factuality}


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _period(period: Period) -> Json:
    return {
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
    }


def _read_mention(mention: Json) -> Mention:
    return Mention(
        id=mention["id"],
        span=_read_span(mention),
        text=mention["text"],
        kind=MentionKind(mention["kind"]),
        type=mention["type"],
        name=mention["text"],
        confidence=mention.get("confidence", 1.0),
        entity=mention.get("entity"),
        qid=mention.get("qid"),
    )


def _read_claim(claim: Json) -> RelationMention:
    attribution = claim.get("attribution")
    time = claim.get("time")
    return RelationMention(
        subject=claim["subject"],
        predicate=claim["predicate"],
        object=claim["object"],
        trigger=_read_span(claim["trigger"]),
        evidence=_read_span(claim["evidence"]),
        polarity=Polarity(claim["polarity"]),
        modality=Modality(claim["modality"]),
        report=_read_attribution(attribution) if attribution else None,
        time=Period(_read_day(time["start"]), _read_day(time["end"])) if time else None,
        place=claim.get("place"),
        confidence=claim.get("confidence", 1.0),
    )


def _read_attribution(attribution: Json) -> Report:
    content = attribution.get("content")
    return Report(
        source=None,
        cue=_read_optional_span(attribution.get("cue")),
        content=(_read_span(content),) if content else (),
        mention=attribution.get("source"),
    )


def _read_report(report: Json) -> Report:
    pieces: Sequence[Json] = report["content"]
    return Report(
        source=_read_optional_span(report.get("source")),
        cue=_read_optional_span(report.get("cue")),
        content=tuple(_read_span(piece) for piece in pieces),
    )


def _read_event(event: Json) -> Event:
    factuality = float(event["factuality"])
    return Event(trigger=_read_span(event["trigger"]), factuality=factuality)


def _read_span(span: Json) -> Span:
    return Span(span["start"], span["end"])


def _read_optional_span(span: Json | None) -> Span | None:
    return _read_span(span) if span else None


def _read_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
