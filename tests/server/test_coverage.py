"""What is kept of coverage is what the queries on the pages answer."""

from dataclasses import replace

import pytest

from server.reading.links import Links
from server.reading.questions import Reader
from server.reading.snapshots import open_snapshot
from server.things.coverage import (
    articles_mentioning,
    claims_by_month,
    count_articles,
)

ENTITIES = ["Iran", "Azerbaijan", "Israel", "Ilham_Aliyev", "Village_1", "Nobody"]


@pytest.fixture(scope="module")
def snapshot(served, names):
    return open_snapshot(served.store, names)


@pytest.mark.parametrize("entity", ENTITIES)
def test_kept_counts_are_those_that_the_queries_find(snapshot, names, entity):
    iri = names.entity(entity)
    kept = Reader(snapshot, Links(names))
    asked = Reader(replace(snapshot, folder=None), Links(names))

    assert snapshot.coverage is not None
    assert claims_by_month(kept, iri) == claims_by_month(asked, iri)
    assert articles_mentioning(kept, iri, limit=9) == articles_mentioning(
        asked, iri, limit=9
    )
    assert articles_mentioning(kept, iri, limit=1, start=1) == articles_mentioning(
        asked, iri, limit=1, start=1
    )
    assert count_articles(kept, iri) == count_articles(asked, iri)
    assert kept.questions == asked.questions
