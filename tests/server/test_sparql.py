"""The endpoint over HTTP: formats, entailment, datasets, errors, the query page."""

import csv
import json
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg.rdf.formats import RDF_FORMATS
from server.endpoint.description import SD

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PREFIXES = """PREFIX araz: <https://w3id.org/araz/ontology#>
PREFIX ent: <https://w3id.org/araz/entity/>
"""
THREATS = PREFIXES + "SELECT ?who ?whom { ?who araz:threatens ?whom } ORDER BY ?who"
CONSTRUCT = PREFIXES + "CONSTRUCT WHERE { ?who araz:threatens ?whom }"
ENTITY = "https://w3id.org/araz/entity/"


def ask(client, query, accept="*/*", **parameters):
    return client.get(
        "/sparql",
        query_string={"query": query, **parameters},
        headers={"Accept": accept},
    )


def threats(response):
    return [
        (row["who"].removeprefix(ENTITY), row["whom"].removeprefix(ENTITY))
        for row in csv.DictReader(StringIO(response.text))
    ]


def test_threats_come_with_the_inferred_one(client):
    response = ask(client, THREATS, "text/csv")

    assert response.status_code == 200
    assert threats(response) == [("Azerbaijan", "Iran"), ("Ilham_Aliyev", "Iran")]


def test_without_entailment_the_inferred_threat_is_left_out(client):
    response = ask(client, THREATS, "text/csv", entailment="none")

    assert threats(response) == [("Ilham_Aliyev", "Iran")]


def test_without_entailment_no_named_graph_holds_inferred_triples(client):
    query = PREFIXES + "SELECT ?who ?whom { GRAPH ?g { ?who araz:threatens ?whom } }"

    response = ask(client, query, "text/csv", entailment="none")

    assert threats(response) == [("Ilham_Aliyev", "Iran")]


def test_the_default_graph_of_the_request_wins_over_entailment(client):
    response = ask(
        client,
        THREATS,
        "text/csv",
        entailment="none",
        **{"default-graph-uri": "https://w3id.org/araz/graph/inferred"},
    )

    assert threats(response) == [("Azerbaijan", "Iran")]


def test_the_dataset_of_the_query_wins_over_entailment(client):
    query = THREATS.replace("{", "FROM <https://w3id.org/araz/graph/inferred> {", 1)

    response = ask(client, query, "text/csv", entailment="none")

    assert threats(response) == [("Azerbaijan", "Iran")]


def test_a_graph_that_does_not_exist_is_empty(client):
    response = ask(client, THREATS, "text/csv", **{"default-graph-uri": "urn:nothing"})

    assert threats(response) == []


def test_both_post_forms_answer_like_get(client):
    expected = ask(client, THREATS).json

    form = client.post("/sparql", data={"query": THREATS})
    direct = client.post(
        "/sparql", data=THREATS, content_type="application/sparql-query"
    )

    assert form.json == direct.json == expected


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_solutions_come_in_every_format(client, name, media_type):
    response = ask(client, THREATS, format=name)

    assert response.content_type == media_type
    assert response.text.count("Ilham_Aliyev") == 1
    if name == "json":
        assert response.json["head"]["vars"] == ["who", "whom"]
    if name == "xml":
        assert ET.fromstring(response.data).tag.endswith("sparql")  # noqa: S314 - ours


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_a_truth_value_comes_in_every_format(client, name):
    response = ask(client, "ASK {}", format=name)

    assert response.status_code == 200
    assert "true" in response.text


# rdflib's own reader of JSON-LD uses what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("known", RDF_FORMATS, ids=lambda known: known.name)
def test_a_graph_comes_in_every_format(client, known):
    # A graph without a name is Turtle in TriG and N-Triples in N-Quads.
    parsers = {"nq": "nt", "trig": "turtle", "jsonld": "json-ld", "rdf": "xml"}
    expected = Graph().parse(
        data=ask(client, CONSTRUCT, "application/n-triples").text, format="nt"
    )

    response = ask(client, CONSTRUCT, known.media_type)
    graph = Graph().parse(
        data=response.text, format=parsers.get(known.name, known.name)
    )

    assert response.content_type.startswith(known.media_type)
    assert len(expected) == 2
    assert isomorphic(graph, expected)


@pytest.mark.parametrize(
    ("query", "accept"),
    [(THREATS, "text/turtle"), (CONSTRUCT, "text/csv"), (THREATS, "image/png")],
    ids=["solutions-as-turtle", "graph-as-csv", "picture"],
)
def test_a_format_that_does_not_fit_is_406(client, query, accept):
    response = ask(client, query, accept)

    assert response.status_code == 406
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == 406


def test_what_a_format_cannot_hold_is_406_and_another_format_holds_it(client):
    query = "SELECT (TRIPLE(<urn:a>, <urn:b>, 1) AS ?t) {}"

    page = ask(client, query, "text/html")
    program = ask(client, query)

    assert page.status_code == 406
    assert program.json["results"]["bindings"][0]["t"]["type"] == "triple"


def test_relative_iris_are_resolved_against_the_endpoint(client):
    response = ask(client, "SELECT (<x> AS ?iri) {}", "text/csv")

    assert "http://localhost/x" in response.text


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {\n  ?s foo:bar ?o\n}", 2, 13),
        ("SELECT * { ?s ?p", 1, 17),
        ("", 1, 1),
    ],
    ids=["unknown-prefix", "unfinished", "empty"],
)
def test_a_query_that_cannot_be_read_says_where(client, query, line, column):
    response = ask(client, query)

    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    assert response.json["line"] == line
    assert response.json["column"] == column
    assert response.json["title"] == "Bad Request"
    assert "\n" not in response.json["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK{?s ?p 1SERVICE SILENT<http://127.0.0.1:9/>{}}",
        "PREFIX : <http://127.0.0.1:9/> ASK{SERVICE:a{}}",
        "PREFIX a: <http://a/> ASK{?s ?p a:.SERVICE SILENT<http://127.0.0.1:9/>{}}",
        "ASK { # SERVICE\rSERVICE SILENT <http://127.0.0.1:9/> {} }",
    ],
    ids=["plain", "silent", "after-number", "prefixed", "after-name", "after-comment"],
)
def test_a_query_cannot_make_the_server_call_another(client, query):
    response = ask(client, query)

    assert response.status_code in {400, 403}
    assert "SERVICE" in response.json["detail"]


@pytest.mark.parametrize(
    "data",
    [
        {"data": {"update": "CLEAR ALL"}},
        {"data": "CLEAR ALL", "content_type": "application/sparql-update"},
    ],
    ids=["form", "direct"],
)
def test_updates_are_refused_with_the_reason(client, data):
    response = client.post("/sparql", **data)

    assert response.status_code == 403
    assert "updates are off" in response.json["detail"]


def test_other_methods_are_refused_with_what_is_allowed(client):
    response = client.put("/sparql", data="x")

    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_a_body_beyond_the_limit_is_refused(client):
    response = client.post(
        "/sparql", data=b"#" * 1_000_001, content_type="application/sparql-query"
    )

    assert response.status_code == 413


def test_a_query_beyond_the_limit_is_refused_wherever_it_stands(client):
    response = ask(client, "ASK {} #" + "x" * 1_000_000)

    assert response.status_code == 413
    assert "longer than 1,000,000 bytes" in response.json["detail"]


@pytest.mark.parametrize("bracket", ["(", "{", "[", "!"])
def test_a_query_nested_too_deep_is_refused_and_the_server_lives(client, bracket):
    response = client.post("/sparql", data={"query": "ASK {" + bracket * 5_000})

    assert response.status_code == 400
    assert "nested deeper than 200 levels" in response.json["detail"]
    assert response.json["line"] == 1
    assert ask(client, "ASK {}").status_code == 200


def test_head_has_the_headers_of_get_and_no_body(client):
    get = ask(client, THREATS)

    head = client.head("/sparql", query_string={"query": THREATS})

    assert head.status_code == 200
    assert head.data == b""
    assert head.content_type == get.content_type


def test_pages_of_other_origins_may_ask(client):
    answer = ask(client, THREATS)
    preflight = client.options("/sparql")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]


def test_answers_vary_by_accept(client):
    assert "Accept" in ask(client, THREATS).headers["Vary"]
    assert "Accept" in ask(client, "nonsense").headers["Vary"]


def test_without_a_query_a_program_gets_the_service_description(client):
    response = client.get("/sparql", headers={"Accept": "application/rdf+xml"})

    graph = Graph().parse(data=response.text, format="xml")
    service = graph.value(
        predicate=SD.endpoint, object=URIRef("http://localhost/sparql")
    )
    formats = set(graph.objects(service, SD.resultFormat))
    graphs = set(graph.objects(predicate=SD.namedGraph))
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    assert URIRef("http://www.w3.org/ns/formats/Turtle") in formats
    assert len(formats) == 10
    assert URIRef("https://w3id.org/araz/graph/inferred") in graphs
    assert URIRef("https://w3id.org/araz/article/baku-speech") in graphs


def test_the_service_description_is_the_same_every_time(client):
    first, second = (client.get("/sparql").data for _ in range(2))

    assert first == second


def test_without_a_query_a_person_gets_the_query_page(client):
    response = client.get("/sparql", headers={"Accept": BROWSER})

    assert response.content_type == "text/html; charset=utf-8"
    assert '<label for="query">' in response.text
    assert "PREFIX araz:" in response.text


def test_the_query_on_the_page_runs(client):
    page = client.get("/sparql", query_string={"format": "html"})
    text = page.text.partition("required>")[2].partition("</textarea>")[0]

    response = ask(client, text.replace("&lt;", "<").replace("&gt;", ">"))

    assert response.status_code == 200
    assert len(response.json["results"]["bindings"]) == 20


def test_a_person_gets_results_as_a_table_with_names_and_links(client):
    response = ask(client, THREATS, BROWSER)

    assert "2 rows" in response.text
    assert '<a href="/entity/Ilham_Aliyev">Ilham Aliyev</a>' in response.text
    assert "<script>" not in response.text


def test_results_are_escaped(client):
    query = PREFIXES.replace("araz:", "oa:").replace(
        "https://w3id.org/araz/ontology#", "http://www.w3.org/ns/oa#"
    )
    query += 'SELECT ?x { ?q oa:exact ?x FILTER(CONTAINS(?x, "alert")) }'

    response = ask(client, query, BROWSER)

    assert "&lt;script&gt;alert(1)" in response.text
    assert "<script>" not in response.text


def test_a_javascript_iri_is_no_link(client):
    response = ask(client, "SELECT (<javascript:alert(1)> AS ?x) {}", BROWSER)

    assert "javascript:alert(1)</" in response.text
    assert 'href="javascript' not in response.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK {}", '<p class="boolean">yes</p>'),
        ("ASK { <urn:a> <urn:b> <urn:c> }", '<p class="boolean">no</p>'),
        (CONSTRUCT, "araz:threatens ent:Iran"),
        ("SELECT * { <urn:a> <urn:b> ?c }", "0 rows"),
        ("SELECT ?x { VALUES ?x { UNDEF 1 } }", "2 rows"),
        ("SELECT * { ?s ?p ?o }", "The first 500 rows"),
    ],
    ids=["yes", "no", "graph", "none", "unbound", "many"],
)
def test_a_person_can_read_every_kind_of_answer(client, query, shown):
    assert shown in ask(client, query, BROWSER).text


def test_a_person_sees_the_mistake_beside_the_query(client):
    response = ask(client, "SELECT * {\n  <script> ?p .\n}", BROWSER)

    assert response.status_code == 400
    assert response.content_type == "text/html; charset=utf-8"
    assert "line 2" in response.text
    assert 'class="excerpt"' in response.text
    assert "<script>" not in response.text


def test_the_switch_stays_where_the_person_put_it(client):
    response = ask(client, THREATS, BROWSER, entailment="none")

    assert '<option value="none" selected>' in response.text
    assert "1 row<" in response.text


def test_a_problem_is_described_as_rfc_9457_says(client):
    problem = json.loads(ask(client, "nonsense").text)

    assert {"type", "title", "status", "detail", "line", "column"} == set(problem)
