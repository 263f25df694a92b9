"""A graph of names and texts that would break a page which does not take care."""

from dataclasses import replace
from datetime import date
from pathlib import Path

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
    Span,
)
from kg.ontology import read_ontology
from kg.ontology.files import read_ontology_graph
from kg.rdf.quads import article_triples
from kg.rdf.store import open_store
from kg.rdf.terms import Names

ARABIC = 'علي "خامنئي"/<img src=x onerror=alert(1)>'
HEBREW = "משה 'דיין' <script>alert(2)</script>"
LATIN = 'N’Djamena/"Sérgio" & <b>Söhne</b>'
_TYPES = {ARABIC: "Person", HEBREW: "Person", LATIN: "ArmedGroup"}
ARTICLE = "strange/<i>names</i>?"
HEADLINE = 'تهديد <b>"خطير"</b> / a threat'
SENTENCES = (
    f"{ARABIC} threatened {HEBREW} on Tuesday.",
    f"{LATIN} attacked {ARABIC} at https://x.example/?a=<b>&c=%22.",
)
TEXT = " ".join(SENTENCES)


def write_strange(folder: Path) -> Path:
    """Publish a graph of an article that is full of markup, the same each time."""
    names = Names(Settings().base_iri)
    ontology = read_ontology(Settings().ontology)
    with open_store(folder) as store:
        graph = read_ontology_graph(Settings().ontology)
        store.replace_graph(names.graph("ontology"), graph)
        triples = article_triples(_extraction(), ontology, names, "0")
        store.replace_graph(names.article(ARTICLE), triples)
        store.publish()
    return folder


def _extraction() -> Extraction:
    article = Article(
        id=ARTICLE,
        text=TEXT,
        title=HEADLINE,
        published=date(2024, 2, 29),
        url="https://news.example/?a=<b>",
        publisher="صحيفة <u>",
    )
    mentions = {
        name: Mention(
            id=f"m{number}",
            span=_span(TEXT, name),
            text=name,
            kind=MentionKind.NAME,
            type=type_name,
            name=name,
            entity=name,
        )
        for number, (name, type_name) in enumerate(_TYPES.items())
    }
    threat = _claim(mentions, (ARABIC, "threatens", HEBREW), "threatened", 0)
    attack = _claim(mentions, (LATIN, "attacks", ARABIC), "attacked", 1)
    return Extraction(
        article=article,
        mentions=tuple(mentions.values()),
        entities=tuple(
            Entity(id=name, label=name, type=type_name)
            for name, type_name in _TYPES.items()
        ),
        claims=(threat, replace(attack, polarity=Polarity.NEGATIVE)),
        reports=(),
        events=(),
        model="none-1.0",
    )


def _claim(
    mentions: dict[str, Mention],
    statement: tuple[str, str, str],
    trigger: str,
    sentence: int,
) -> Claim:
    subject, predicate, object_ = statement
    span = _span(TEXT, SENTENCES[sentence])
    evidence = Evidence(
        article=ARTICLE,
        sentence=span,
        quote=span.quote(TEXT),
        trigger=_span(TEXT, trigger),
        subject=mentions[subject],
        object=mentions[object_],
        report=None,
    )
    return Claim(
        subject=subject,
        predicate=predicate,
        object=object_,
        polarity=Polarity.POSITIVE,
        modality=Modality.ACTUAL,
        attributed_to=None,
        reported=False,
        time=None,
        place=None,
        article=ARTICLE,
        confidence=0.9,
        evidence=(evidence,),
    )


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))
