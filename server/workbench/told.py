"""What the workbench tells programs: the extraction record, and what it comes to."""

from typing import Any

from kg.model import Article
from kg.rdf.terms import Names
from kg.record import Json
from server.workbench.shown import ClaimShown, EntityShown, Shown


def tell(
    article: Article, record: Json, shown: Shown, names: Names, *, stored: bool
) -> dict[str, Any]:
    """Return all that was found, ready for JSON.

    Args:
        article: What was read; offsets count code points of its text.
        record: Its extraction record.
        shown: What a page shows of it.
        names: The knowledge graph's IRIs.
        stored: Whether the graph holds an article of this name.
    """
    published = article.published.isoformat() if article.published else None
    return {
        "article": {
            "id": article.id,
            "iri": names.article(article.id),
            "title": article.title,
            "published": published,
            "text": article.text,
            "stored": stored,
        },
        "record": record,
        "entities": [_entity(entity) for entity in shown.entities],
        "claims": [_claim(claim) for claim in shown.claims],
    }


def draw(shown: Shown) -> dict[str, Any]:
    """Return the claims as nodes and edges, ready for JSON."""
    ends = {
        end.number: end
        for claim in shown.claims
        for end in (claim.subject, claim.object)
    }
    return {
        "nodes": [
            {"id": f"n{number}", "label": end.label, "type": end.type}
            for number, end in sorted(ends.items())
        ],
        "edges": [
            {
                "id": f"e{claim.number}",
                "source": f"n{claim.subject.number}",
                "target": f"n{claim.object.number}",
                "label": claim.relation.text,
                "manner": claim.manner,
                "claim": f"claim-{claim.number}",
            }
            for claim in shown.claims
        ],
    }


def _entity(entity: EntityShown) -> dict[str, Any]:
    return {
        "iri": entity.iri,
        "label": entity.label,
        "type": entity.type,
        "qid": entity.item.text if entity.item else None,
        "score": round(entity.score, 4),
        "confidence": round(entity.confidence, 4),
        "words": list(entity.words),
        "mentions": entity.times,
        "inGraph": entity.page is not None,
    }


def _claim(claim: ClaimShown) -> dict[str, Any]:
    return {
        "iri": claim.iri,
        "subject": claim.subject.iri,
        "relation": claim.relation.text,
        "object": claim.object.iri,
        "polarity": "negative" if claim.denied else "positive",
        "modality": claim.modality,
        "reported": claim.reported,
        "speaker": claim.speaker.iri if claim.speaker else None,
        "place": claim.place.iri if claim.place else None,
        "dates": list(claim.dates),
        "confidence": round(claim.confidence, 4),
        "sentences": list(claim.sentences),
        "edge": claim.why_not is None,
        "whyNot": claim.why_not,
    }
