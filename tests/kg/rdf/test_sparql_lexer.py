"""The tokens end where the engine's do, whatever stands in the text."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.rdf.sparql_lexer import tokens
from kg.rdf.sparql_names import Prologue, resolved
from kg.rdf.sparql_tokens import check_offline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?x$y", ["?x", "$y"]),
        ("<a>#b\n<c>", ["<a>", "<c>"]),
        (r"e:a.b\'c 'd'", [r"e:a.b\'c", "'d'"]),
        ("e:a.b.c", ["e:a.b", ".", "c"]),
        ("e:. :", ["e:", ".", ":"]),
        ("'''a'b''' ''", ["'''a'b'''", "''"]),
        (r"'\u0041' 'b'", [r"'\u0041'", "'b'"]),
        ("'x'@en--ltr.", ["'x'", "@en--ltr", "."]),
        ("?s :p 1 {| :q 2 |}", ["?s", ":p", "1", "{|", ":q", "2", "|}"]),
        ("(?a<http://x/#b>)", ["(", "?a", "<http://x/#b>", ")"]),
        ("{ ?a <#b> 1 }", ["{", "?a", "<#b>", "1", "}"]),
        ("VALUES (?a ?b) { (1 <#b>) }", [*"VALUES ( ?a ?b ) { ( 1 <#b> ) }".split()]),  # noqa: SIM905 - read as written
        ("x # the end", ["x"]),
        ("", []),
    ],
)
def test_text_is_cut_into_tokens(text, expected):
    assert [token.text for token in tokens(text)] == expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a 'b", "'b"),
        (r"'\q' c", r"'\q' c"),
        ("'''a' b", "'''a' b"),
        (r"a \u0041 b", r"\u0041 b"),
        ("(?a<#b>) c", "<#b>) c"),
        ("(1 <')> c", "<')> c"),
    ],
    ids=["open", "escape", "long", "backslash", "comment", "quote"],
)
def test_what_cannot_be_cut_with_certainty_is_one_unclear_token(text, rest):
    *_, last = tokens(text)

    assert (last.kind, last.text) == ("unclear", rest)


@pytest.mark.parametrize(
    "text",
    ["a." * 100_000, "<a" * 100_000, "'" * 99_999, "a.a.a:" * 30_000, "<" * 200_000],
)
def test_long_texts_are_cut_in_linear_time(text):
    # Quadratic time would take hours.
    assert sum(1 for _ in tokens(text)) > 0


IRI_MARKS = "http urn a : :// // / .. . ? # %41 %zz é [ ] ' ( @ & ; = \ue000 \u200e"
IRI_PIECES = st.sampled_from(IRI_MARKS.split())
BASES = st.sampled_from(
    [None, "http://b/c/d?q#f", "urn:a:b", "http://b", "file:///x/y/"]
)


@given(st.lists(IRI_PIECES, max_size=6).map("".join), BASES)
@settings(max_examples=500, deadline=None)
def test_references_are_resolved_as_the_engine_does(reference, base):
    try:
        (row,) = solutions(ox.Store(), f"SELECT (<{reference}> AS ?x) {{}}", base)
        expected = row["x"].value
    except (SyntaxError, ValueError):
        expected = None

    assert resolved(reference, base) == expected


@given(st.text("ab.:%4'\\-_~#é(", max_size=6))
@settings(max_examples=500, deadline=None)
def test_prefixed_names_mean_what_they_mean_to_the_engine(local):
    name = f"e:{local}"
    query = f"PREFIX e: <http://x/> SELECT * {{ VALUES ?x {{ {name} }} }}"
    try:
        first, *_ = solutions(ox.Store(), query)
    except SyntaxError:
        return

    token, *_ = tokens(name)

    assert Prologue(None, {"e": "http://x/"}).iri(token) == first["x"].value


CALL = "<http://127.0.0.1:1/>"
MARKS = r"""
    SERVICE SILENT <http://127.0.0.1:1/> :x e:a.b e:a.b.c e:a\' e:a.b\# e:a.b\' e:a.\'b
    \' \# ' " '' "" \q \uD800 \u0041 # < > <# #> <'# '#> <1 1<2 (1<2 1) 1<2) 1<2)# <a
    <#a> <urn:x#> ) ( FILTER(1<1 FILTER( { } ?s ?p . ; , 5 1. true a [] | ! ^ / * ?z
    VALUES {1 } VALUES?z{ VALUES?z{1} OPTIONAL{} UNION{} GRAPH?g BIND(1 @en ^^ _:b
    _:b.c\' $x ?x? - {| |} <<( )>> << >> ~ e:. 'x' '''x''' '''a' 'a''' ''''a'}
"""
PIECES = st.sampled_from([*MARKS.split(), "'" * 3, '"' * 3, "\n", "\r", "\u200d", "²"])
BEFORE = st.sampled_from(
    ["", "FILTER(1", "?s ?p ", "VALUES ?x {", "?s ?p e:", "FILTER('a'", "FILTER(?a"]
)
KEYWORD = st.sampled_from(["SERVICE ", "}SERVICE ", ")SERVICE ", ")SERVICE#>\n"])
END = st.sampled_from([" }", "\n}", "#\n}", "'\n}", "'''}", "#'''\n}", "'''\n}"])


@given(
    BEFORE,
    st.lists(PIECES, max_size=5),
    KEYWORD,
    st.lists(PIECES, max_size=4),
    END,
    st.sampled_from(["", " "]),
)
@settings(max_examples=500, deadline=None)
def test_no_call_hides_from_the_tokens(before, pieces, keyword, after, end, between):
    body = before + between.join(pieces) + keyword + CALL + "{}" + between.join(after)
    query = f"PREFIX : {CALL} PREFIX e: {CALL} SELECT * {{ {body}{end}"

    try:
        check_offline(query)
    except QueryError:
        return

    assert not calls_out(query)


def solutions(store, query, base_iri=None):
    found = store.query(query, base_iri=base_iri)
    assert isinstance(found, ox.QuerySolutions)
    return found


def calls_out(query):
    store = ox.Store()
    store.update("INSERT DATA { <http://x/a> <http://x/p> 1, 'x'@en, true }")
    try:
        list(solutions(store, query))
    except SyntaxError:
        return False
    except (OSError, RuntimeError) as error:
        # The engine refuses this port itself: nothing is sent in this test either.
        return "port 1" in str(error) or "service" in str(error).lower()
    return False
