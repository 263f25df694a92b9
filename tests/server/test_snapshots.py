"""Workers read the newest published snapshot, and whole ones only."""

import shutil

import pytest
from rdflib import Literal, URIRef

from kg.errors import StoreError
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from server import create_app
from server.reading.snapshots import FolderPublication

GRAPH = URIRef("urn:g")


def publish(folder, *values):
    with open_store(folder) as store:
        store.replace_graph(
            GRAPH, [(URIRef("urn:s"), URIRef("urn:p"), Literal(v)) for v in values]
        )
        store.publish()


def test_a_newer_generation_is_served_without_a_restart(settings):
    publish(settings.store, "a")
    client = create_app(settings).test_client()
    before = client.get("/graph-store?graph=urn:g&format=nt")

    publish(settings.store, "a", "b")
    after = client.get("/graph-store?graph=urn:g&format=nt")

    assert (before.text.count("\n"), after.text.count("\n")) == (1, 2)
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_snapshot_is_opened_once_for_a_generation(settings):
    publish(settings.store, "a")
    publication = FolderPublication(settings.store, Names(settings.base_iri))

    assert publication.snapshot() is publication.snapshot()


def test_a_request_goes_on_with_the_snapshot_it_began_with(settings):
    publish(settings.store, "a")
    publication = FolderPublication(settings.store, Names(settings.base_iri))
    old = publication.snapshot()
    answer = old.store.query("SELECT * { ?s ?p ?o }")

    publish(settings.store, "b")
    new = publication.snapshot()

    assert [str(o) for _, _, o in old.store.triples(GRAPH)] == ["a"]
    assert [str(o) for _, _, o in new.store.triples(GRAPH)] == ["b"]
    assert len(list(answer.rows())) == 1


def test_without_a_snapshot_there_is_an_error_and_later_none(settings):
    publication = FolderPublication(settings.store, Names(settings.base_iri))

    with pytest.raises(StoreError, match="nothing is published"):
        publication.snapshot()
    publish(settings.store, "a")

    assert publication.snapshot().generation


def test_what_is_open_is_served_on_when_the_folder_breaks(settings, caplog):
    publish(settings.store, "a")
    publication = FolderPublication(settings.store, Names(settings.base_iri))
    known = publication.snapshot()

    shutil.rmtree(settings.store)

    assert publication.snapshot() is known
    assert f"going on with generation {known.generation}" in caplog.text
