"""A client of `/reconcile` on the small graph of the tests, and shorthands."""

import json

import pytest

from server.reading.snapshots import FolderPublication
from server.reconciliation.known import load_known


@pytest.fixture(scope="session")
def snapshot(served, names):
    return FolderPublication(served.store, names).snapshot()


@pytest.fixture(scope="session")
def known(served, snapshot):
    return load_known(served, snapshot)


@pytest.fixture
def reconcile(client):
    """Ask one query, and return its candidates."""

    def ask(query, **rest):
        batch = json.dumps({"q": {"query": query, **rest}})
        answer = client.post("/reconcile", data={"queries": batch})
        assert answer.status_code == 200, answer.text
        return answer.json["q"]["result"]

    return ask


@pytest.fixture
def extend(client):
    """Ask for properties of entities, and return the answer."""

    def ask(ids, *properties):
        wanted = [p if isinstance(p, dict) else {"id": p} for p in properties]
        extension = json.dumps({"ids": ids, "properties": wanted})
        answer = client.post("/reconcile", data={"extend": extension})
        assert answer.status_code == 200, answer.text
        return answer.json

    return ask
