"""Dumps: every graph in every format, the same bytes every time, whole or in part."""

import base64
import gzip
import hashlib
from urllib.parse import quote

import pytest

from kg.rdf.formats import RDF_FORMATS
from kg.rdf.store import open_store
from server.dataset.dump_files import (
    dump_folder,
    dumps_of,
    keep_dump,
    key_of,
    read_name,
)
from server.http.bodies import FileBody
from server.reading.snapshots import Snapshot
from tests.server.conftest import NASTY

ARTICLE = "teheran/<b>answer</b> & more?"
LONG = "/dump/araz.nt"


@pytest.fixture
def stored(served):
    """Return what the store itself writes: a format, and maybe graphs."""
    with open_store(served.store, read_only=True) as store:
        yield lambda *asked: b"".join(store.dump(*asked))


@pytest.mark.parametrize("known", RDF_FORMATS, ids=lambda known: known.name)
def test_a_dump_is_what_the_store_writes(client, stored, known):
    response = client.get(f"/dump/araz.{known.name}")

    assert response.status_code == 200
    assert response.content_type.startswith(known.media_type)
    assert response.data == stored(known.name)
    assert response.content_length == len(response.data)


@pytest.mark.parametrize("known", RDF_FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize("graph", ["ontology", "background", "links", "inferred"])
def test_each_graph_of_the_project_has_dumps(client, stored, names, graph, known):
    response = client.get(f"/dump/{graph}.{known.name}")

    assert response.data == stored(known.name, [names.graph(graph)])
    assert response.data


@pytest.mark.parametrize("known", RDF_FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize("article", ["baku-speech", ARTICLE])
def test_each_article_has_dumps(client, stored, names, article, known):
    path = f"/dump/article/{quote(article)}.{known.name}"

    response = client.get(path)

    assert response.status_code == 200
    assert response.data == stored(known.name, [names.article(article)])
    assert gzip.decompress(client.get(f"{path}.gz").data) == response.data


@pytest.mark.parametrize("suffix", ["nq", "nq.gz"])
@pytest.mark.parametrize("key", ["links", "article/baku-speech"])
def test_any_graph_can_be_named_by_its_iri(client, names, key, suffix):
    iri = names.graph(key) if key == "links" else f"{names.base}{key}"

    by_iri = client.get(f"/dump/graph.{suffix}", query_string={"graph": iri})

    assert by_iri.data == client.get(f"/dump/{key}.{suffix}").data != b""


def test_a_compressed_dump_is_the_dump_and_the_same_every_time(client):
    plain = client.get("/dump/araz.nq").data

    first, second = (client.get("/dump/araz.nq.gz") for _ in range(2))

    assert first.content_type == "application/gzip"
    assert "Content-Encoding" not in first.headers
    assert gzip.decompress(first.data) == plain
    assert first.data == second.data
    # No time and no name (RFC 1952, section 2.3).
    assert first.data[3:8] == b"\0" * 5


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("araz.trig.gz", "araz.trig.gz"),
        ("inferred.ttl", "inferred.ttl"),
        (f"article/{quote(ARTICLE)}.nt", "b_more_.nt"),
    ],
    ids=["whole", "graph", "nasty"],
)
def test_a_dump_is_saved_under_a_safe_name(client, path, name):
    response = client.get(f"/dump/{path}")

    disposition = response.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="{name}"'


def test_a_dump_is_a_file_that_the_front_can_send(app):
    with app.test_request_context("/dump/araz.nt.gz"):
        response = app.dispatch_request()

    assert response.direct_passthrough
    assert isinstance(response.response, FileBody)
    assert response.response.path.stat().st_size == response.response.length


def test_a_dump_already_known_is_not_sent_again(client):
    first = client.head("/dump/araz.ttl")

    again = client.get(
        "/dump/araz.ttl", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.status_code == 200
    assert first.data == b""
    assert again.status_code == 304
    assert again.data == b""


def test_head_says_how_long_the_dump_is(client):
    head = client.head(LONG, headers={"Range": "bytes=0-4"})

    assert head.status_code == 200
    assert head.content_length == len(client.get(LONG).data)


def test_each_file_has_a_tag_of_its_own(client):
    tags = {
        client.head(f"/dump/{name}").headers["ETag"]
        for name in ("araz.ttl", "araz.nt", "araz.nt.gz", "links.nt", "inferred.nt")
    }

    assert len(tags) == 5
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=10-", 10, None),
        ("bytes=-7", -7, None),
        ("Bytes=5-99999999999", 5, None),
        ("bytes=-99999999999", 0, None),
    ],
)
def test_a_range_is_that_part_of_the_dump(client, asked, start, stop):
    whole = client.get(LONG).data

    part = client.get(LONG, headers={"Range": asked})

    expected = whole[start:stop]
    first, behind, _ = slice(start, stop).indices(len(whole))
    assert part.status_code == 206
    assert part.data == expected
    assert part.content_length == len(expected)
    assert part.headers["Content-Range"] == f"bytes {first}-{behind - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_416(client, asked):
    size = client.head(LONG).content_length

    response = client.get(LONG, headers={"Range": asked})

    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{size}"
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,4-5", "lines=0-1", "bytes=5-2", "bytes=-", "bytes=x", ""]
)
def test_what_is_no_single_range_of_bytes_gets_all(client, asked):
    response = client.get(LONG, headers={"Range": asked})

    assert response.status_code == 200
    assert len(response.data) == response.content_length > 10
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("{tag}", 206),
        ("W/{tag}", 200),
        ('"other"', 200),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 200),
    ],
)
def test_a_range_of_another_version_is_not_sent(client, condition, status):
    tag = client.head(LONG).headers["ETag"]

    response = client.get(
        LONG, headers={"Range": "bytes=0-4", "If-Range": condition.format(tag=tag)}
    )

    assert response.status_code == status


@pytest.mark.parametrize("name", ["araz.ttl", "araz.ttl.gz", "links.rdf"])
def test_a_checksum_is_that_of_the_file(client, name):
    dump = client.get(f"/dump/{name}")

    line = client.get(f"/dump/{name}.sha256")

    digest = hashlib.sha256(dump.data)
    assert line.text == f"{digest.hexdigest()}  {name}\n"
    assert line.mimetype == "text/plain"
    encoded = base64.b64encode(digest.digest()).decode()
    assert dump.headers["Repr-Digest"] == f"sha-256=:{encoded}:"


def test_the_checksum_of_an_article_is_that_of_its_dump(client):
    path = "/dump/article/baku-speech.nt"

    line = client.get(f"{path}.sha256").text

    digest = hashlib.sha256(client.get(path).data).hexdigest()
    assert line == f"{digest}  baku-speech.nt\n"


def test_the_list_of_checksums_has_every_file_of_the_whole(client):
    lines = client.get("/dump/SHA256SUMS").text.splitlines()

    sums = dict(reversed(line.split("  ")) for line in lines)
    assert list(sums) == sorted(sums)
    assert len(sums) == 2 * len(RDF_FORMATS)
    for name, digest in sums.items():
        content = client.get(f"/dump/{name}").data
        assert hashlib.sha256(content).hexdigest() == digest


def test_the_index_names_files_that_exist(client, names):
    listing = client.get("/dump/").json

    entries = [*listing["all"]]
    for graph in listing["graphs"]:
        entries += graph["files"]
    assert len(entries) == 12 * (1 + 6)
    assert listing["graphs"][0]["graph"] == str(names.graph("background"))
    for entry in entries:
        response = client.get(entry["url"])
        assert response.status_code == 200, entry
        assert response.mimetype == entry["mediaType"]
        assert entry["name"] in response.headers["Content-Disposition"]


def test_the_index_knows_the_length_of_what_was_written(client):
    size = client.head("/dump/araz.trig").content_length

    (entry,) = (e for e in client.get("/dump/").json["all"] if e["name"] == "araz.trig")

    assert entry["byteSize"] == size


def test_the_index_is_a_page_for_people(client):
    response = client.get("/dump/", headers={"Accept": "text/html"})

    assert response.mimetype == "text/html"
    assert "/dump/araz.jsonld.gz" in response.text
    assert "<b>answer" not in response.text
    assert NASTY not in response.text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999"])
def test_a_page_that_is_no_number_is_400(client, page):
    assert client.get(f"/dump/?page={page}").status_code == 400


def test_a_page_behind_the_last_has_no_graphs(client):
    listing = client.get("/dump/?page=2").json

    assert listing["graphs"] == []
    assert "next" not in listing


@pytest.mark.parametrize(
    "name",
    [
        *("araz.csv", "araz.ttl.zip", "araz.ttl.gz.gz", "araz.gz", "araz.TTL"),
        *("nothing.ttl", "article/none.ttl", ".ttl", "a b.ttl", "ttl", "SHA1SUMS"),
        "graph.ttl?graph=https://example.org/none",
        "graph.ttl?graph=no%20iri",
    ],
)
def test_an_unknown_dump_is_404(client, name):
    assert client.get(f"/dump/{name}").status_code == 404


def test_the_dump_of_some_graph_needs_its_name(client):
    response = client.get("/dump/graph.ttl")

    assert response.status_code == 400
    assert "?graph=" in response.json["detail"]


@pytest.mark.parametrize(
    "article", ["a", "2021/10 b.ttl", "é", "//host/x", "a/../b", "a/./b", "a//b", ""]
)
def test_the_key_of_an_article_leads_back_to_it(names, article):
    graph = names.article(article)

    key = key_of(graph, names)

    dump = read_name(f"{key}.ttl.gz", graph, names)
    assert dump is not None
    assert dump.graph == graph
    assert not {"", ".", ".."} & set(key.split("/"))


def test_a_dump_that_was_cut_off_is_written_anew(tmp_path, served, names):
    with open_store(served.store, read_only=True, names=names) as store:
        snapshot = Snapshot(store, store.generation(), names, tmp_path)
        unfinished = dump_folder(snapshot) / "araz.nt.partial"
        unfinished.write_bytes(b"half of a dump")

        whole, *_ = (d for d in dumps_of(None, names) if d.format.name == "nt")
        kept = keep_dump(whole, snapshot)

        assert kept.path == tmp_path / "cache" / "dumps" / "araz.nt"
        assert kept.path.read_bytes() == b"".join(store.dump("nt"))
        assert not unfinished.exists()
