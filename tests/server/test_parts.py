"""What is known of an entity, page by page, and what its own page has room for."""

import re
from dataclasses import replace

import pytest
from rdflib import RDF, RDFS, Literal

from kg.config import Settings
from kg.ontology.files import read_ontology_graph
from kg.rdf.quads import article_triples
from kg.rdf.store import open_store
from server import create_app
from tests.bench.pages_data import HUB, make_entities, make_extractions, make_store

_ARTICLES = 60
_VILLAGES = 130
_MOST = make_entities()[0]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many") / "store"
    make_store(folder, _ARTICLES, relations=_VILLAGES)
    return create_app(replace(Settings(), store=folder)).test_client()


def page(client, path):
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, path
    return answer.text


def group(text, name):
    return text.partition(f'id="{name}"')[2].partition("</section>")[0]


def told_of_most():
    """Return the relations between the entity most spoken of and others, by sort."""
    sorts: dict[str, set[str]] = {}
    for extraction in make_extractions(_ARTICLES):
        for claim in extraction.claims:
            if claim.polarity == "positive" and claim.modality == "actual":
                if claim.subject == _MOST.id:
                    key = f"{claim.predicate}-out"
                    sorts.setdefault(key, set()).add(claim.object)
                if claim.object == _MOST.id:
                    key = f"{claim.predicate}-in"
                    sorts.setdefault(key, set()).add(claim.subject)
    return sorts


def test_a_page_tells_how_many_relations_of_each_sort_there_are(reader):
    text = page(reader, f"/entity/{_MOST.id}")

    for name, others in told_of_most().items():
        assert f'<span class="count">{len(others)}</span>' in group(text, name), name


def test_each_relation_that_is_shown_has_its_sentence(reader):
    text = page(reader, f"/entity/{_MOST.id}")

    for name in told_of_most():
        shown = group(text, name).count('<p class="statement">')
        assert 0 < shown <= group(text, name).count("<blockquote"), name


def test_the_pages_of_a_sort_have_all_relations_once(reader):
    address: str | None = f"/entity/{HUB}?part=relation&relation=locatedIn&way=in"
    found: list[str] = []
    for _ in range(3):
        assert address is not None
        text = page(reader, address)
        found += re.findall(r'href="/entity/(Village_\d+)"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = following[1].replace("&amp;", "&") if following else None

    assert address is None
    assert len(found) == len(set(found)) == _VILLAGES


def test_the_pages_of_claims_have_all_claims_once(reader):
    expected = sum(
        _MOST.id in (claim.subject, claim.object)
        for extraction in make_extractions(_ARTICLES)
        for claim in extraction.claims
    )
    found, start = [], 0
    while start < expected:
        text = page(reader, f"/entity/{_MOST.id}?part=claims&start={start}")
        assert f"of {expected:,}</p>" in text
        found += re.findall(r'href="(/claim/[0-9a-f]+)"', text)
        start += 50

    assert len(found) == len(set(found)) == expected


def test_all_articles_are_listed_newest_first(reader):
    text = page(reader, f"/entity/{_MOST.id}?part=articles")

    days = re.findall(r'<time datetime="([^"]+)"', text)
    assert len(days) > 40
    assert days == sorted(days, reverse=True)


def test_an_entity_of_many_relations_has_a_page_of_bounded_size(reader):
    assert len(page(reader, f"/entity/{HUB}")) < 50_000
    assert len(page(reader, f"/entity/{_MOST.id}")) < 300_000


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        ("part=all", 400, "part: expected one of relation, claims, articles"),
        ("part=claims&start=-1", 400, "start: expected a number"),
        ("part=claims&start=99999999", 400, "start: expected a number"),
        ("part=relation&relation=locatedIn", 400, "way: expected one of out, in"),
        ("part=relation&relation=locatedIn&way=out", 404, "none that is called"),
        ("part=relation&relation=%3E%20%7D&way=out", 404, "none that is called"),
    ],
    ids=["part", "negative", "too-far", "no-way", "none-of-the-sort", "hostile"],
)
def test_a_part_that_there_is_not_is_a_problem(reader, query, status, detail):
    answer = reader.get(f"/entity/{HUB}?{query}", headers={"Accept": "text/html"})

    assert answer.status_code == status
    assert detail in answer.text.replace("&#39;", "'")


def test_behind_the_end_a_page_says_how_many_there_are(reader):
    address = f"/entity/{HUB}?part=relation&relation=locatedIn&way=in&start=500"

    assert f"There are only {_VILLAGES}." in page(reader, address)


@pytest.mark.parametrize("path", ["/", f"/entity/{_MOST.id}", f"/entity/{HUB}"])
def test_what_a_page_asked_can_be_asked_again(reader, path):
    text = page(reader, path)
    queries = re.findall(r'href="/query\?query=([^"]+)"', text)

    assert queries
    for query in queries:
        answer = reader.get(f"/sparql?query={query}", headers={"Accept": "text/csv"})
        assert answer.status_code == 200, query


def test_names_from_right_to_left_are_kept_apart(tmp_path, ontology, names):
    label = "علي خامنئي"
    entity = names.entity("Ali")
    with open_store(tmp_path / "store") as store:
        graph = read_ontology_graph(Settings().ontology)
        store.replace_graph(names.graph("ontology"), graph)
        extraction = next(make_extractions(1))
        triples = article_triples(extraction, ontology, names, "0")
        store.replace_graph(names.article(extraction.article.id), triples)
        background = [
            (entity, RDFS.label, Literal(label, lang="fa")),
            (entity, RDF.type, names.ontology["Person"]),
        ]
        store.replace_graph(names.graph("background"), background)
        store.publish()
    client = create_app(replace(Settings(), store=tmp_path / "store")).test_client()

    text = page(client, "/entity/Ali")

    assert f'<h1 dir="auto">{label}</h1>' in text
    assert f"<bdi>{label}</bdi> is a person" in text
