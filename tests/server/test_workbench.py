"""The workbench on an application that reads texts itself, with a fake analysis."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph

from kg.config import Settings
from kg.model import (
    Annotation,
    Article,
    Mention,
    MentionKind,
    Polarity,
    RelationMention,
    Report,
    Span,
)
from kg.pipeline.reading import Reader
from server import create_app
from server.editing.tokens import hash_token
from server.messages import HANDOVER, ONWARD
from server.reading.snapshots import FolderPublication

ANSWER = (
    "Iran threatened Israel. Israel never threatened Iran. "
    "Iran said Israel attacked Iran."
)
TYPES = {"Iran": "State", "Israel": "State", "Freedonia": "State"}
VERBS = {"threatened": "threatens", "attacked": "attacks"}
HTML = {"Accept": "text/html"}
TOKEN = "a token"  # noqa: S105 - opens nothing but this application


class Words:
    """Finds states by their names, and what they do by two verbs."""

    model = "words-1.0"

    def annotate(self, articles: Iterable[Article]) -> Iterator[Annotation]:
        for article in articles:
            mentions = tuple(self._mentions(article.text))
            found = tuple(self._relations(article.text, mentions))
            yield Annotation(
                article=article,
                mentions=mentions,
                relation_mentions=found,
                reports=tuple(r.report for r in found if r.report),
                events=(),
                model=self.model,
            )

    def _mentions(self, text: str) -> Iterator[Mention]:
        names = re.finditer("|".join(TYPES), text)
        for number, match in enumerate(names, start=1):
            yield Mention(
                id=f"x{number}",
                span=Span(*match.span()),
                text=match[0],
                kind=MentionKind.NAME,
                type=TYPES[match[0]],
                name=match[0],
            )

    def _relations(
        self, text: str, mentions: tuple[Mention, ...]
    ) -> Iterator[RelationMention]:
        for verb in re.finditer("|".join(VERBS), text):
            start = text.rfind(". ", 0, verb.start()) + 2 if "." in text else 0
            start = 0 if text.rfind(". ", 0, verb.start()) < 0 else start
            sentence = Span(start, text.index(".", verb.end()) + 1)
            inside = [m for m in mentions if sentence.contains(m.span)]
            before = [m for m in inside if m.span.end <= verb.start()]
            after = [m for m in inside if m.span.start >= verb.end()]
            words = sentence.quote(text)
            said = " said " in words
            yield RelationMention(
                subject=before[-1].id,
                predicate=VERBS[verb[0]],
                object=after[0].id,
                trigger=Span(*verb.span()),
                evidence=sentence,
                polarity=Polarity.NEGATIVE if "never" in words else Polarity.POSITIVE,
                report=Report(
                    source=before[0].span,
                    cue=None,
                    content=(sentence,),
                    mention=before[0].id,
                )
                if said
                else None,
            )


@pytest.fixture(scope="module")
def settings(served: Settings) -> Settings:
    return replace(served, workbench_text=500, token_hash=hash_token(TOKEN))


@pytest.fixture(scope="module")
def reader(settings: Settings) -> Reader:
    return Reader(settings, load=lambda *_: Words())


@pytest.fixture(scope="module")
def bench(settings: Settings, reader: Reader, names) -> Flask:
    publication = FolderPublication(settings.store, names)
    return create_app(settings, publication, reader=reader)


@pytest.fixture
def asking(bench: Flask) -> Iterator[FlaskClient]:
    with bench.test_client() as client:
        yield client


def read(client: FlaskClient, text: str = ANSWER, **more: str) -> dict[str, Any]:
    response = client.post("/workbench", data={"text": text, **more})
    assert response.status_code == 200, response.text
    found = response.json
    assert isinstance(found, dict)
    return found


def upload(client: FlaskClient, name: str, content: bytes, **headers: str):
    data = {"file": (io.BytesIO(content), name)}
    return client.post("/workbench", data=data, headers=headers)


def test_claims_that_become_edges_are_told_from_those_that_do_not(asking):
    found = read(asking)

    told = [
        (c["relation"], c["polarity"], c["edge"], c["whyNot"]) for c in found["claims"]
    ]
    assert told == [
        ("threatens", "positive", True, None),
        ("threatens", "negative", False, "it is said not to be so"),
        ("attacks", "positive", False, "somebody says so, not the text itself"),
    ]
    assert found["claims"][2]["speaker"].endswith("/entity/Iran")


def test_entities_that_the_graph_knows_are_told_from_new_ones(asking):
    found = read(asking, "Iran threatened Freedonia.")

    known = {each["label"]: each["inGraph"] for each in found["entities"]}
    assert known == {"Iran": True, "Freedonia": False}


def test_the_record_is_that_of_kg_extract(asking):
    found = read(asking, "Iran threatened Freedonia.")

    record = found["record"]
    assert list(record) == ["article", "mentions", "claims", "attributions", "events"]
    text = found["article"]["text"]
    assert [text[m["start"] : m["end"]] for m in record["mentions"]] == [
        "Iran",
        "Freedonia",
    ]


@pytest.mark.parametrize("how", ["accept", "format"])
def test_the_graph_is_had_as_turtle(asking, how):
    data = {"text": ANSWER} | ({"format": "ttl"} if how == "format" else {})
    headers = {"Accept": "text/turtle"} if how == "accept" else {}

    response = asking.post("/workbench", data=data, headers=headers)

    assert response.mimetype == "text/turtle"
    assert len(Graph().parse(data=response.text, format="turtle")) > 50
    assert ("Content-Disposition" in response.headers) == (how == "format")


def test_the_page_marks_mentions_and_sentences_and_nothing_of_the_text_is_markup(
    asking,
):
    text = "Iran threatened <script>alert('x')</script> Israel & \"all\"."

    page = asking.post("/workbench", data={"text": text}, headers=HTML).text

    assert "<script>alert" not in page
    shown = re.search(r'<div class="article".*?>(.*?)</div>', page, re.DOTALL)
    assert shown
    plain = re.sub("<sup>.*?</sup>", "", shown[1])
    assert re.sub("<[^>]+>", "", plain).count("&lt;script&gt;") == 1
    assert 'href="#entity-1"' in page
    assert 'id="claim-1"' in page


def test_the_page_shows_the_text_exactly(asking):
    text = "Iran threatened Israel.\n\n  Two lines,   wide apart.\nEnd 🚀."

    page = asking.post("/workbench", data={"text": text}, headers=HTML).text

    shown = re.search(r'<div class="article"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert shown
    assert re.sub("<[^>]+>", "", re.sub("<sup>.*?</sup>", "", shown[1])) == text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"Iran threatened Israel."),
        ("a.md", b"---\ntitle: T\ndate: 2021-10-06\n---\nIran threatened Israel."),
        ("a.html", b"<html><body><p>Iran threatened Israel.</p></body></html>"),
        ("a.jsonl", b'{"id": "a", "text": "Iran threatened Israel."}\n'),
        ("folder/a.TXT", b"\xef\xbb\xbfIran threatened Israel."),
    ],
    ids=["text", "markdown", "html", "json lines", "capitals and a mark"],
)
def test_a_file_is_read_as_builds_read_it(asking, name, content):
    response = upload(asking, name, content)

    assert response.status_code == 200, response.text
    assert [c["relation"] for c in response.json["claims"]] == ["threatens"]
    assert response.json["article"]["id"] == "a"


def test_of_several_articles_in_a_file_the_first_is_shown_and_the_page_says_so(asking):
    line = b'{"id": "%s", "text": "Iran threatened Israel."}\n'

    page = upload(asking, "two.jsonl", line % b"one" + line % b"two", **HTML).text

    assert "two.jsonl holds more than one article" in page


GERMAN = "Der Präsident hat gesagt, dass die Regierung das Land nicht mehr will. " * 3
REFUSED = {
    "no text": ({"text": " \n"}, 400, "there is no text"),
    "too long": ({"text": "a" * 501}, 413, "501 code points, at most 500"),
    "german": ({"text": GERMAN}, 422, "not English"),
    "cyrillic": ({"text": "Иран угрожал Израилю"}, 422, "not Latin"),
    "a date that is none": (
        {"text": ANSWER, "published": "yesterday"},
        422,
        "expected YYYY-MM-DD",
    ),
    "a NUL": ({"text": "Iran \0"}, 422, "not text"),
}
FILES = {
    "another format": ("a.pdf", b"%PDF", 415, "a.pdf: unknown format"),
    "binary": ("a.txt", b"\x89PNG\0\0", 422, "a.txt: binary, not text"),
    "not UTF-8": ("a.txt", b"caf\xe9", 422, "a.txt: not UTF-8 text"),
    "empty": ("a.txt", b"", 422, "a.txt: empty"),
    "no lines": ("a.jsonl", b"\n", 422, "there is no article"),
    "not JSON": ("a.jsonl", b"{", 422, "a.jsonl:1: not JSON"),
    "too long": ("a.txt", b"a" * 501, 413, "501 code points"),
}


@pytest.mark.parametrize(("data", "status", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_text_that_cannot_be_read_is_refused_with_the_reason(
    asking, data, status, reason
):
    response = asking.post("/workbench", data=data)

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert reason in response.json["detail"]


@pytest.mark.parametrize(
    ("name", "content", "status", "reason"), FILES.values(), ids=FILES
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    asking, name, content, status, reason
):
    response = upload(asking, name, content)

    assert response.status_code == status
    assert reason in response.json["detail"]


def test_a_file_that_is_far_too_long_is_not_read_at_all(asking):
    head = 'Content-Disposition: form-data; name="file"; filename="a.txt"'
    body = f"--x\r\n{head}\r\n\r\n{'a' * 2_000_000}\r\n--x--\r\n".encode()

    response = asking.post(
        "/workbench", data=body, content_type="multipart/form-data; boundary=x"
    )

    assert response.status_code == 413
    assert "a.txt: too long: over" in response.json["detail"]


def test_a_person_whose_text_is_refused_still_has_it_in_the_form(asking):
    response = asking.post("/workbench", data={"text": GERMAN}, headers=HTML)

    assert response.status_code == 422
    assert GERMAN.strip() in response.text
    assert 'role="alert"' in response.text
    assert "not English" in response.text


def test_an_application_without_a_reader_hands_over_what_can_be_read(client):
    response = client.post("/workbench", data={"text": ANSWER})

    assert (response.status_code, response.headers[HANDOVER]) == (202, "extractor")


def test_an_application_without_a_reader_refuses_what_cannot_be_read(client):
    response = client.post("/workbench", data={"text": ""})

    assert response.status_code == 400


def test_a_workbench_that_is_off_says_so(served):
    client = create_app(replace(served, workbench="off")).test_client()

    assert "is off on this server" in client.get("/workbench").text
    assert client.post("/workbench", data={"text": ANSWER}).status_code == 403


def test_without_a_token_set_nothing_can_be_kept_and_the_page_says_so(
    served, reader, names
):
    app = create_app(served, FolderPublication(served.store, names), reader=reader)

    page = app.test_client().post("/workbench", data={"text": ANSWER}, headers=HTML)

    assert "Nothing can be kept here" in page.text
    assert "data-keep" not in page.text
    kept = app.test_client().post("/workbench/keep", data={"text": ANSWER})
    assert kept.status_code == 403


@pytest.mark.parametrize(
    ("authorization", "status"),
    [("", 401), ("Bearer wrong", 403), (f"Bearer {TOKEN}", 202)],
    ids=["none", "a wrong one", "the right one"],
)
def test_only_the_token_hands_a_graph_on_to_the_writer(asking, authorization, status):
    response = asking.post(
        "/workbench/keep",
        data={"text": ANSWER},
        headers={"Authorization": authorization},
    )

    assert response.status_code == status
    assert (response.headers.get(HANDOVER) == "writer") == (status == 202)


def test_what_is_kept_is_the_graph_that_was_shown(asking):
    turtle = asking.post("/workbench", data={"text": ANSWER, "format": "ttl"}).text
    kept = asking.post(
        "/workbench/keep",
        data={"text": ANSWER},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )

    shown = Graph().parse(data=turtle, format="turtle")
    assert set(Graph().parse(data=kept.data, format="nt")) == set(shown)
    method, _, target = kept.headers[ONWARD].partition(" ")
    assert method == "PUT"
    assert target.startswith(
        "/graph-store?graph=https%3A%2F%2Fw3id.org%2Faraz%2Farticle"
    )


def test_an_article_of_the_same_name_in_the_graph_is_told(asking):
    text = b"Iran threatened Israel."

    assert upload(asking, "baku-speech.txt", text).json["article"]["stored"]
    assert not upload(asking, "other.txt", text).json["article"]["stored"]
    page = upload(asking, "baku-speech.txt", text, **HTML).text
    assert "takes the place of the article" in page


def test_what_a_file_says_of_itself_comes_back_with_the_form(asking):
    content = (
        b"---\ntitle: A <b>\nurl: https://n.example/?a&b\n---\nIran threatened Israel."
    )

    page = upload(asking, "a.md", content, **HTML).text

    assert 'name="url" value="https://n.example/?a&amp;b"' in page
    assert 'name="title" value="A &lt;b&gt;"' in page


def test_the_drawing_of_a_page_holds_each_claim_once(asking):
    page = asking.post("/workbench", data={"text": ANSWER}, headers=HTML).text

    found = re.search(r'id="drawing-data">(.*?)</script>', page)
    assert found
    drawing = json.loads(found[1])
    assert [edge["manner"] for edge in drawing["edges"]] == [
        "said",
        "denied",
        "reported",
    ]
    assert [node["label"] for node in drawing["nodes"]] == ["Iran", "Israel"]
