"""What an article becomes in RDF."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SDO, XSD

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
from kg.ontology import read_ontology_graph
from kg.rdf.quads import article_triples, claim_iri
from kg.rdf.store import open_store
from kg.rdf.terms import OA, Names
from kg.rdf.vocabulary import Vocabulary

NAMES = Names("https://w3id.org/araz/")
ARAZ = NAMES.ontology
ENT = NAMES.entity
TEXT = "Ilham Aliyev threatened Iran in Jabrayil, he said."


def mention(mention_id, word, type_name, entity):
    start = TEXT.index(word)
    return Mention(
        id=mention_id,
        span=Span(start, start + len(word)),
        text=word,
        kind=MentionKind.NAME,
        type=type_name,
        name=word,
        confidence=0.9,
        entity=entity,
    )


ALIYEV = mention("m1", "Ilham Aliyev", "Person", "Ilham_Aliyev")
IRAN = mention("m2", "Iran", "State", "Iran")
JABRAYIL = mention("m3", "Jabrayil", "City", "Jabrayil")
ARTICLE = Article(
    id="speech 1",
    text=TEXT,
    title="A speech",
    published=date(2021, 10, 5),
    url="https://example.org/1",
    publisher="Example News",
    author="A. Writer",
)


def make_claim(**changes):
    parts: dict[str, Any] = {
        "subject": "Ilham_Aliyev",
        "predicate": "threatens",
        "object": "Iran",
        "polarity": Polarity.POSITIVE,
        "modality": Modality.ACTUAL,
        "attributed_to": "Ilham_Aliyev",
        "reported": True,
        "time": Period(date(2021, 10, 5), None),
        "place": "Jabrayil",
        "article": ARTICLE.id,
        "confidence": 0.75,
        "evidence": (
            Evidence(
                article=ARTICLE.id,
                sentence=Span(0, len(TEXT)),
                quote=TEXT,
                trigger=Span(13, 23),
                subject=ALIYEV,
                object=IRAN,
                place=JABRAYIL,
                report=Report(
                    source=Span(42, 44), cue=Span(45, 49), content=(Span(0, 40),)
                ),
            ),
        ),
    }
    return Claim(**(parts | changes))


CLAIM = make_claim()


def graph_of(ontology, *claims, **changes):
    parts: dict[str, Any] = {
        "article": ARTICLE,
        "mentions": (ALIYEV, IRAN, JABRAYIL),
        "entities": (
            Entity(id="Ilham_Aliyev", label="Ilham Aliyev", type="Person"),
            Entity(id="Iran", label="Iran", type="State"),
        ),
        "claims": claims,
        "reports": (),
        "events": (),
        "model": "test 1.0",
    }
    graph = Graph()
    for triple in article_triples(
        Extraction(**(parts | changes)), ontology, NAMES, "f1"
    ):
        graph.add(triple)
    return graph


def test_article_is_described(ontology):
    graph = graph_of(ontology)
    iri = URIRef("https://w3id.org/araz/article/speech%201")

    assert graph.value(iri, RDF.type) == ARAZ.Article
    assert graph.value(iri, SDO.headline) == Literal("A speech", lang="en")
    assert graph.value(iri, SDO.datePublished) == Literal(date(2021, 10, 5))
    assert str(graph.value(iri, SDO.url)) == "https://example.org/1"
    assert str(graph.value(iri, SDO.publisher)) == "Example News"
    assert str(graph.value(iri, ARAZ.fingerprint)) == "f1"
    assert str(graph.value(iri, ARAZ.model)) == "test 1.0"
    assert set(graph.objects(iri, ARAZ.mentions)) == {
        ENT("Ilham_Aliyev"),
        ENT("Iran"),
    }


@pytest.mark.parametrize(
    "text",
    [TEXT, "𝕀ran <b>met</b>\r\n\r\n\tIsrael.\u2028 ", "إيران.\x0b\x85 e\u0301"],
    ids=["plain", "astral", "line-ends"],
)
def test_positions_are_counted_in_the_text_that_is_kept(ontology, text, tmp_path):
    article = replace(ARTICLE, text=text)
    extraction = Extraction(
        article=article,
        mentions=(),
        entities=(),
        claims=(),
        reports=(),
        events=(),
        model="test 1.0",
    )
    iri = NAMES.article(article.id)
    with open_store(tmp_path / "store") as store:
        store.replace_graph(iri, article_triples(extraction, ontology, NAMES, "f1"))
        kept = [o for _, p, o in store.triples(iri) if p == SDO.articleBody]

    assert kept == [Literal(text, lang="en")]


def test_text_need_not_be_kept(ontology):
    extraction = Extraction(
        article=ARTICLE,
        mentions=(),
        entities=(),
        claims=(CLAIM,),
        reports=(),
        events=(),
        model="test 1.0",
    )
    kept = set(article_triples(extraction, ontology, NAMES, "f1"))
    left = set(article_triples(extraction, ontology, NAMES, "f1", keep_text=False))

    assert {predicate for _, predicate, _ in kept - left} == {SDO.articleBody}
    assert left < kept


def test_entity_has_type_and_label(ontology):
    graph = graph_of(ontology)

    assert graph.value(ENT("Iran"), RDF.type) == ARAZ.State
    assert graph.value(ENT("Iran"), RDFS.label) == Literal("Iran", lang="en")


def test_mention_is_a_span_that_quotes_the_text(ontology):
    graph = graph_of(ontology)
    iri = URIRef("https://w3id.org/araz/article/speech%201#char=24,28")
    selectors = list(graph.objects(iri, OA.hasSelector))

    assert graph.value(iri, ARAZ.refersTo) == ENT("Iran")
    assert {str(graph.value(s, OA.exact)) for s in selectors} == {"Iran", "None"}
    assert Literal(24) in [graph.value(s, OA.start) for s in selectors]
    assert Literal(28) in [graph.value(s, OA.end) for s in selectors]


def test_mention_without_entity_is_left_out(ontology):
    nil = Mention(
        id="m9",
        span=Span(42, 44),
        text="he",
        kind=MentionKind.PRONOUN,
        type="Person",
        name="he",
    )

    assert not list(graph_of(ontology, mentions=(nil,)).subjects(ARAZ.mentionKind))


def test_claim_can_be_read_with_plain_sparql(ontology):
    graph = graph_of(ontology, CLAIM)
    iri = claim_iri(CLAIM, NAMES)

    assert graph.value(iri, RDF.subject) == ENT("Ilham_Aliyev")
    assert graph.value(iri, RDF.predicate) == ARAZ.threatens
    assert graph.value(iri, RDF.object) == ENT("Iran")
    assert graph.value(iri, ARAZ.polarity) == ARAZ.positive
    assert graph.value(iri, ARAZ.modality) == ARAZ.actual
    assert graph.value(iri, ARAZ.reported).value is True
    assert graph.value(iri, ARAZ.attributedTo) == ENT("Ilham_Aliyev")
    assert graph.value(iri, ARAZ.startDate) == Literal(date(2021, 10, 5))
    assert graph.value(iri, ARAZ.endDate) is None
    assert graph.value(iri, ARAZ.place) == ENT("Jabrayil")
    assert graph.value(iri, ARAZ.plover) == Literal("THREATEN")
    assert graph.value(iri, ARAZ.confidence) == Literal(Decimal("0.75"))


def test_claims_of_one_act_lead_to_the_same_node(ontology):
    denial = make_claim(polarity=Polarity.NEGATIVE, attributed_to=None)
    graph = graph_of(ontology, CLAIM, denial)

    (act,) = graph.subjects(RDF.type, ARAZ.Act)
    assert set(graph.subjects(ARAZ.act, act)) == {
        claim_iri(CLAIM, NAMES),
        claim_iri(denial, NAMES),
    }


def test_evidence_leads_from_the_claim_to_the_words(ontology):
    graph = graph_of(ontology, CLAIM)
    evidence = graph.value(claim_iri(CLAIM, NAMES), ARAZ.evidence)

    def words(predicate):
        span = graph.value(evidence, predicate)
        quotes = [graph.value(s, OA.exact) for s in graph.objects(span, OA.hasSelector)]
        return str(next(quote for quote in quotes if quote is not None))

    assert words(OA.hasTarget) == TEXT
    assert words(ARAZ.trigger) == "threatened"
    assert words(ARAZ.subjectMention) == "Ilham Aliyev"
    assert words(ARAZ.objectMention) == "Iran"
    assert words(ARAZ.placeMention) == "Jabrayil"
    assert words(ARAZ.attributionSource) == "he"
    assert words(ARAZ.attributionCue) == "said"
    assert words(ARAZ.attributionContent) == TEXT[:40]


@pytest.mark.parametrize(
    ("changes", "edge"),
    [
        ({}, True),
        ({"modality": Modality.PLANNED}, False),
        ({"polarity": Polarity.NEGATIVE}, False),
        ({"attributed_to": "Iran"}, False),
    ],
    ids=["a threat by who says it", "planned", "denied", "alleged"],
)
def test_direct_edge_is_written_for_what_happened_only(ontology, changes, edge):
    graph = graph_of(ontology, make_claim(**changes))

    assert ((ENT("Ilham_Aliyev"), ARAZ.threatens, ENT("Iran")) in graph) is edge


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Iran"},
        {"predicate": "accuses"},
        {"object": "Israel"},
        {"polarity": Polarity.NEGATIVE},
        {"modality": Modality.PLANNED},
        {"attributed_to": None},
        {"reported": False},
        {"time": None},
        {"time": Period(None, date(2021, 10, 5))},
        {"place": None},
        {"article": "another"},
    ],
    ids=str,
)
def test_claim_that_differs_has_another_iri(changes):
    assert claim_iri(make_claim(**changes), NAMES) != claim_iri(CLAIM, NAMES)


@pytest.mark.parametrize(
    "changes", [{"confidence": 0.1}, {"evidence": ()}], ids=["confidence", "evidence"]
)
def test_claim_iri_does_not_depend_on(changes):
    assert claim_iri(make_claim(**changes), NAMES) == claim_iri(CLAIM, NAMES)


def test_nothing_is_a_blank_node(ontology):
    for triple in graph_of(ontology, CLAIM):
        assert all(isinstance(term, URIRef | Literal) for term in triple)


def test_literals_are_in_canonical_form(ontology):
    for _, _, value in graph_of(ontology, CLAIM):
        if isinstance(value, Literal) and value.datatype == XSD.decimal:
            assert not str(value).endswith("0")


def test_every_name_that_code_knows_is_declared():
    graph = read_ontology_graph(Settings().ontology)
    declared = set(map(str, graph.subjects(RDF.type)))

    assert {str(ARAZ[name]) for name in Vocabulary} <= declared
