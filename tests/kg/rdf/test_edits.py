"""Edits of a small store, without what follows from them."""

import pytest
from rdflib import RDF, XSD, BNode, Literal, URIRef

from kg.config import Settings
from kg.errors import (
    EvaluationError,
    LoadFailedError,
    LoadRefusedError,
    QueryError,
    ServiceFailedError,
    ServiceRefusedError,
    StatementError,
    StoreError,
)
from kg.rdf.edits import Content, Sources, check_update, drop_graph, put_graph, update
from kg.rdf.outside import Access
from kg.rdf.oxigraph_writer import Delta
from kg.rdf.store import open_to_edit
from kg.rdf.terms import Names

X = "http://x/"
PREFIX = f"PREFIX : <{X}> "
NAMES = Names(Settings().base_iri)
NOTHING = Access(allowed=frozenset())
# Nobody listens there, and nobody may be asked: it is no public address.
CLOSED = "http://127.0.0.1:1/x"
SOURCES = Sources(services=NOTHING, loads=NOTHING)
ALLOWED = Sources(
    services=Access(allowed=frozenset({CLOSED}), seconds=1),
    loads=Access(allowed=frozenset({CLOSED}), seconds=1),
)


def x(name):
    return URIRef(f"{X}{name}")


G, H = x("g"), x("h")
A, B, C = ((x("s"), x("p"), x(name)) for name in "abc")


@pytest.fixture
def store(tmp_path):
    with open_to_edit(tmp_path / "store", NAMES) as opened:
        opened.replace_graph(G, [A, B])
        yield opened


def change(store, text, base=None):
    return update(store, PREFIX + text, base, SOURCES)


def content(data, format_name="ttl", base=X):
    return Content(data=data.encode(), format_name=format_name, base_iri=base)


def held(store, graph):
    return set(store.triples(graph))


def delta(*, removed=(), added=()):
    return Delta(removed=frozenset(removed), added=frozenset(added))


IN_G = "GRAPH ?g { ?s ?p :a }"
CHANGES = {
    "unnamed": (
        "INSERT DATA { :s :p :c }",
        delta(added=[(None, C)]),
    ),
    "named": (
        "INSERT DATA { GRAPH :h { :s :p :c } }",
        delta(added=[(H, C)]),
    ),
    "one-of-two-is-new": (
        "INSERT DATA { GRAPH :g { :s :p :a , :c } }",
        delta(added=[(G, C)]),
    ),
    "known": ("INSERT DATA { GRAPH :g { :s :p :a } }", delta()),
    "not-there": ("DELETE DATA { GRAPH :g { :s :p :c } }", delta()),
    "elsewhere": ("DELETE DATA { :s :p :a }", delta()),
    "delete": ("DELETE DATA { GRAPH :g { :s :p :a } }", delta(removed=[(G, A)])),
    "to-and-fro": (
        "INSERT DATA { GRAPH :g { :s :p :c } } ; DELETE DATA { GRAPH :g { :s :p :c } }",
        delta(),
    ),
    "replace": (
        "WITH :g DELETE { ?s ?p :a } INSERT { ?s ?p :c } WHERE { ?s ?p :a }",
        delta(removed=[(G, A)], added=[(G, C)]),
    ),
    "variable-graph": (
        f"DELETE {{ {IN_G} }} INSERT {{ ?s ?p ?g }} WHERE {{ {IN_G} }}",
        delta(removed=[(G, A)], added=[(None, (x("s"), x("p"), G))]),
    ),
    "move": (
        "MOVE :g TO :h",
        delta(removed=[(G, A), (G, B)], added=[(H, A), (H, B)]),
    ),
    "add-to-default": ("ADD :g TO DEFAULT", delta(added=[(None, A), (None, B)])),
    "clear-named": ("CLEAR NAMED", delta(removed=[(G, A), (G, B)])),
    "clear-all": ("CLEAR ALL", delta(removed=[(G, A), (G, B)])),
    "clear-default": ("CLEAR DEFAULT", delta()),
    "drop": ("DROP GRAPH :g", delta(removed=[(G, A), (G, B)])),
    "create": ("CREATE GRAPH :h", delta()),
    "default-is-not-the-union": (
        "DELETE { ?s ?p ?o } INSERT { :seen :p ?o } WHERE { ?s ?p ?o }",
        delta(),
    ),
    "using": (
        "INSERT { :s :q ?o } USING :g WHERE { :s :p ?o FILTER(?o = :b) }",
        delta(added=[(None, (x("s"), x("q"), x("b")))]),
    ),
    "capitals": (
        "INSERT DATA { :s :p TRUE }",
        delta(added=[(None, (x("s"), x("p"), Literal("true", datatype=XSD.boolean)))]),
    ),
    "canonical": (
        "INSERT DATA { :s :p '007'^^<http://www.w3.org/2001/XMLSchema#integer> }",
        delta(added=[(None, (x("s"), x("p"), Literal("7", datatype=XSD.integer)))]),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_an_update_tells_what_it_changed(store, text, expected):
    before = {(graph, t) for graph in (None, G, H) for t in store.triples(graph)}

    found = change(store, text)

    assert found == expected
    assert bool(found) == (expected != delta())
    after = {(graph, t) for graph in (None, G, H) for t in store.triples(graph)}
    assert after == (before - found.removed) | found.added


@pytest.mark.parametrize("name", ["variable-graph", "move", "drop", "canonical"])
def test_the_generation_is_that_of_the_content(tmp_path, store, name):
    # A sum over quads, which must not depend on how they came to be.
    assert store.generation()
    change(store, CHANGES[name][0])

    with open_to_edit(tmp_path / "other", NAMES) as other:
        for graph in (*store.graphs(), None):
            put_graph(other, graph, [as_content(store.triples(graph))], replace=True)
        assert other.generation() == store.generation()


def as_content(triples):
    return content(
        "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples), "nt"
    )


def test_each_blank_node_of_an_update_is_a_new_one(store):
    found = [change(store, "INSERT DATA { _:b :p :o . _:b :q _:c }") for _ in range(2)]

    for each in found:
        assert not each.removed
        [(_, first), (_, second)] = sorted(each.added, key=lambda pair: pair[1][1])
        assert isinstance(first[0], BNode)
        assert first[0] == second[0] != second[2]
    assert len({triple[0] for each in found for _, triple in each.added}) == 2
    assert change(store, "DELETE WHERE { ?b :p :o ; :q ?c }") == delta(
        removed=found[0].added | found[1].added
    )


@pytest.mark.parametrize("base", [X, None], ids=["base", "no-base"])
def test_relative_iris_are_those_of_the_base(store, base):
    text = "INSERT DATA { GRAPH <g> { <s> <p> <c> } }"
    if base is None:
        with pytest.raises(QueryError, match="line 1, column "):
            change(store, text)
    else:
        assert change(store, text, base) == delta(added=[(G, C)])


FAILING = {
    "exists": ("CREATE GRAPH :g", EvaluationError, "already exists"),
    "missing": ("DROP GRAPH :none", EvaluationError, "none"),
    "syntax": ("INSERT DATA { :s :p }", QueryError, "line 1, column "),
    "query": ("ASK {}", QueryError, "line 1, column "),
    "prefix": ("INSERT DATA { :s :p no:o }", QueryError, "prefix is not declared"),
    "load": (f"LOAD <{CLOSED}>", LoadRefusedError, "is not allowed here"),
    "load-file": ("LOAD <file:///etc/passwd>", LoadRefusedError, "passwd"),
    "service": (
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{CLOSED}> {{ ?s ?p ?o }} }}",
        ServiceRefusedError,
        "is not allowed here",
    ),
    "depth": (
        "INSERT { :s :p :o } WHERE " + "{" * 300 + "}" * 300,
        QueryError,
        "200",
    ),
}


@pytest.mark.parametrize(
    ("text", "error", "message"), FAILING.values(), ids=FAILING.keys()
)
def test_an_update_that_fails_changes_nothing(store, text, error, message):
    before = store.generation()

    # A cleared graph still exists.
    with pytest.raises(error, match=message) as caught:
        change(store, f"INSERT DATA {{ :s :p :lost }} ; CLEAR ALL ; {text}")

    assert "\n" not in str(caught.value)
    assert (held(store, None), held(store, G)) == (set(), {A, B})
    assert store.generation() == before
    assert change(store, "INSERT DATA { :s :p :c }") == delta(added=[(None, C)])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (f"LOAD <{CLOSED}>", LoadFailedError),
        (
            f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{CLOSED}> {{ ?s ?p ?o }} }}",
            ServiceFailedError,
        ),
    ],
    ids=["load", "service"],
)
def test_what_is_allowed_but_cannot_be_had_changes_nothing(store, text, error):
    with pytest.raises(error, match="not public"):
        update(store, f"{PREFIX} CLEAR ALL ; {text}", None, ALLOWED)

    assert held(store, G) == {A, B}


@pytest.mark.parametrize(
    "text",
    [
        f"LOAD SILENT <{CLOSED}> ; INSERT DATA {{ :s :p :c }}",
        f"INSERT {{ :s :p :c }} WHERE {{ SERVICE SILENT <{CLOSED}> {{ ?s ?p ?o }} }}",
    ],
    ids=["load", "service"],
)
def test_what_fails_silently_is_passed_over(store, text):
    found = update(store, PREFIX + text, None, ALLOWED)

    assert found == delta(added=[(None, C)])


@pytest.mark.parametrize(
    "text",
    [
        *(text for text, _ in CHANGES.values()),
        "",
        f"LOAD <{CLOSED}> INTO GRAPH :g",
        "LOAD SILENT <http://x/>",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{CLOSED}> {{ ?s ?p ?o }} }}",
        "CREATE GRAPH :g ; DROP GRAPH :none",
    ],
)
def test_an_update_that_can_be_read_passes_the_check(text):
    check_update(PREFIX + text, None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("INSERT DATA {\n <x:a> <x:b> }", "line 2, column 14"),
        ("INSERT DATA { <x:a> <x:b> <x:c> } ;\nASK {}", "line 2, column 7"),
        ("ASK {}", "line 1, column 7"),
        (f"LOAD <{CLOSED}> ;\n  DROP", "line 2, column 7"),
        (
            f"INSERT {{ }} WHERE {{ SERVICE <{CLOSED}> {{ }} }} ;\nDELETE",
            "line 2, column 7",
        ),
    ],
    ids=["triple", "second", "query", "after-a-load", "after-a-service"],
)
def test_a_mistake_is_told_with_its_place(text, place):
    with pytest.raises(QueryError, match=f"^{place}: ") as caught:
        check_update(text, None)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("graph", [G, H, None], ids=["known", "new", "unnamed"])
@pytest.mark.parametrize("replace", [True, False], ids=["replace", "add"])
def test_a_graph_is_put_and_the_others_stay(store, graph, replace):
    change(store, "INSERT DATA { :s :p :a }")
    before = held(store, graph)
    others = {each: held(store, each) for each in (G, H, None) if each != graph}
    given = [content("<s> <p> <b> , <c> .")]

    found = put_graph(store, graph, given, replace=replace)

    assert held(store, graph) == {B, C} | (set() if replace else before)
    after = held(store, graph)
    assert found == delta(
        removed=[(graph, triple) for triple in before - after],
        added=[(graph, triple) for triple in after - before],
    )
    assert {each: held(store, each) for each in others} == others


def test_a_graph_put_again_changes_nothing(store):
    before = store.generation()

    found = put_graph(store, G, [content("<s> <p> <a> , <b> .")], replace=True)
    assert found == delta()
    assert store.generation() == before


@pytest.mark.parametrize("given", [[], [content("")]], ids=["nothing", "empty"])
def test_an_empty_graph_that_is_put_exists(store, given):
    assert put_graph(store, H, given, replace=True) == delta()

    assert store.has_graph(H)
    assert held(store, H) == set()
    found = put_graph(store, G, given, replace=True)
    assert found == delta(removed=[(G, A), (G, B)])
    assert store.has_graph(G)


@pytest.mark.parametrize(
    ("format_name", "data"),
    [
        ("ttl", "@prefix : <http://x/> . :s a :C ."),
        ("nt", f"<http://x/s> <{RDF.type}> <http://x/C> ."),
        ("jsonld", '{"@id": "http://x/s", "@type": "http://x/C"}'),
        ("rdf", f'<C xmlns="{X}" xmlns:rdf="{RDF}" rdf:about="{X}s"/>'),
    ],
    ids=["ttl", "nt", "jsonld", "rdf"],
)
def test_a_graph_is_read_in_each_format(store, format_name, data):
    put_graph(store, H, [content(data, format_name)], replace=True)

    assert held(store, H) == {(x("s"), RDF.type, x("C"))}


def test_contents_are_read_each_against_its_base_and_put_together(store):
    given = [content("<s> <p> <a> ."), content("<s> <p> <a> .", base="http://y/")]
    put_graph(store, H, given, replace=True)

    assert held(store, H) == {A, tuple(URIRef(f"http://y/{n}") for n in "spa")}


def test_blank_nodes_of_two_contents_are_not_the_same(store):
    given = [content("_:b <p> <a> ."), content("_:b <p> <a> .")]
    put_graph(store, H, given, replace=True)
    put_graph(store, H, given[:1], replace=False)

    subjects = {subject for subject, _, _ in store.triples(H)}
    assert len(subjects) == 3
    assert all(isinstance(subject, BNode) for subject in subjects)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (content("<a> <b> <c> .\n<d> <e>"), "line 2: "),
        (content("<a> <b> <c> .\n\n<d> <e> f:g .", "ttl"), "line 3: "),
        (content("<a> <b> <c> .", "nt"), "line 1: "),
        (content("{", "jsonld"), ""),
        (content('{"@id": "x:g", "@graph": [{"@id": "x:a", "x:b": 1}]}', "jsonld"), ""),
        (content("<rdf", "rdf"), ""),
    ],
    ids=["cut-off", "prefix", "relative", "json", "named-graph", "xml"],
)
def test_a_content_that_cannot_be_read_changes_nothing(store, given, message):
    before = store.generation()
    with pytest.raises(StatementError, match=f"^{message}") as caught:
        put_graph(store, G, [content("<s> <p> <c> ."), given], replace=True)

    assert "\n" not in str(caught.value)
    assert held(store, G) == {A, B}
    assert store.generation() == before


@pytest.mark.parametrize("format_name", ["nq", "trig", "csv"])
def test_a_format_that_no_graph_comes_in_is_refused(store, format_name):
    with pytest.raises(StoreError, match="a graph is read from ttl, nt, jsonld, rdf"):
        put_graph(store, G, [content("", format_name)], replace=True)

    assert held(store, G) == {A, B}


def test_a_named_graph_is_dropped_and_the_unnamed_one_emptied(store):
    change(store, "INSERT DATA { :s :p :c }")

    assert drop_graph(store, G) == delta(removed=[(G, A), (G, B)])
    assert not store.has_graph(G)
    assert held(store, None) == {C}
    assert drop_graph(store, None) == delta(removed=[(None, C)])
    assert store.has_graph(None)
    assert drop_graph(store, None) == delta()


def test_dropping_what_is_not_there_changes_nothing(store):
    before = store.generation()

    assert drop_graph(store, H) == delta()
    assert store.generation() == before


def test_an_empty_graph_counts_in_the_generation(store):
    before = store.generation()
    change(store, "CREATE GRAPH :h")
    assert store.generation() != before
    drop_graph(store, H)
    assert store.generation() == before
