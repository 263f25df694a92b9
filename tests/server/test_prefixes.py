"""The prefixes, in every syntax that reads them."""

import json

import pyoxigraph as ox
import pytest
from rdflib import Graph


def test_json_is_what_programs_get(client, names):
    response = client.get("/prefixes")

    assert response.mimetype == "application/json"
    assert response.json == names.prefixes
    assert response.json["araz"] == "https://w3id.org/araz/ontology#"


@pytest.mark.parametrize("asked", ["Accept", "format"])
def test_turtle_declares_them(client, names, asked):
    if asked == "Accept":
        response = client.get("/prefixes", headers={"Accept": "text/turtle"})
    else:
        response = client.get("/prefixes?format=ttl")

    text = response.text + "ent:Iran a araz:State ."
    graph = Graph().parse(data=text, format="turtle")
    assert set(graph.subjects()) == {names.entity("Iran")}
    assert response.text.count("\n") == len(names.prefixes)


def test_sparql_declares_them(client):
    declared = client.get("/prefixes", headers={"Accept": "text/plain"})

    assert declared.content_type == "text/plain; charset=utf-8"
    query = declared.text + "ASK { ent:Ilham_Aliyev araz:threatens ent:Iran }"
    answer = client.get("/sparql", query_string={"query": query})
    assert answer.json["boolean"] is True


def test_json_ld_takes_them_as_its_context(client, names):
    response = client.get("/prefixes?format=jsonld")

    assert response.mimetype == "application/ld+json"
    node = response.json | {"@id": "ent:Iran", "@type": "araz:State"}
    (quad,) = ox.parse(json.dumps(node), format=ox.RdfFormat.JSON_LD)
    assert quad.subject.value == str(names.entity("Iran"))
    assert quad.object.value == str(names.ontology["State"])


def test_what_is_not_there_is_406(client):
    assert client.get("/prefixes?format=xml").status_code == 406


def test_they_are_not_sent_again(client):
    tag = client.get("/prefixes").headers["ETag"]

    again = client.get("/prefixes", headers={"If-None-Match": tag})

    assert again.status_code == 304
