"""The address of an entity that is no more leads to what took its place."""

from dataclasses import replace

import pytest
from rdflib import RDF, RDFS, Literal
from rdflib.namespace import DCTERMS

from kg.config import Settings
from kg.rdf.formats import RDF_FORMATS
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from server import create_app

NAMES = Names(Settings().base_iri)
ENT = NAMES.entity
HTML, TURTLE = "text/html", "text/turtle"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    store_folder = tmp_path_factory.mktemp("replaced") / "store"
    new, old, oldest = ENT("New"), ENT("Old"), ENT("Old.ttl")
    with open_store(store_folder) as store:
        store.replace_graph(
            NAMES.graph("background"),
            [
                (new, RDF.type, NAMES.ontology.State),
                (new, RDFS.label, Literal("New", lang="en")),
            ],
        )
        store.replace_graph(
            NAMES.graph("links"),
            [
                (old, DCTERMS.isReplacedBy, new),
                (oldest, DCTERMS.isReplacedBy, old),
            ],
        )
        store.publish()
    app = create_app(replace(Settings(), store=store_folder))
    with app.test_client() as client:
        yield client


@pytest.mark.parametrize("accept", [HTML, TURTLE])
def test_old_address_leads_to_the_new_one_for_good(client, accept):
    response = client.get("/entity/Old", headers={"Accept": accept})

    assert response.status_code == 308
    assert response.headers["Location"] == "/entity/New"


@pytest.mark.parametrize("accept", [HTML, TURTLE])
def test_who_follows_arrives(client, accept):
    response = client.get(
        "/entity/Old", headers={"Accept": accept}, follow_redirects=True
    )

    assert response.status_code == 200
    assert response.mimetype == accept
    assert "New" in response.text


@pytest.mark.parametrize("known", RDF_FORMATS[1:], ids=lambda known: known.name)
def test_suffix_and_query_stay(client, known):
    response = client.get(f"/entity/Old.{known.name}?x=1%202")

    assert response.headers["Location"] == f"/entity/New.{known.name}?x=1%202"


def test_name_that_ends_like_a_suffix_is_a_name_first(client):
    # Two steps lead from it to what there is, and they are taken at once.
    response = client.get("/entity/Old.ttl")

    assert response.headers["Location"] == "/entity/New"


def test_what_is_there_is_answered_itself(client):
    assert client.get("/entity/New").status_code == 200


def test_what_never_was_leads_nowhere(client):
    assert client.get("/entity/Never").status_code == 404
