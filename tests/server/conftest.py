"""A small knowledge graph on disk, and the application that serves it.

Two articles: a plain one, and one whose id, words and names would break a page or a
query that does not escape them.
"""

from collections.abc import Iterator, Mapping
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
    Extraction,
    Mention,
    Modality,
    Period,
    Polarity,
    Report,
    Span,
)
from kg.rdf.terms import WD, Names, NodeTriple
from server import create_app
from tests.extractions import (
    claim_by,
    evidence_in,
    extraction_of,
    mentions_in,
    publish,
    span_of,
)

NASTY = 'N’Djamena/"Sérgio" <b>'
PLAIN_TEXT = (
    "Ilham Aliyev threatened Iran on Tuesday. Azerbaijan bought drones from Israel. "
    "Azerbaijan will hold an exercise with Israel."
)
NASTY_TEXT = (
    "Iran said Azerbaijan had attacked its <script>alert(1)</script> post. "
    f"Iran denied that it supplies {NASTY} with drones."
)
ENTITIES = (
    Entity(id="Ilham_Aliyev", label="Ilham Aliyev", type="Person"),
    Entity(id="Iran", label="Iran", type="State"),
    Entity(id="Azerbaijan", label="Azerbaijan", type="State"),
    Entity(id="Israel", label="Israel", type="State"),
    Entity(id=NASTY, label=NASTY, type="ArmedGroup"),
)


def _claim(
    article: Article,
    mentions: Mapping[str, Mention],
    statement: tuple[str, str, str],
    trigger: str,
    **rest: object,
) -> Claim:
    subject, predicate, object_ = statement
    sentence = _sentence(article.text, trigger)
    report = None
    if rest.get("reported"):
        cue = span_of(article.text, "said")
        report = Report(source=mentions["Iran"].span, cue=cue, content=(sentence,))
    ends = mentions[subject], mentions[object_]
    evidence = evidence_in(article, sentence, trigger, ends, report=report)
    return claim_by(evidence, predicate, **rest)


def _sentence(text: str, word: str) -> Span:
    """Return the sentence that a word stands in."""
    at = text.index(word)
    start = text.rfind(". ", 0, at) + 1
    start += text[start] == " "
    return Span(start, text.index(".", at) + 1)


def plain_extraction() -> Extraction:
    article = Article(
        id="baku-speech",
        text=PLAIN_TEXT,
        title="A speech in Baku",
        published=date(2021, 10, 6),
        url="https://news.example/baku?a=1&b=2",
        publisher="Example News",
    )
    entities = ENTITIES[:4]
    mentions = mentions_in(article.text, entities)
    tuesday = date(2021, 10, 5)
    return extraction_of(
        article,
        entities,
        mentions.values(),
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
    entities = (ENTITIES[1], ENTITIES[2], ENTITIES[4])
    mentions = mentions_in(article.text, entities)
    return extraction_of(
        article,
        entities,
        mentions.values(),
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
def served(tmp_path_factory: pytest.TempPathFactory, names: Names) -> Settings:
    """Settings whose store holds the small graph, published."""
    folder = tmp_path_factory.mktemp("served") / "store"
    araz, entity = names.ontology, names.entity
    aliyev, azerbaijan, iran = map(entity, ("Ilham_Aliyev", "Azerbaijan", "Iran"))
    link = URIRef(f"{names.base}link/1")
    holding = entity("Ilham_Aliyev__President__AZ__2003")
    graphs: dict[URIRef, list[NodeTriple]] = {
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
    publish(folder, (plain_extraction(), nasty_extraction()), graphs)
    return replace(Settings(), store=folder)


@pytest.fixture(scope="session")
def app(served: Settings) -> Flask:
    return create_app(served)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client
