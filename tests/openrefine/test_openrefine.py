"""OpenRefine reconciles a table against the served graph, and adds columns from it.

`make openrefine` runs it: it needs the program and a graph that has been built.
"""

import csv
import http.client
import json
import shutil
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.config import read_settings
from kg.rdf.snapshots import Folder
from tests.http_server import serving
from tests.openrefine.refine import PROGRAM, refining

pytestmark = [pytest.mark.openrefine, pytest.mark.slow]

TABLE = Path(__file__).with_name("names.csv")
STATES = {"column": "state", "property": {"id": "country", "name": "country"}}


@pytest.fixture(scope="module")
def service():
    store = read_settings().store
    if Folder(store).current() is None:
        pytest.skip(f"{store}: no graph to reconcile against; run 'make build' first")
    with serving(store) as server:
        yield f"{server.address}/reconcile"


@pytest.fixture(scope="module")
def refine(tmp_path_factory):
    if shutil.which(PROGRAM) is None:
        pytest.skip(f"no program {PROGRAM} here; install the package of that name")
    with refining(tmp_path_factory.mktemp("refine")) as running:
        yield running


@pytest.fixture(scope="module")
def manifest(service):
    address = urlsplit(service)
    with closing(http.client.HTTPConnection(address.netloc)) as connection:
        connection.request("GET", address.path)
        return json.load(connection.getresponse())


@pytest.fixture(scope="module")
def project(refine, service, manifest):
    """A project whose names are reconciled, with the states beside them."""
    project = refine.create_project("names", TABLE)
    config = {
        "mode": "standard-service",
        "service": service,
        "identifierSpace": manifest["identifierSpace"],
        "schemaSpace": manifest["schemaSpace"],
        "type": None,
        "autoMatch": True,
        "columnDetails": [STATES],
        "limit": 5,
    }
    refine.reconcile(project, "name", config)
    return project


@pytest.fixture(scope="module")
def expected():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row["expected"] or None for row in csv.DictReader(file)]


def found(row):
    """Return the id that a row was matched with, if it was."""
    recon = row["name"].get("r", {})
    return recon["m"]["id"] if recon.get("j") == "matched" else None


def test_every_name_is_reconciled_and_every_match_is_right(refine, project, expected):
    rows = refine.table(project)

    assert len(rows) == len(expected) == 100
    assert all("r" in row["name"] for row in rows)
    matched = [found(row) for row in rows]
    wrong = {
        row["name"]["v"]: (one, other)
        for row, one, other in zip(rows, matched, expected, strict=True)
        if one != other
    }
    assert not wrong


def test_what_is_not_certain_has_candidates_to_choose_from(refine, project):
    rows = {row["name"]["v"]: row for row in refine.table(project)}

    candidates = rows["Washington"]["name"]["r"]["c"]
    assert {c["id"] for c in candidates} >= {"Washington", "Washington_D.C."}
    assert [c["score"] for c in candidates] == sorted(
        (c["score"] for c in candidates), reverse=True
    )
    assert not rows["Ruritania"]["name"]["r"]["c"]


def test_columns_are_added_from_what_was_matched(refine, project, service, manifest):
    properties = [
        {"id": "wikidata", "name": "Wikidata identifier"},
        {"id": "country", "name": "country"},
        {"id": "articles", "name": "articles"},
        {"id": "hasCapital", "name": "has capital"},
    ]
    refine.extend(
        project,
        "name",
        endpoint=service,
        identifierSpace=manifest["identifierSpace"],
        schemaSpace=manifest["schemaSpace"],
        extension=json.dumps({"properties": properties}),
        columnInsertIndex="1",
    )

    rows = [row for row in refine.table(project) if row["name"]]
    matched = {row["name"]["v"]: row for row in rows if found(row)}
    assert len(matched) > 80
    aliyev = matched["Aliyev, Ilham"]
    assert aliyev["Wikidata identifier"]["v"] == "Q57371"
    assert aliyev["country"]["v"] == "Azerbaijan"
    capital = matched["Iran"]["has capital"]
    assert (capital["v"], capital["r"]["m"]["id"]) == ("Tehran", "Tehran")
    assert matched["Iran"]["articles"]["v"] > 0


def test_types_are_guessed_from_the_candidates(refine, project, service):
    guessed = [each["id"] for each in refine.guess_types(project, "state", service)]

    assert guessed[0] == "State"
