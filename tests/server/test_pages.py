"""The home page, and what every answer carries."""

import re

import pytest
from rdflib.namespace import RDFS

from kg.rdf.store import open_store
from server import create_app
from server.home.overview import count_triples
from server.queries import fill, read_examples
from server.reading.snapshots import Snapshot, SnapshotPublication, open_snapshot


def test_home_counts_what_is_in_the_graph(client, served, names):
    text = client.get("/").text

    counts = dict(re.findall(r"<dt>([a-z ]+)</dt><dd>([0-9,]+)</dd>", text))
    assert counts["articles"] == "2"
    assert counts["entities mentioned"] == "5"
    assert counts["claims"] == "5"
    assert counts["of them inferred"] == "6"
    triples = count_triples(open_snapshot(served.store, names))
    assert counts["triples"] == f"{triples:,}"


def test_home_shows_the_newest_claims_first(client):
    text = client.get("/").text

    newest = text.partition('id="newest"')[2]
    assert newest.index("Iran denied that it supplies") < newest.index(
        "threatened Iran"
    )


def test_home_counts_claims_by_relation(client):
    text = client.get("/").text

    assert '<a href="/ontology#threatens">threatens</a>' in text
    assert "<meter" in text


def test_home_offers_examples_that_run(client):
    assert [example.inference for example in read_examples()[:3]] == [
        True,
        False,
        False,
    ]
    for example in read_examples()[:3]:
        rows = {
            entailment: client.get(
                "/sparql",
                query_string={"query": example.text, "entailment": entailment},
            ).json["results"]["bindings"]
            for entailment in ("owl-rl", "none")
        }
        assert rows["owl-rl"]
        assert rows["none"]
        assert (len(rows["owl-rl"]) > len(rows["none"])) is example.inference


def test_an_empty_graph_has_a_home_page_too(settings, names):
    with open_store(settings.store) as store:
        publication = SnapshotPublication(Snapshot(store, "empty", names))
        client = create_app(settings, publication).test_client()

        page = client.get("/")

    assert page.status_code == 200
    assert "There are no claims yet." in page.text


def test_a_page_is_503_without_a_graph(settings):
    response = create_app(settings).test_client().get("/dump/araz.nt")

    assert response.status_code == 503
    assert response.content_type == "application/problem+json"
    assert str(settings.store) not in response.text


@pytest.mark.parametrize(
    "path",
    ["/", "/sparql", "/entity/Iran", "/dump/araz.nt", "/nothing", "/static/araz.css"],
)
def test_every_answer_has_the_security_headers(client, path):
    headers = client.get(path, buffered=True).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["/", "/sparql?format=html", "/entity/Iran", "/article/baku-speech", "/ontology"],
)
def test_pages_keep_to_the_content_security_policy(client, path):
    text = client.get(path, headers={"Accept": "text/html"}).text

    # Scripts come as files of our own, or hold data that is not run.
    scripts = re.findall(r"<script[^>]*>", text)
    allowed = re.compile(r'<script type="(module" src="/static/|application/json")')
    assert all(allowed.match(script) for script in scripts)
    assert "<style" not in text
    assert " style=" not in text
    assert not re.search(r"\son\w+=", text)


@pytest.mark.parametrize(
    "path",
    ["/", "/sparql?format=html", "/entity/Iran", "/article/baku-speech", "/ontology"],
)
def test_pages_have_landmarks_a_language_and_labels(client, path):
    text = client.get(path, headers={"Accept": "text/html"}).text

    assert '<html lang="en">' in text
    assert len(re.findall("<h1[ >]", text)) == text.count("<main ") == 1
    assert '<nav aria-label="Pages">' in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    fields = re.findall(r'<(?:textarea|select|input)[^>]*\sid="([^"]+)"', text)
    assert all(f'<label for="{field}">' in text for field in fields)
    referred = re.findall(r'aria-labelledby="([^"]+)"', text)
    assert set(referred) <= set(ids)


def test_an_error_that_nobody_foresaw_is_a_problem_too(served, caplog):
    def broken() -> str:
        raise ZeroDivisionError("secret")

    app = create_app(served)
    app.add_url_rule("/broken", view_func=broken)

    response = app.test_client().get("/broken")

    assert response.status_code == 500
    assert response.content_type == "application/problem+json"
    assert "secret" not in response.text
    assert "secret" in caplog.text


def test_only_iris_go_into_a_query():
    assert fill("$a", a=RDFS.label) == f"<{RDFS.label}>"
    with pytest.raises(ValueError, match="no IRI"):
        fill("$a", a=type(RDFS.label)("urn:x> <urn:y"))
