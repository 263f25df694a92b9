"""Search over HTTP: hits as data and on pages, suggestions, problems."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from kg.rdf.text_words import MAX_LENGTH
from server import create_app
from server.reading.snapshots import SnapshotPublication, open_snapshot

HTML = {"Accept": "text/html"}
ARAZ = "https://w3id.org/araz/"
NASTY = 'N’Djamena/"Sérgio" <b>'


@pytest.fixture(scope="module")
def app(served, names):
    snapshot = open_snapshot(served.store, names)
    app = create_app(served, SnapshotPublication(snapshot))
    yield app
    snapshot.store.close()


def ask(client, accept="*/*", **parameters):
    return client.get("/search", query_string=parameters, headers={"Accept": accept})


def hits_of(page):
    """Return the title of each hit on a page, as a reader sees it."""
    titles = re.findall(r'<p class="statement">(.*?) <span', page)
    return [unescape(re.sub("<[^>]*>", "", title)) for title in titles]


def linked(page, relation):
    """Return where a page's link of a relation leads, if there is one."""
    found = re.search(f'rel="{relation}" href="([^"]*)"', page)
    return unescape(found[1]) if found else None


def test_hits_are_data_with_their_marks(client):
    answer = ask(client, q="drones", kind="claim")

    found = answer.json
    assert answer.content_type == "application/json"
    assert (found["query"], found["kinds"], found["total"]) == ("drones", ["claim"], 2)
    assert (found["limit"], found["offset"]) == (20, 0)
    bought = next(hit for hit in found["hits"] if "Israel" in hit["title"])
    text = bought["snippet"]["text"]
    assert text == "Azerbaijan bought drones from Israel."
    assert [text[start:end] for start, end in bought["snippet"]["marks"]] == ["drones"]
    assert bought["kind"] == "claim"
    assert bought["iri"].startswith(f"{ARAZ}claim/")
    assert client.get(bought["page"]).status_code == 200
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_a_denial_is_no_fact_in_its_title(client):
    hits = ask(client, q="denied", kind="claim").json["hits"]

    titles = [hit["title"] for hit in hits]
    assert titles == [f"Iran – not – supplies arms to {NASTY} (according to Iran)"]


@pytest.mark.parametrize(
    ("words", "kind", "page"),
    [
        ("iran", "entity", "/entity/Iran"),
        ("threatens", "term", "/ontology#threatens"),
        ("speech", "article", "/article/baku-speech"),
        ("sergio", "entity", "/entity/" + quote(NASTY)),
        ("answer", "article", "/article/" + quote("teheran/<b>answer</b> & more?")),
    ],
    ids=["entity", "term", "article", "nasty-entity", "nasty-article"],
)
def test_a_hit_links_to_its_page(client, words, kind, page):
    hit = ask(client, q=words, kind=kind).json["hits"][0]
    shown = ask(client, "text/html", q=words, kind=kind).text

    assert hit["page"] == page
    assert f'<a href="{page}">' in shown
    assert client.get(page).status_code == 200


def test_a_person_sees_hits_with_marked_words(client):
    answer = ask(client, "text/html", q="drones")

    assert answer.content_type == "text/html; charset=utf-8"
    assert "Azerbaijan bought <mark>drones</mark> from Israel." in answer.text
    assert "Azerbaijan purchases arms from Israel" in hits_of(answer.text)
    assert "1 to " in answer.text


@pytest.mark.parametrize(
    "words",
    ["iran", "djamena", "sergio b", "script alert", "answer", "em", "<script>"],
)
def test_what_articles_say_is_escaped(client, words):
    page = ask(client, "text/html", q=words).text

    assert hits_of(page)
    assert not re.search(r"<(script|b|em)\b(?! type=.module)", page)
    assert "javascript:" not in page


def test_marks_stand_around_escaped_text(client):
    page = ask(client, "text/html", q="script alert").text

    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>(1)&lt;/<mark>script" in page


@pytest.mark.parametrize("format_name", ["html", "json"])
def test_what_is_typed_is_escaped(client, format_name):
    words = '"><script>alert(1)</script>'

    answer = ask(client, q=words, format=format_name, limit="7")

    if format_name == "html":
        assert "<script>" not in answer.text
        assert "&#34;&gt;&lt;script&gt;" in answer.text
    else:
        assert answer.json["query"] == words


@pytest.mark.parametrize("words", ["", "   "], ids=["empty", "blank"])
def test_without_words_there_is_a_form_and_help(client, words):
    page = ask(client, "text/html", q=words).text

    assert '<input id="q" name="q" type="search" value=""' in page
    assert "side by side" in page
    assert not hits_of(page)
    assert ask(client, q=words).json["hits"] == []


@pytest.mark.parametrize("words", ["zanzibar", "***"], ids=["absent", "no-words"])
def test_a_page_says_that_nothing_matches(client, words):
    page = ask(client, "text/html", q=words).text

    assert "Nothing matches." in page
    assert linked(page, "next") is None


def test_only_the_kinds_asked_for_are_found(client):
    both = ask(client, q="iran", kind=["entity", "article"]).json
    everything = ask(client, q="iran", kind="").json

    assert both["kinds"] == ["entity", "article"]
    assert {hit["kind"] for hit in both["hits"]} == {"entity"}
    assert {hit["kind"] for hit in everything["hits"]} == {"entity", "claim"}
    assert everything["total"] > both["total"]


def test_the_form_keeps_what_was_chosen(client):
    page = ask(client, "text/html", q='say "iran"', kind="claim").text

    assert 'value="say &#34;iran&#34;"' in page
    assert '<option value="claim" selected>' in page


def test_pages_of_data_lead_on_and_back(client):
    whole = ask(client, q="iran", limit=100).json
    first = ask(client, q="iran", limit=2).json
    second = client.get(first["next"]).json
    found, page = list(first["hits"]), first
    while page["next"]:
        page = client.get(page["next"]).json
        found += page["hits"]

    assert found == whole["hits"]
    assert first["previous"] is whole["next"] is None
    assert client.get(second["previous"]).json == first


def test_pages_of_html_lead_on_and_back(client):
    first = ask(client, "text/html", q="iran", kind="claim", limit=1).text
    second = client.get(linked(first, "next"), headers=HTML).text
    back = client.get(linked(second, "prev"), headers=HTML).text

    assert linked(first, "prev") is None
    assert hits_of(second) != hits_of(first)
    assert "2 to 2 of" in second
    assert '<ol class="claims" start="2">' in second
    assert back == first


def test_a_page_beyond_the_last_says_so(client):
    page = ask(client, "text/html", q="iran", offset=1000).text

    assert "There are only" in page
    assert linked(page, "prev")


@pytest.mark.parametrize(
    ("parameters", "status", "detail"),
    [
        ({"limit": "many"}, 400, "limit: expected a number from 1 to 100, not 'many'"),
        ({"limit": "101"}, 400, "limit: expected a number from 1 to 100"),
        ({"limit": "0"}, 400, "limit: expected a number from 1 to 100"),
        ({"limit": "٣"}, 400, "limit: expected a number"),
        ({"offset": "-1"}, 400, "offset: expected a number from 0 to 1,000,000"),
        ({"offset": "9" * 5000}, 400, "offset: expected a number"),
        (
            {"kind": "country"},
            400,
            "kind: expected one of term, entity, article, claim, not 'country'",
        ),
        ({"q": "a" * (MAX_LENGTH + 1)}, 400, "q: a search has at most 1,000"),
        ({"format": "ttl"}, 406, "format=ttl"),
    ],
    ids=[
        "no-number",
        "too-many",
        "none",
        "other-digits",
        "negative",
        "huge",
        "kind",
        "long",
        "format",
    ],
)
def test_what_cannot_be_searched_for_is_a_problem(client, parameters, status, detail):
    answer = ask(client, **{"q": "iran", **parameters})

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert detail in answer.json["detail"]
    assert "\n" not in answer.json["detail"]


def test_names_are_suggested(client):
    answer = client.get("/search/suggest?q=ilh")

    assert answer.content_type == "application/json"
    assert answer.json == {
        "query": "ilh",
        "suggestions": [
            {
                "iri": f"{ARAZ}entity/Ilham_Aliyev",
                "kind": "entity",
                "title": "Ilham Aliyev",
                "page": "/entity/Ilham_Aliyev",
            }
        ],
    }


def test_no_more_is_suggested_than_asked_for(client):
    assert len(client.get("/search/suggest?q=a&limit=1").json["suggestions"]) == 1
    assert client.get("/search/suggest").json["suggestions"] == []


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"q": "a", "limit": "101"}, "limit: expected a number"),
        ({"q": "a" * (MAX_LENGTH + 1)}, "q: a search has at most"),
    ],
    ids=["limit", "long"],
)
def test_what_cannot_be_suggested_is_a_problem(client, parameters, detail):
    answer = client.get("/search/suggest", query_string=parameters)

    assert answer.status_code == 400
    assert detail in answer.json["detail"]
