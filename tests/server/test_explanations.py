"""Proofs over HTTP: as data, as an argument in words, and where there is none."""

import pytest

from kg.reasoning.ruleset import read_rules
from server.proofs.wording import tell_rule

ARAZ = "https://w3id.org/araz/"
INFERRED = {
    "subject": "ent:Azerbaijan",
    "predicate": "araz:threatens",
    "object": "ent:Iran",
}
SENTENCE = "Ilham Aliyev threatened Iran on Tuesday."


def ask(client, accept="*/*", **parameters):
    return client.get(
        "/explain",
        query_string=INFERRED | parameters,
        headers={"Accept": accept},
    )


def leaves(step):
    if "asserted" in step:
        yield step
    for premise in step.get("premises", ()):
        yield from leaves(premise)


def test_a_proof_goes_down_to_the_sentence(client):
    proof = ask(client).json

    said = [
        sentence
        for leaf in leaves(proof)
        for graph in leaf["asserted"]
        for sentence in graph["sentences"]
    ]
    assert proof["rule"] == "prp-spo2"
    assert proof["reason"] == "by a chain of relations"
    assert proof["triple"][0] == f"{ARAZ}entity/Azerbaijan"
    assert SENTENCE in said


def test_what_is_said_is_its_own_proof(client):
    proof = ask(client, subject=f"{ARAZ}entity/Ilham_Aliyev").json

    assert proof["rule"] is None
    assert proof["asserted"] == [
        {"graph": f"{ARAZ}article/baku-speech", "sentences": [SENTENCE]}
    ]


def test_a_person_gets_an_argument_in_words(client):
    text = ask(client, "text/html").text

    argument = text.partition("<main")[2]
    places = [
        argument.index(part)
        for part in (
            '<h1 dir="auto">Why Azerbaijan threatens Iran</h1>',
            "by a chain of relations",
            "“has representative”, then “threatens”: together they make “threatens”",
            "from the inverse relation",
            "“is head of state of” is a narrower relation than “represents”",
            "known beforehand",
            f'<blockquote dir="auto">{SENTENCE}</blockquote>',
            '<a href="/article/baku-speech">A speech in Baku</a>',
        )
    ]
    assert places == sorted(places)


def test_an_inferred_relation_links_to_its_proof(client):
    page = client.get("/entity/Iran", headers={"Accept": "text/html"}).text

    href = page.partition('class="why" href="')[2].partition('"')[0]
    proof = client.get(href.replace("&amp;", "&")).json
    assert proof["triple"][1] == f"{ARAZ}ontology#threatens"


def test_a_class_is_asked_for_with_a(client):
    proof = ask(client, predicate="a", object="araz:State").json

    assert proof["triple"][2] == f"{ARAZ}ontology#State"
    assert proof["asserted"]


@pytest.mark.parametrize(
    ("parameters", "status", "detail"),
    [
        ({"object": "ent:Israel"}, 404, "nothing says so, and nothing implies it"),
        ({"subject": "ent:No<b>body"}, 404, "nothing says so"),
        ({"subject": "Azerbaijan"}, 400, "subject: expected an IRI"),
        ({"object": ""}, 400, "object: expected an IRI"),
        ({"format": "ttl"}, 406, "format=ttl"),
    ],
    ids=["false", "unknown", "no-prefix", "missing", "format"],
)
def test_what_cannot_be_proved_is_a_problem(client, parameters, status, detail):
    response = ask(client, **parameters)

    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert detail in response.json["detail"]


def test_a_problem_is_escaped_on_its_page(client):
    page = ask(client, "text/html", subject="ent:No<b>body").text

    assert "No&lt;b&gt;body" in page


@pytest.mark.parametrize("rule", read_rules(), ids=lambda rule: rule.name)
def test_every_rule_has_words(rule):
    assert tell_rule(rule.name).startswith(("for ", "from ", "by "))
