"""The store: atomic graphs, snapshots for readers, one writer, clear errors."""

import gzip
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD

from kg.config import PROJECT
from kg.errors import QueryError, StoreError, StoreLockedError
from kg.rdf.dump import gzipped
from kg.rdf.store import open_store

A, B, C, P = (URIRef(f"https://w3id.org/araz/entity/{name}") for name in "ABCP")
ONE, TWO = URIRef("http://example.org/one"), URIRef("http://example.org/two")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def store(folder):
    with open_store(folder) as opened:
        yield opened


def rows(store, text, **dataset):
    return sorted(tuple(map(str, row)) for row in store.query(text, **dataset).rows())


def test_graph_holds_exactly_what_it_was_given(store):
    store.replace_graph(ONE, [(A, P, B), (A, P, Literal("x", lang="en"))])
    store.replace_graph(ONE, [(A, P, B), (A, P, C)])

    assert set(store.triples(ONE)) == {(A, P, B), (A, P, C)}
    assert store.graphs() == (ONE,)


def test_other_graphs_stay(store):
    store.replace_graph(ONE, [(A, P, B)])
    store.replace_graph(TWO, [(A, P, C)])
    store.drop_graph(ONE)

    assert store.graphs() == (TWO,)


def test_graph_without_triples_does_not_exist(store):
    store.replace_graph(ONE, [(A, P, B)])
    store.replace_graph(ONE, [])
    store.drop_graph(TWO)

    assert store.graphs() == ()


def test_what_cannot_be_stored_changes_nothing(store):
    store.replace_graph(ONE, [(A, P, B)])

    for bad in (BNode("b"), URIRef("http://example.org/a b")):
        with pytest.raises(StoreError):
            store.replace_graph(ONE, [(A, P, C), (A, P, bad)])

    assert set(store.triples(ONE)) == {(A, P, B)}


def test_equal_content_is_no_change_even_in_another_lexical_form(store):
    store.replace_graph(ONE, [(A, P, Literal("0.90", datatype=XSD.decimal))])
    store.publish()
    before = store.generation()

    store.replace_graph(
        ONE, [(A, P, Literal("0.9", datatype=XSD.decimal, normalize=False))]
    )

    assert store.generation() == before


def test_default_graph_is_the_union(store):
    store.replace_graph(ONE, [(A, P, B)])
    store.replace_graph(TWO, [(A, P, C)])
    text = "SELECT ?o WHERE { ?s ?p ?o }"

    assert rows(store, text) == [(str(B),), (str(C),)]
    assert rows(store, text, default_graphs=[ONE]) == [(str(B),)]
    assert rows(store, text, default_graphs=[]) == []


def test_dataset_in_the_text_wins_over_the_union(store):
    store.replace_graph(ONE, [(A, P, B)])
    store.replace_graph(TWO, [(A, P, C)])

    text = "SELECT ?o FROM <http://example.org/two> WHERE { ?s ?p ?o }"

    assert rows(store, text) == [(str(C),)]
    assert rows(store, text, default_graphs=[ONE]) == [(str(B),)]


def test_named_graphs_can_be_chosen(store):
    store.replace_graph(ONE, [(A, P, B)])
    store.replace_graph(TWO, [(A, P, C)])
    text = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"

    assert rows(store, text) == [(str(ONE),), (str(TWO),)]
    assert rows(store, text, named_graphs=[TWO]) == [(str(TWO),)]


@pytest.mark.parametrize(
    ("query", "kind", "format_name", "expected"),
    [
        ("ASK { ?s ?p ?o }", "boolean", "csv", b"true"),
        ("SELECT ?s { ?s ?p ?o }", "solutions", "csv", f"s\r\n{A}\r\n".encode()),
        (
            "CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o }",
            "graph",
            "nt",
            f"<{B}> <{P}> <{A}> .\n".encode(),
        ),
        (
            "DESCRIBE ?s WHERE { ?s ?p ?o }",
            "graph",
            "ttl",
            f"@prefix ent: <{A[:-1]}> .\n\nent:A\n    ent:P ent:B .\n".encode(),
        ),
    ],
)
def test_answer_has_a_kind_and_can_be_serialized(
    store, query, kind, format_name, expected
):
    store.replace_graph(ONE, [(A, P, B)])

    answer = store.query(query)

    assert answer.kind == kind
    assert b"".join(answer.serialize(format_name)) == expected


def test_unbound_variable_is_none(store):
    store.replace_graph(ONE, [(A, P, B)])

    answer = store.query("SELECT ?s ?x { ?s ?p ?o OPTIONAL { ?o ?p ?x } }")

    assert answer.variables == ("s", "x")
    assert list(answer.rows()) == [(A, None)]


def test_relative_iri_needs_a_base(store):
    store.replace_graph(ONE, [(A, P, B)])

    assert store.query("ASK { <A> ?p ?o }", base_iri=str(A)).boolean
    with pytest.raises(QueryError):
        store.query("ASK { <A> ?p ?o }")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n  ?s ?p", "line 2, column 8: expected"),
        ("ASK { ?s a ex:Foo }", "line 1, column 18: the prefix is not declared"),
        ("ASK { SERVICE <http://x/> {} }", "line 1, column 7: SERVICE"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "line 1, column 10: expected"),
    ],
)
def test_mistake_in_a_query_is_named_in_one_line(store, query, message):
    with pytest.raises(QueryError) as caught:
        store.query(query)

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_format_that_does_not_fit_the_answer_is_named(store):
    with pytest.raises(StoreError, match="no format 'csv' for RDF"):
        list(store.query("CONSTRUCT WHERE { ?s ?p ?o }").serialize("csv"))
    with pytest.raises(StoreError, match="no format 'ttl' for query results"):
        list(store.query("ASK {}").serialize("ttl"))


def test_second_writer_is_told_in_one_line(folder, store):
    assert store
    with pytest.raises(StoreLockedError, match=f"^{folder}: another process"):
        open_store(folder)


def test_closed_store_lets_the_next_writer_in(folder):
    open_store(folder).close()
    with open_store(folder) as second:
        assert second.graphs() == ()


def test_closed_store_says_so(folder):
    store = open_store(folder)
    store.close()

    with pytest.raises(StoreError, match="the store is closed"):
        store.graphs()


@pytest.mark.parametrize("read_only", [True, False])
def test_folder_that_is_a_file_is_named(tmp_path, read_only):
    path = tmp_path / "file"
    path.write_text("")

    with pytest.raises(StoreError, match=str(path)):
        open_store(path, read_only=read_only)


def test_nothing_published_is_said(folder, store):
    store.replace_graph(ONE, [(A, P, B)])

    with pytest.raises(StoreError, match="nothing is published here yet"):
        open_store(folder, read_only=True)


def test_reader_sees_what_was_published_when_it_opened(folder, store):
    store.replace_graph(ONE, [(A, P, B)])
    store.publish()
    reader = open_store(folder, read_only=True)
    store.replace_graph(ONE, [(A, P, C)])

    assert set(reader.triples(ONE)) == {(A, P, B)}
    for _ in range(3):
        store.publish()
    assert set(reader.triples(ONE)) == {(A, P, B)}
    assert set(open_store(folder, read_only=True).triples(ONE)) == {(A, P, C)}


def test_reader_cannot_write(folder, store):
    store.replace_graph(ONE, [(A, P, B)])
    store.publish()
    reader = open_store(folder, read_only=True)

    for write in (
        lambda: reader.replace_graph(ONE, []),
        lambda: reader.drop_graph(ONE),
        reader.publish,
    ):
        with pytest.raises(StoreError, match="opened to read only"):
            write()


def test_generation_names_the_content(tmp_path):
    def generation(name, *steps):
        with open_store(tmp_path / name) as store:
            for triples in steps:
                store.replace_graph(ONE, triples)
            store.publish()
            return store.generation()

    assert generation("a", [(A, P, B)]) == generation("b", [(A, P, C)], [(A, P, B)])
    assert generation("c", [(A, P, C)]) != generation("d", [(A, P, B)])


def test_publishing_twice_changes_nothing(folder, store):
    store.replace_graph(ONE, [(A, P, B)])
    store.publish()
    before = sorted(folder.rglob("CURRENT")), (folder / "CURRENT").stat().st_mtime_ns
    store.publish()

    after = sorted(folder.rglob("CURRENT")), (folder / "CURRENT").stat().st_mtime_ns
    assert after == before


def test_only_the_last_two_snapshots_are_kept(folder, store):
    for target in (A, B, C):
        store.replace_graph(ONE, [(A, P, target)])
        store.publish()

    names = (folder / "CURRENT").read_text().split()
    assert len(names) == 2
    assert {path.name for path in (folder / "published").iterdir()} == set(names)


def test_publication_that_was_cut_off_is_made_up_for(folder):
    with open_store(folder) as store:
        store.replace_graph(ONE, [(A, P, B)])
        store.publish()
        store.replace_graph(ONE, [(A, P, C)])
    (folder / "published" / "0123.partial").mkdir()

    with open_store(folder) as store:
        store.replace_graph(ONE, [(A, P, C)])
        store.publish()

    assert set(open_store(folder, read_only=True).triples(ONE)) == {(A, P, C)}
    assert not list((folder / "published").glob("*.partial"))


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from rdflib import Literal, URIRef
    from kg.rdf.store import open_store

    P, G = URIRef("http://example.org/p"), URIRef("http://example.org/g")
    with open_store(Path(sys.argv[1])) as store:
        for turn in range(10_000):
            store.replace_graph(G, [(P, P, Literal(f"{turn} {n}")) for n in range(50)])
            store.publish()
            print(turn, flush=True)
""")


def test_killed_writer_leaves_the_store_whole(folder):
    graph = URIRef("http://example.org/g")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, cwd=PROJECT
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(0.05)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()

    for read_only in (False, True):
        with open_store(folder, read_only=read_only) as store:
            turns = [str(value).split()[0] for _, _, value in store.triples(graph)]
            assert len(turns) == 50
            assert len(set(turns)) == 1


def test_dump_of_some_graphs_leaves_the_others_out(store):
    store.replace_graph(ONE, [(A, P, B)])
    store.replace_graph(TWO, [(A, P, C)])

    assert (
        b"".join(store.dump("nq", [TWO])) == f"<{A}> <{P}> <{C}> <{TWO}> .\n".encode()
    )
    assert b"".join(store.dump("nt")).count(b"\n") == 2


def test_gzip_has_no_time_in_it():
    once = b"".join(gzipped([b"a" * 70_000, b"b"]))

    assert gzip.decompress(once) == b"a" * 70_000 + b"b"
    assert once[4:8] == bytes(4)


def test_unknown_format_is_named(store):
    with pytest.raises(StoreError, match="no format 'doc' for RDF; known are ttl"):
        list(store.dump("doc"))


def test_path_may_be_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store(Path("data/store")) as store:
        store.replace_graph(ONE, [(A, P, B)])
        store.publish()

    assert open_store(Path("data/store"), read_only=True).graphs() == (ONE,)


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 5000 + "}" * 5000,
        "ASK { FILTER(" + "!" * 100_000 + "1) }",
        "ASK { FILTER(1" + "+?x" * 100_000 + ") }",
        "ASK { ?x <urn:p>" + "|<urn:p>" * 100_000 + " ?y }",
    ],
    ids=["braces", "negations", "sum", "path"],
)
def test_a_query_too_deep_for_the_engine_is_refused_before_it(store, query):
    with pytest.raises(QueryError, match="which this store does not read"):
        store.query(query)
