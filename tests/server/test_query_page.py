"""The query page and what it asks: completions, empty results, inferred triples."""

import re

import pytest

from kg.config import Settings
from kg.rdf.terms import Names
from server.queries import read_examples, read_themes
from server.querying.completions import written
from server.querying.reading import read_shape
from tests.server.conftest import NASTY

NAMES = Names(Settings().base_iri)
ARAZ = "https://w3id.org/araz/ontology#"
ENT = "https://w3id.org/araz/entity/"
PREFIXES = f"""PREFIX araz: <{ARAZ}>
PREFIX ent: <{ENT}>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

EVERYTHING = """SELECT ?a (COUNT(?b) AS ?n) FROM <x:g> WHERE {
  ?a araz:x|^araz:y/araz:z+ ent:I ; araz:p [ araz:q "x"@en ], ?b .
  GRAPH ?g { ?a ?p "1"^^araz:t }
  OPTIONAL { ?a a araz:O }
  { ?x a araz:L } UNION { ?x a araz:R }
  { SELECT ?q { ?q a araz:Deep } LIMIT 2 }
  VALUES ?v { ent:V } BIND(araz:f(?a) AS ?z)
  FILTER EXISTS { ?a ?b ?c }
} GROUP BY ?a HAVING (?n > 3)"""


def reasons(client, query, entailment="owl-rl"):
    asked = {"query": PREFIXES + query, "entailment": entailment}
    return client.get("/query/empty", query_string=asked).json["reasons"]


def completed(client, beginning, kind):
    asked = {"q": beginning, "kind": kind}
    found = client.get("/query/completions", query_string=asked).json["completions"]
    return [each["text"] for each in found]


def marked(client, query, *rows):
    asked = {"query": PREFIXES + query, "rows": rows}
    return client.post("/query/inferred", json=asked).json["rows"]


def test_the_form_is_there_without_a_query(client):
    page = client.get("/query")

    assert page.status_code == 200
    assert '<form class="query" id="ask" method="get" action="/sparql">' in page.text
    assert "PREFIX ent:" in page.text


def test_a_link_brings_back_query_and_entailment(client):
    asked = {"query": "ASK { <a:b> ?p '<b>' }", "entailment": "none"}

    text = client.get("/query", query_string=asked).text

    assert "ASK { &lt;a:b&gt; ?p &#39;&lt;b&gt;&#39; }" in text
    assert '<option value="none" selected>' in text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/query?entailment=all", "entailment: expected one of"),
        ("/query/completions?q=a&kind=thing", "kind: expected one of"),
        ("/query/empty", "expected a query"),
        ("/query/empty?query=SELECT", "line 1"),
    ],
    ids=["entailment", "kind", "no query", "a broken query"],
)
def test_what_makes_no_sense_is_refused(client, path, said):
    response = client.get(path, headers={"Accept": "application/json"})

    assert response.status_code == 400
    assert said in response.json["detail"]


def test_every_example_has_a_theme_and_a_title():
    examples = read_examples()

    assert len(examples) >= 12
    assert sum(len(of_theme) for _, of_theme in read_themes()) == len(examples)
    assert len(read_themes()) >= 8
    for example in examples:
        assert example.title
        assert example.theme
        assert not example.text.startswith("#"), example.name


def test_the_page_lists_every_example(client):
    text = client.get("/query").text

    assert text.count('class="example"') == len(read_examples())


@pytest.mark.parametrize(
    ("beginning", "kind", "first"),
    [
        ("thr", "property", "araz:threatens"),
        ("araz:thr", "property", "araz:threatens"),
        (f"<{ARAZ}thr", "property", "araz:threatens"),
        ("rdf:subj", "property", "rdf:subject"),
        ("Sta", "class", "araz:State"),
        ("armed group", "class", "araz:ArmedGroup"),
        ("aliyev", "entity", "ent:Ilham_Aliyev"),
        ("ent:Ilham_A", "entity", "ent:Ilham_Aliyev"),
    ],
    ids=lambda value: str(value).replace("/", "-"),
)
def test_a_name_is_completed(client, beginning, kind, first):
    assert completed(client, beginning, kind)[0] == first


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        ("purchases", "class"),
        ("Lake", "property"),
        ("rdf:thr", "property"),
        ("", "entity"),
    ],
    ids=["no class", "no property", "another prefix", "nothing typed"],
)
def test_what_does_not_fit_is_not_offered(client, beginning, kind):
    assert completed(client, beginning, kind) == []


def test_a_name_that_would_break_a_query_is_offered_as_an_iri(client):
    (text,) = completed(client, "N’Dj", "entity")

    assert text.startswith(f"<{ENT}N")
    assert client.get(
        "/sparql", query_string={"query": f"ASK {{ {text} ?p ?o }}", "format": "json"}
    ).json["boolean"]


@pytest.mark.parametrize(
    ("local", "text"),
    [
        ("Iran", "ent:Iran"),
        ("Ali_Khamenei__Leader", "ent:Ali_Khamenei__Leader"),
        ("S%C3%A9rgio", "ent:S%C3%A9rgio"),
        ("Mr._X", "ent:Mr._X"),
        ("Inc.", f"<{ENT}Inc.>"),
        ("a/b", f"<{ENT}a/b>"),
        ("it's", f"<{ENT}it's>"),
    ],
)
def test_an_iri_is_shortened_only_where_sparql_can_read_it(names, local, text):
    assert written(f"{ENT}{local}", names.prefixes)[0] == text


@pytest.mark.parametrize(
    ("query", "kind", "part", "instead"),
    [
        ("SELECT * { ?a araz:threaten ?b }", "unknown", "araz:threaten", "threatens"),
        ("SELECT * { ?a a araz:Stat }", "unknown", "araz:Stat", "araz:State"),
        ("SELECT * { ?a ?p ent:Irann }", "unknown", "ent:Irann", "ent:Iran"),
        ("SELECT * { ?a ?p araz:Iran }", "unknown", "araz:Iran", "ent:Iran"),
        ("CONSTRUCT { ?a ?p 1 } { ?a ?p ent:Nix }", "unknown", "ent:Nix", None),
        (
            "SELECT * { ent:Iran araz:threatens ent:Azerbaijan }",
            "reversed",
            "ent:Iran araz:threatens ent:Azerbaijan",
            "ent:Azerbaijan araz:threatens ent:Iran",
        ),
        (
            "SELECT * { ?a rdfs:label 'Ilham Aliyev' }",
            "language",
            "?a rdfs:label 'Ilham Aliyev'",
            "'Ilham Aliyev'@en",
        ),
        (
            "SELECT * { ?a araz:threatens ?b ; araz:threatens 5 }",
            "pattern",
            "?a araz:threatens 5",
            None,
        ),
        (
            "SELECT * { ?a araz:threatens ent:Iran . ?a a araz:Claim }",
            "join",
            "?a a araz:Claim",
            None,
        ),
        (
            "SELECT * { ?a araz:threatens ent:Iran FILTER(?a = ent:Iran) . }",
            "condition",
            "FILTER(?a = ent:Iran)",
            None,
        ),
        (
            "SELECT * { ?a araz:threatens ent:Iran MINUS { ?a ?p ?o } }",
            "condition",
            "MINUS { ?a ?p ?o }",
            None,
        ),
        (
            "SELECT ?b { ?a araz:threatens ?b } GROUP BY ?b HAVING(COUNT(?a) > 9)",
            "condition",
            "HAVING(COUNT(?a) > 9)",
            None,
        ),
        ("SELECT * { ?a araz:threatens ?b } LIMIT 0", "together", None, None),
    ],
    ids=lambda value: str(value)[:30].replace("/", "-") if value else "-",
)
def test_an_empty_result_is_explained(client, query, kind, part, instead):
    (reason,) = reasons(client, query)

    assert (reason["kind"], reason["part"]) == (kind, part)
    if instead is None:
        assert reason["instead"] == []
    else:
        assert instead in reason["instead"][0]


def test_it_is_said_what_inference_would_find(client):
    query = "SELECT * { ent:Azerbaijan araz:threatens ent:Iran }"

    *_, last = reasons(client, query, "none")

    assert last["kind"] == "inference"
    assert last["text"] == "With inferred triples there would be 1 row."
    assert last["href"].startswith("/query?query=PREFIX")


def test_a_named_graph_is_asked_where_the_query_asks_it(client):
    query = "SELECT * { GRAPH ?g { ?a araz:threatens ent:Iran . ?a a araz:Persona } }"

    (reason,) = reasons(client, query)

    assert reason["instead"] == ["araz:Person"]


def test_the_page_of_an_empty_result_explains_it_without_scripts(client):
    query = f"{PREFIXES}SELECT * {{ ?a araz:threaten ?b }}"

    text = client.get("/sparql", query_string={"query": query, "format": "html"}).text

    assert "The graph does not know araz:threaten." in text
    assert "<code>araz:threatens</code>" in text


def test_inferred_triples_of_a_row_are_marked(client):
    told = {"who": f"{ENT}Ilham_Aliyev", "whom": f"{ENT}Iran"}
    inferred = {"who": f"{ENT}Azerbaijan", "whom": f"{ENT}Iran"}

    first, second = marked(
        client, "SELECT * { ?who araz:threatens ?whom }", told, inferred
    )

    assert first == []
    (mark,) = second
    assert mark["triple"] == [f"{ENT}Azerbaijan", f"{ARAZ}threatens", f"{ENT}Iran"]
    assert client.get(mark["why"]).status_code == 200


def test_a_triple_whose_parts_are_all_variables_is_marked_too(client):
    row = {"s": f"{ENT}Azerbaijan", "p": f"{ARAZ}threatens", "o": f"{ENT}Iran"}

    ((mark,),) = marked(client, "SELECT * { ?s ?p ?o }", row)

    assert mark["triple"] == list(row.values())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (None, 400),
        ({"query": "x"}, 400),
        ({"query": "x", "rows": [{"a": 1}]}, 400),
        (
            {"query": "SELECT * { ?a ?b ?c }", "rows": [dict.fromkeys("abc", "> }")]},
            400,
        ),
        ({"query": "x", "rows": [{}] * 201}, 413),
        ({"query": "x", "rows": [{str(n): "a:b" for n in range(10_001)}]}, 413),
    ],
    ids=["nothing", "no rows", "no IRIs", "no IRI", "too many rows", "too many IRIs"],
)
def test_rows_that_make_no_sense_are_refused(client, body, status):
    response = client.post(
        "/query/inferred", json=body, headers={"Accept": "application/json"}
    )

    assert response.status_code == status


def test_the_page_of_results_marks_what_was_inferred(client):
    query = f"{PREFIXES}SELECT * {{ ?who araz:threatens ent:Iran }} ORDER BY ?who"

    pages = {
        entailment: client.get(
            "/sparql",
            query_string={"query": query, "entailment": entailment, "format": "html"},
        ).text
        for entailment in ("owl-rl", "none")
    }

    assert pages["owl-rl"].count("inferred: why?") == 1
    assert "inferred: why?" not in pages["none"]


def test_things_of_rows_are_called_by_their_names(client):
    rows = [
        {"a": f"{ENT}Ilham_Aliyev", "b": f"{ARAZ}suppliesTo"},
        {"a": str(NAMES.entity(NASTY)), "b": f"{ENT}Nobody"},
        {"a": str(NAMES.article("baku-speech")), "b": "https://example.org/Iran"},
    ]

    answer = client.post("/query/inferred", json={"query": "", "rows": rows})
    names = answer.json["names"]

    assert names == {
        rows[0]["a"]: "Ilham Aliyev",
        rows[0]["b"]: "supplies arms to",
        rows[1]["a"]: NASTY,
        rows[2]["a"]: "A speech in Baku",
    }


def test_a_claim_is_called_by_what_it_says(client):
    query = f"{PREFIXES}SELECT ?c {{ ?c a araz:Claim ; rdf:predicate araz:threatens }}"
    found = client.get("/sparql", query_string={"query": query, "format": "json"}).json
    (claim,) = (row["c"]["value"] for row in found["results"]["bindings"])

    answer = client.post("/query/inferred", json={"query": "", "rows": [{"c": claim}]})

    assert answer.json["names"][claim].startswith("Ilham Aliyev")


@pytest.mark.parametrize("entailment", ["owl-rl", "none"])
def test_the_page_of_an_empty_graph_explains_it_without_scripts(client, entailment):
    query = f"{PREFIXES}CONSTRUCT {{ ?a a ?b }} WHERE {{ ?a araz:threaten ?b }}"
    asked = {"query": query, "format": "html", "entailment": entailment}

    text = client.get("/sparql", query_string=asked).text

    assert "0 triples" in text
    assert "The graph does not know araz:threaten." in text


def test_the_page_of_a_graph_with_triples_explains_nothing(client):
    query = f"{PREFIXES}CONSTRUCT {{ ?a a ?b }} WHERE {{ ?a araz:threatens ?b }}"

    text = client.get("/sparql", query_string={"query": query, "format": "html"}).text

    assert "Why there is nothing" not in text
    assert "0 triples" not in text


def test_it_is_said_on_the_page_what_inference_would_find_of_a_graph(client):
    where = "{ ent:Azerbaijan araz:threatens ?b }"
    query = f"{PREFIXES}CONSTRUCT {where} WHERE {where}"
    asked = {"query": query, "format": "html", "entailment": "none"}

    text = client.get("/sparql", query_string=asked).text

    assert "With inferred triples there would be 1 row." in text


def test_states_have_names_for_the_map(client):
    asked = {"iris": [f"{ENT}Iran", f"{ENT}Ilham_Aliyev"]}

    found = client.post("/query/states", json=asked).json["names"]

    assert found == {f"{ENT}Iran": ["Iran"]}


def test_the_patterns_of_a_query_are_read_with_their_paths_lists_and_graphs():
    shape = read_shape(PREFIXES + EVERYTHING)

    assert shape is not None
    assert [(each.text, each.graph, each.role) for each in shape.patterns] == [
        ("?a araz:x|^araz:y/araz:z+ ent:I", None, "needed"),
        ('_:part1 araz:q "x"@en', None, "needed"),
        ("?a araz:p _:part1", None, "needed"),
        ("?a araz:p ?b", None, "needed"),
        ('?a ?p "1"^^araz:t', "?g", "needed"),
        ("?a a araz:O", None, "optional"),
        ("?x a araz:L", None, "alternative"),
        ("?x a araz:R", None, "alternative"),
        ("?q a araz:Deep", None, "needed"),
    ]
    assert shape.datasets == "FROM <x:g>"
    assert [each.keyword for each in shape.conditions] == ["FILTER", "HAVING"]
    assert {f"{ENT}V", f"{ARAZ}Deep"} <= set(shape.terms)
    assert not {f"{ARAZ}t", f"{ARAZ}f", "x:g"} & set(shape.terms)


@pytest.mark.parametrize(
    "query",
    ["", "SELECT", "SELECT * {", "SELECT * { ?a", "{ [ ( <", "PREFIX a: <b", "'"],
    ids=lambda text: re.sub(r"\W+", "-", text) or "empty",
)
def test_a_query_cut_short_is_read_as_far_as_it_goes(query):
    shape = read_shape(query)

    assert shape is None or shape.patterns == ()
