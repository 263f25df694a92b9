"""Datasets get into updates, loads out of them, and no changed graph is overlooked."""

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import LoadFailedError, LoadRefusedError, OutsideError, QueryError
from kg.rdf.update_text import (
    MAX_LOADS,
    loads,
    replace_loads,
    touched_graphs,
    with_dataset,
    without_loads,
)

G = "http://x/g"
H = "http://x/h"
BASE = "http://x/"
P = "PREFIX : <http://x/> PREFIX e: <http://x/> "
NOTHING = "INSERT DATA {}"


def store():
    """Return a store with something in the default graph and in two named ones."""
    opened = ox.Store()
    opened.update(
        f"{P}INSERT DATA {{ :s :p 0 GRAPH :g {{ :s :p 1 }} GRAPH :h {{ :s :p 2 }} }}"
    )
    return opened


def content(opened):
    """Return the triples of each graph; None is the default graph."""
    found = {None: set()} | {name.value: set() for name in opened.named_graphs()}
    for quad in opened:
        named = isinstance(quad.graph_name, ox.NamedNode)
        name = quad.graph_name.value if named else None
        found[name].add(str(quad.triple))
    return found


def changed(update):
    """Return the graphs that an update really changes, or nothing if it is refused."""
    opened = store()
    before = content(opened)
    try:
        opened.update(update, base_iri=BASE)
    except (SyntaxError, RuntimeError, ValueError, OSError):
        return set()
    after = content(opened)
    return {g for g in before.keys() | after.keys() if before.get(g) != after.get(g)}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT DATA { GRAPH :g { :a :b :c } }", {G}),
        ("INSERT DATA { :a :b :c }", {None}),
        ("INSERT DATA { :a :b :c GRAPH :g { :a :b :c } . :a :b :d }", {None, G}),
        ("DELETE DATA { GRAPH <h> { :s :p 2 } }", {H}),
        ("INSERT DATA {}", set()),
        ("DELETE WHERE { GRAPH :g { ?s ?p ?o } }", {G}),
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("WITH :g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", {G}),
        ("WITH :g INSERT { GRAPH :h { ?s ?p ?o } } WHERE { ?s ?p ?o }", {H}),
        ("INSERT { GRAPH :h { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", {H}),
        ("INSERT { GRAPH ?g { ?s ?p 9 } } WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("INSERT { ?s :q 9 } USING :g WHERE { ?s ?p ?o }", {None}),
        ("CLEAR GRAPH :g", {G}),
        ("CLEAR SILENT DEFAULT", {None}),
        ("DROP ALL", None),
        ("CLEAR NAMED", None),
        ("CREATE GRAPH :new", {"http://x/new"}),
        ("COPY :g TO :h", {H}),
        ("ADD GRAPH :g TO DEFAULT", {None}),
        ("MOVE DEFAULT TO GRAPH :h", {None, H}),
        ("LOAD <http://x/f> INTO GRAPH :g", {G}),
        ("LOAD <http://x/f>", {None}),
        ("CLEAR GRAPH :g ; CLEAR GRAPH :h ;", {G, H}),
        ("CLEAR GRAPH :g ; PREFIX : <http://y/> CLEAR GRAPH :g", {G, "http://y/g"}),
        ("BASE <http://y/> CLEAR GRAPH <g>", {"http://y/g"}),
        (r"CLEAR GRAPH <http://x/\u0067>", {G}),
        (r"CLEAR GRAPH e:g\,", {"http://x/g,"}),
        ("INSERT DATA { GRAPH :g { :a :b 'GRAPH :h {' } } # GRAPH :h {", {G}),
        ("INSERT DATA { GRAPH :g { :a :b 1 {| :q 2 |} } }", {G}),
        ("VERSION '1.2' CLEAR GRAPH :g", {G}),
        ("", set()),
    ],
)
def test_touched_graphs_are_those_of_the_operations(update, expected):
    touched = touched_graphs(P + update, BASE)

    assert touched == expected


@pytest.mark.parametrize(
    "update",
    [
        "CLEARGRAPH:g",
        "INSERT DATA { GRAPH:g { :a :b :c } }",
        "INSERTDATA{GRAPH:g{:a:b:c}}",
        "CLEAR GRAPH unknown:g",
        "INSERT DATA { GRAPH :g { :a :b 'c } }",
        "INSERT DATA { GRAPH :g { GRAPH :h { :a :b :c } } }",
        "CLEAR",
        "SELECT * {}",
        "INSERT { :a :b :c } WHERE { ?s :p ?o",
    ],
)
def test_what_cannot_be_read_may_touch_any_graph(update):
    assert touched_graphs(P + update, BASE) is None


def test_relative_graph_without_a_base_may_be_any():
    assert touched_graphs("CLEAR GRAPH <g>", None) is None


WORDS = r"""
    INSERT DELETE DATA WHERE WITH USING NAMED GRAPH DEFAULT ALL INTO TO SILENT CLEAR
    DROP CREATE ADD MOVE COPY ; . { } { } } } :g :h <http://x/g> <h> :s :p ?s ?p ?g
    e:a.b e:a\' e:a.b\# ' " '' 'x' 1 1.GRAPH true trueGRAPH GRAPH:h GRAPHe:h {| |}
    CLEARGRAPH CLEARALL INSERT{ {GRAPH _:b [] ( ) < > <# #> ^^ @en a , \q
"""
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        "INSERT DATA {",
        "GRAPH :g { :s :p",
        "GRAPH ?g { ?s ?p ?o }",
        "WHERE { ?s ?p ?o }",
        "WHERE { GRAPH ?g { ?s ?p ?o } }",
        "} WHERE { GRAPH :g { ?s ?p ?o } }",
        "PREFIX e: <http://x/h#>",
        "BASE <http://y/>",
        "'" * 3,
        "# '\n",
        "#",
        "\n",
    ]
)
START = st.sampled_from(
    [
        "",
        "INSERT DATA { ",
        "INSERT DATA { GRAPH :g { :s :p 7 } ",
        "INSERT { GRAPH :g { ?s ?p 7 } ",
        "WITH :g INSERT { ?s ?p 7 } ",
        "DELETE WHERE { ",
        "COPY :g TO ",
        "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; ",
    ]
)
END = st.sampled_from(
    ["", " }", " } }", " } WHERE {}", " WHERE { GRAPH ?g {?s ?p ?o} }"]
)


@given(START, st.lists(PIECES, max_size=7), END, st.sampled_from(["", " "]))
@example("INSERT DATA { ", ["GRAPH", ":g", "{", ":s :p e:a.b\\'", "}"], " }", " ")
@settings(max_examples=500, deadline=None)
def test_no_changed_graph_is_overlooked(start, pieces, end, between):
    update = P + start + between.join(pieces) + end

    touched = touched_graphs(update, BASE)

    assert touched is None or changed(update) <= touched


def test_most_updates_that_people_write_can_be_read():
    update = f"""# comment
    {P}
    WITH <g> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p "}}" ; :q [ :r ( 1 2.5 ) ] . }}
    WHERE {{ ?s ?p ?o FILTER(?o < 3 && ?o > 1) OPTIONAL {{ GRAPH ?g {{ ?o ?q ?r }} }} }}
    ;
    """

    assert touched_graphs(update, BASE) == frozenset({G})


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (
            "INSERT { ?s :q 1 } WHERE { ?s ?p ?o }",
            "INSERT { ?s :q 1 } USING <http://x/g> WHERE { ?s ?p ?o }",
        ),
        (
            "DELETE {} INSERT { ?s :q 1 } # WHERE\nWHERE{}",
            "DELETE {} INSERT { ?s :q 1 } # WHERE\nUSING <http://x/g> WHERE{}",
        ),
        (
            "DELETE WHERE { ?s ?p '}' }",
            "DELETE { ?s ?p '}' } USING <http://x/g> WHERE { ?s ?p '}' }",
        ),
        ("INSERT DATA { :a :b 'WHERE {' }", "INSERT DATA { :a :b 'WHERE {' }"),
        (
            "CLEAR GRAPH :g ; delete where {} ; DROP ALL",
            "CLEAR GRAPH :g ; delete {} USING <http://x/g> where {} ; DROP ALL",
        ),
    ],
    ids=["insert", "comment", "delete-where", "data", "sequence"],
)
def test_dataset_is_put_before_the_pattern(update, expected):
    assert with_dataset(P + update, [G], []) == P + expected


def test_named_graphs_follow_default_graphs():
    update = with_dataset("DELETE WHERE { ?s ?p ?o }", [G, H], ["urn:n"])

    assert f"USING <{G}> USING <{H}> USING NAMED <urn:n> WHERE" in update


def test_update_sees_only_its_dataset():
    opened = store()

    opened.update(
        with_dataset(f"{P}INSERT {{ :n :q ?o }} WHERE {{ ?s :p ?o }}", [G], [])
    )

    found = opened.quads_for_pattern(None, ox.NamedNode("http://x/q"), None)
    assert [quad.object.value for quad in found] == ["1"]


def test_without_a_dataset_nothing_changes():
    assert with_dataset("no { update", [], []) == "no { update"


@pytest.mark.parametrize(
    "update",
    [
        "WITH :g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s :q 1 } USING :g WHERE { ?s ?p ?o }",
        "CLEAR ALL ; INSERT { ?s :q 1 } USING NAMED :g WHERE { ?s ?p ?o }",
    ],
    ids=["with", "using", "using-named"],
)
def test_two_datasets_are_refused(update):
    with pytest.raises(QueryError, match="takes no dataset from the request"):
        with_dataset(P + update, [], [G])


@pytest.mark.parametrize("graph", ["g", "", "http://x/> WHERE {} #", "http://x/a b"])
def test_graph_of_a_dataset_must_be_an_absolute_iri(graph):
    with pytest.raises(QueryError, match="no absolute IRI"):
        with_dataset("DELETE WHERE {}", [graph], [])


@given(START, st.lists(PIECES, max_size=7), END, st.sampled_from(["", " "]))
@settings(max_examples=500, deadline=None)
def test_dataset_makes_no_wrong_update_right(start, pieces, end, between):
    update = P + start + between.join(pieces) + end
    try:
        written = with_dataset(update, [G], [H])
    except QueryError:
        return

    assert is_valid(update) or not is_valid(written)


def is_valid(update):
    try:
        ox.Store().update(update, base_iri=BASE)
    except SyntaxError:
        return False
    except RuntimeError:
        return True
    return True


SOURCE = "http://x/file.ttl"
ALLOWED = frozenset({SOURCE})


def fetch(url):
    del url
    return b"@prefix : <http://x/> . :a :b [ :c 'x\\n\"' ], _:n . _:n :d <rel> .", (
        "text/turtle; charset=utf-8"
    )


def failing(url):
    raise OutsideError(f"<{url}>: status 404 Not Found")


def test_loads_are_found_with_source_and_target():
    found = loads(f"{P}LOAD <f> ; CLEAR ALL; load silent :f into graph <g>", BASE)

    assert [(load.source, load.silent, load.target) for load in found] == [
        ("http://x/f", False, None),
        ("http://x/f", True, G),
    ]


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { :a :b 'LOAD <f>' }",
        "DELETE WHERE { ?LOAD ?p e:load }",
        "CLEAR ALL",
    ],
)
def test_the_word_alone_loads_nothing(update):
    assert loads(P + update, BASE) == ()


@pytest.mark.parametrize("update", ["LOADSILENT<f>", "LOAD:f", r"\u004cOAD <f>"])
def test_load_that_is_not_written_apart_is_refused(update):
    with pytest.raises(QueryError, match="cannot be read"):
        loads(P + update, BASE)


@pytest.mark.parametrize("target", [None, G], ids=["default", "named"])
def test_load_inserts_what_the_document_says(target):
    into = f" INTO GRAPH <{target}>" if target else ""
    update = f"{P}LOAD <file.ttl>{into} ; INSERT DATA {{ :after :p 1 }}"
    opened = ox.Store()

    opened.update(replace_loads(update, BASE, ALLOWED, fetch))

    name = ox.NamedNode(target) if target else ox.DefaultGraph()
    loaded = list(opened.quads_for_pattern(None, None, None, name))
    values = {str(quad.object) for quad in loaded}
    assert values >= {r'"x\n\""', "<http://x/rel>"}
    assert len(opened) == 5


def test_blank_nodes_of_two_loads_and_the_update_stay_apart():
    update = (
        f"{P}LOAD <{SOURCE}> ; LOAD <{SOURCE}> ; INSERT DATA {{ _:loaded0x0 :z 1 }}"
    )
    opened = ox.Store()

    opened.update(replace_loads(update, BASE, ALLOWED, fetch))

    inner = opened.quads_for_pattern(None, ox.NamedNode("http://x/c"), None)
    assert len({quad.subject for quad in inner}) == 2
    own = opened.quads_for_pattern(None, ox.NamedNode("http://x/z"), None)
    (quad,) = own
    assert not list(
        opened.quads_for_pattern(quad.subject, ox.NamedNode("http://x/d"), None)
    )


def test_same_document_gives_the_same_text():
    update = f"LOAD <{SOURCE}>"

    assert replace_loads(update, None, ALLOWED, fetch) == replace_loads(
        update, None, ALLOWED, fetch
    )


def test_another_document_is_not_fetched_if_silent():
    update = "LOAD SILENT <file:///etc/passwd>"

    assert replace_loads(update, None, ALLOWED, failing) == NOTHING


def test_other_documents_are_refused_before_any_is_fetched():
    fetched = []

    def noting(url):
        fetched.append(url)
        return fetch(url)

    update = f"LOAD <{SOURCE}>;\nLOAD <file:///etc/passwd>"
    with pytest.raises(LoadRefusedError, match="line 2, column 1: LOAD <file:///etc/p"):
        replace_loads(update, None, ALLOWED, noting)
    assert fetched == []


def test_failing_load_is_an_error():
    with pytest.raises(LoadFailedError, match=f"LOAD <{SOURCE}> failed: .*404"):
        replace_loads(f"LOAD <{SOURCE}>", None, ALLOWED, failing)


def test_failing_silent_load_inserts_nothing():
    written = replace_loads(f"LOAD SILENT <{SOURCE}>", None, ALLOWED, failing)

    assert written == NOTHING


@pytest.mark.parametrize(
    ("document", "media_type"),
    [
        (b"<a> <b>", "text/turtle"),
        (b"<html/>", "text/html"),
        (b"<u:a> <u:b> <u:c> <u:g> .", "application/n-quads"),
    ],
    ids=["syntax", "type", "dataset"],
)
def test_document_that_is_no_graph_is_an_error(document, media_type):
    with pytest.raises(LoadFailedError, match=SOURCE):
        replace_loads(
            f"LOAD <{SOURCE}>", None, ALLOWED, lambda _: (document, media_type)
        )


def test_name_tells_the_format_of_plain_text():
    written = replace_loads(
        f"LOAD <{SOURCE}>", None, ALLOWED, lambda _: (b"<a> a <b> .", "text/plain")
    )

    assert "<http://x/a>" in written


def test_too_many_loads_are_refused():
    update = ";".join([f"LOAD <{SOURCE}>"] * (MAX_LOADS + 1))

    with pytest.raises(QueryError, match="11 documents to load"):
        replace_loads(update, None, ALLOWED, fetch)


def test_text_without_loads_keeps_lines_and_columns():
    update = "LOAD <http://x/file>\n INTO GRAPH <g> ; oops"

    written = without_loads(f"{update[:-4]}CLEAR ALL", BASE)

    assert written.split("\n")[1].index("CLEAR") == update.split("\n")[1].index("oops")


def test_text_without_loads_fetches_nothing():
    written = without_loads("LOAD <http://127.0.0.1:1/file> ; CLEAR ALL", None)

    ox.Store().update(written)

    assert "LOAD" not in written
