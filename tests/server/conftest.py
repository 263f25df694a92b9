"""A small knowledge graph on disk, and the application that serves it.

Two articles: a plain one, and one whose id, words and names would break a page or a
query that does not escape them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import OWL, XSD

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
    Period,
    Polarity,
    Report,
    Span,
)
from kg.ontology import Ontology
from kg.ontology.files import read_ontology_graph
from kg.rdf.quads import article_triples
from kg.rdf.store import open_store
from kg.rdf.terms import WD, Names, NodeTriple
from server import create_app

NASTY = 'N’Djamena/"Sérgio" <b>'
PLAIN_TEXT = (
    "Ilham Aliyev threatened Iran on Tuesday. Azerbaijan bought drones from Israel. "
    "Azerbaijan will hold an exercise with Israel."
)
NASTY_TEXT = (
    "Iran said Azerbaijan had attacked its <script>alert(1)</script> post. "
    f"Iran denied that it supplies {NASTY} with drones."
)
TYPES = {
    "Ilham_Aliyev": ("Ilham Aliyev", "Person"),
    "Iran": ("Iran", "State"),
    "Azerbaijan": ("Azerbaijan", "State"),
    "Israel": ("Israel", "State"),
    NASTY: (NASTY, "ArmedGroup"),
}


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _mentions(text: str, entities: Sequence[str]) -> Mapping[str, Mention]:
    found = {}
    for number, entity in enumerate(entities):
        label, type_name = TYPES[entity]
        found[entity] = Mention(
            id=f"m{number}",
            span=_span(text, label),
            text=label,
            kind=MentionKind.NAME,
            type=type_name,
            name=label,
            entity=entity,
        )
    return found


def _claim(
    article: Article,
    mentions: Mapping[str, Mention],
    statement: tuple[str, str, str],
    trigger: str,
    **rest: object,
) -> Claim:
    subject, predicate, object_ = statement
    start = article.text.rfind(". ", 0, article.text.index(trigger)) + 1
    start += article.text[start] == " "
    end = article.text.index(".", article.text.index(trigger)) + 1
    sentence = Span(start, end)
    evidence = Evidence(
        article=article.id,
        sentence=sentence,
        quote=sentence.quote(article.text),
        trigger=_span(article.text, trigger),
        subject=mentions[subject],
        object=mentions[object_],
        report=Report(
            source=mentions["Iran"].span,
            cue=_span(article.text, "said"),
            content=(sentence,),
        )
        if rest.get("reported")
        else None,
    )
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
        article=article.id,
        confidence=0.9,
        evidence=(evidence,),
    )
    return replace(claim, **rest)  # type: ignore[arg-type]


def _extraction(
    article: Article, mentions: Mapping[str, Mention], claims: Sequence[Claim]
) -> Extraction:
    return Extraction(
        article=article,
        mentions=tuple(mentions.values()),
        entities=tuple(
            Entity(id=name, label=TYPES[name][0], type=TYPES[name][1])
            for name in mentions
        ),
        claims=tuple(claims),
        reports=(),
        events=(),
        model="none-1.0",
    )


def plain_extraction() -> Extraction:
    article = Article(
        id="baku-speech",
        text=PLAIN_TEXT,
        title="A speech in Baku",
        published=date(2021, 10, 6),
        url="https://news.example/baku?a=1&b=2",
        publisher="Example News",
    )
    mentions = _mentions(article.text, tuple(TYPES)[:4])
    tuesday = date(2021, 10, 5)
    return _extraction(
        article,
        mentions,
        [
            _claim(
                article,
                mentions,
                ("Ilham_Aliyev", "threatens", "Iran"),
                "threatened",
                time=Period(tuesday, tuesday),
            ),
            _claim(
                article, mentions, ("Azerbaijan", "purchasesFrom", "Israel"), "bought"
            ),
            _claim(
                article,
                mentions,
                ("Azerbaijan", "conductsExerciseWith", "Israel"),
                "exercise",
                modality=Modality.PLANNED,
            ),
        ],
    )


def nasty_extraction() -> Extraction:
    article = Article(
        id="teheran/<b>answer</b> & more?",
        text=NASTY_TEXT,
        title="The <em>answer</em>",
        published=date(2021, 10, 8),
        url="javascript:alert(1)",
    )
    mentions = _mentions(article.text, ("Iran", "Azerbaijan", NASTY))
    return _extraction(
        article,
        mentions,
        [
            _claim(
                article,
                mentions,
                ("Azerbaijan", "attacks", "Iran"),
                "attacked",
                reported=True,
                attributed_to="Iran",
            ),
            _claim(
                article,
                mentions,
                ("Iran", "suppliesTo", NASTY),
                "supplies",
                reported=True,
                attributed_to="Iran",
                polarity=Polarity.NEGATIVE,
            ),
        ],
    )


@pytest.fixture(scope="session")
def names() -> Names:
    return Names(Settings().base_iri)


@pytest.fixture(scope="session")
def served(
    tmp_path_factory: pytest.TempPathFactory, ontology: Ontology, names: Names
) -> Settings:
    """Settings whose store holds the small graph, published."""
    folder = tmp_path_factory.mktemp("served") / "store"
    araz, entity = names.ontology, names.entity
    aliyev, azerbaijan, iran = map(entity, ("Ilham_Aliyev", "Azerbaijan", "Iran"))
    link = URIRef(f"{names.base}link/1")
    holding = entity("Ilham_Aliyev__President__AZ__2003")
    graphs: dict[URIRef, Iterable[NodeTriple]] = {
        names.graph("ontology"): read_ontology_graph(Settings().ontology),
        names.graph("background"): [
            (aliyev, araz.headOfStateOf, azerbaijan),
            (aliyev, RDFS.label, Literal("Ilham Aliyev", lang="en")),
            (holding, RDF.type, araz.OfficeHolding),
            (holding, araz.holder, aliyev),
            (holding, araz.state, azerbaijan),
            (holding, araz.positionTitle, Literal("President of Azerbaijan")),
            (holding, araz.start, Literal("2003", datatype=XSD.gYear)),
            (holding, araz.asOf, Literal("2022-10-10", datatype=XSD.date)),
            *((entity(f"Village_{n}"), araz.locatedIn, azerbaijan) for n in range(25)),
        ],
        names.graph("links"): [
            (link, RDF.type, araz.Link),
            (link, araz.entity, iran),
            (link, araz.target, WD.Q1),
            (link, araz.linkPredicate, OWL.sameAs),
            (link, araz.score, Literal("0.97", datatype=XSD.decimal)),
            (link, araz.method, Literal("name")),
        ],
        names.graph("inferred"): [
            (azerbaijan, araz.hasRepresentative, aliyev),
            (azerbaijan, araz.threatens, iran),
            (azerbaijan, araz.actsAgainst, iran),
            (azerbaijan, araz.actsTowards, iran),
            (aliyev, araz.represents, azerbaijan),
            (iran, RDF.type, araz.ThreatenedActor),
        ],
    }
    with open_store(folder) as store:
        for graph, triples in graphs.items():
            store.replace_graph(graph, triples)
        for extraction in (plain_extraction(), nasty_extraction()):
            graph = names.article(extraction.article.id)
            triples = article_triples(extraction, ontology, names, "0")
            store.replace_graph(graph, triples)
        store.publish()
    return replace(Settings(), store=folder)


@pytest.fixture(scope="session")
def app(served: Settings) -> Flask:
    return create_app(served)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client
