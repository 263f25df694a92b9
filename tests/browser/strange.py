"""A graph of names and texts that would break a page which does not take care."""

from datetime import date
from pathlib import Path

from kg.model import Article, Entity, Extraction, Polarity
from tests.extractions import (
    claim_by,
    evidence_in,
    extraction_of,
    mentions_in,
    publish,
    span_of,
)

ARABIC = 'علي "خامنئي"/<img src=x onerror=alert(1)>'
HEBREW = "משה 'דיין' <script>alert(2)</script>"
LATIN = 'N’Djamena/"Sérgio" & <b>Söhne</b>'
ARTICLE = "strange/<i>names</i>?"
HEADLINE = 'تهديد <b>"خطير"</b> / a threat'
SENTENCES = (
    f"{ARABIC} threatened {HEBREW} on Tuesday.",
    f"{LATIN} attacked {ARABIC} at https://x.example/?a=<b>&c=%22.",
)
TEXT = " ".join(SENTENCES)
_ENTITIES = tuple(
    Entity(id=name, label=name, type=type_name)
    for name, type_name in (
        (ARABIC, "Person"),
        (HEBREW, "Person"),
        (LATIN, "ArmedGroup"),
    )
)


def write_strange(folder: Path) -> Path:
    """Publish a graph of an article that is full of markup, the same each time."""
    return publish(folder, [_extraction()], {})


def _extraction() -> Extraction:
    article = Article(
        id=ARTICLE,
        text=TEXT,
        title=HEADLINE,
        published=date(2024, 2, 29),
        url="https://news.example/?a=<b>",
        publisher="صحيفة <u>",
    )
    mentions = mentions_in(TEXT, _ENTITIES)
    arabic, hebrew, latin = mentions.values()
    first, second = (span_of(TEXT, sentence) for sentence in SENTENCES)
    threat = evidence_in(article, first, "threatened", (arabic, hebrew))
    attack = evidence_in(article, second, "attacked", (latin, arabic))
    claims = [
        claim_by(threat, "threatens"),
        claim_by(attack, "attacks", polarity=Polarity.NEGATIVE),
    ]
    return extraction_of(article, _ENTITIES, mentions.values(), claims)
