"""Dumps: every format, compressed or not, the same bytes every time."""

import gzip
import zlib

import pytest

from kg.rdf.formats import RDF_FORMATS
from kg.rdf.store import open_store


@pytest.mark.parametrize("known", RDF_FORMATS, ids=lambda known: known.name)
def test_a_dump_is_what_the_store_writes(client, served, known):
    response = client.get(f"/dump/araz.{known.name}")

    with open_store(served.store, read_only=True) as store:
        expected = b"".join(store.dump(known.name))
    assert response.status_code == 200
    assert response.content_type.startswith(known.media_type)
    assert response.data == expected


def test_a_compressed_dump_is_the_dump_and_the_same_every_time(client):
    plain = client.get("/dump/araz.nq").data

    first, second = (client.get("/dump/araz.nq.gz") for _ in range(2))

    assert first.content_type == "application/gzip"
    assert "Content-Encoding" not in first.headers
    assert gzip.decompress(first.data) == plain
    assert first.data == second.data


def test_a_dump_is_saved_under_its_name(client):
    response = client.get("/dump/araz.trig.gz")

    disposition = response.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="araz.trig.gz"'


def test_a_dump_is_streamed(app):
    with app.test_client() as client:
        response = client.get("/dump/araz.nt.gz", buffered=False)
        parts = list(response.iter_encoded())

    assert "Content-Length" not in response.headers
    assert zlib.decompress(b"".join(parts), wbits=31).count(b"\n") > 100


def test_a_dump_already_known_is_not_sent_again(client):
    first = client.head("/dump/araz.ttl")

    again = client.get(
        "/dump/araz.ttl", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.status_code == 200
    assert first.data == b""
    assert again.status_code == 304
    assert again.data == b""


def test_each_format_has_a_tag_of_its_own(client):
    tags = {
        client.head(f"/dump/araz.{suffix}").headers["ETag"]
        for suffix in ("ttl", "nt", "nt.gz")
    }

    assert len(tags) == 3


@pytest.mark.parametrize("suffix", ["csv", "ttl.zip", "ttl.gz.gz", "gz", "TTL"])
def test_an_unknown_dump_is_404(client, suffix):
    assert client.get(f"/dump/araz.{suffix}").status_code == 404
