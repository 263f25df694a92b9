"""Rows and bytes of results, counted as they are written, however they are cut."""

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import AnswerTooLargeError
from kg.rdf.rows import BoundedOutput
from kg.rdf.store import open_store

FORMATS = ("json", "xml", "csv", "tsv")
# All that a format could mistake for its own marks.
SPECIAL = "\"\\{}[],\n\r\t<>&':;. ab"
MARKS = ("<result>", ',{"', "[{", '"},{"', '\\"', '\\\\"', '""', "\r\n", "</result>")
VALUES = st.one_of(
    st.text(SPECIAL, max_size=12),
    st.lists(st.sampled_from(MARKS), max_size=4).map("".join),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6),
)


def literal(text):
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
    return f'"{"".join(escapes.get(letter, letter) for letter in text)}"'


TERMS = st.one_of(
    st.just("UNDEF"),
    VALUES.map(literal),
    VALUES.map(lambda text: f"{literal(text)}@en-GB"),
    VALUES.map(lambda text: f"{literal(text)}^^<http://x/type>"),
    st.sampled_from(["<http://x/a,b>", "<urn:x:(',;)>", "12", "true"]),
)
ROWS = st.lists(st.tuples(TERMS, TERMS), max_size=8)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("rows") / "store") as opened:
        yield opened


def written(store, query, format_name):
    (whole,) = store.query(query).serialize(format_name)
    return whole


def pieces(whole, cuts):
    """Return the bytes cut at some places, in order."""
    places = [0, *sorted(cut % (len(whole) + 1) for cut in cuts), len(whole)]
    return [whole[start:end] for start, end in pairwise(places)]


def count(format_name, parts, **limits):
    target = io.BytesIO()
    output = BoundedOutput(target, format_name, **limits)
    for part in parts:
        assert output.write(part) == len(part)
    output.flush()
    assert target.getvalue() == b"".join(parts)
    return output.rows


def test_a_part_without_bytes_hides_no_row():
    assert count("json", [b'{"results":{"bindings":[', b"", b"{}]}}"]) == 1


@pytest.mark.parametrize("format_name", FORMATS)
@given(rows=ROWS, cuts=st.lists(st.integers(0, 10_000), max_size=12))
def test_rows_are_counted_exactly_wherever_the_bytes_are_cut(
    store, format_name, rows, cuts
):
    values = " ".join(f"({first} {second})" for first, second in rows)
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}"
    whole = written(store, query, format_name)

    assert count(format_name, pieces(whole, cuts)) == len(rows)


@pytest.mark.parametrize("format_name", FORMATS)
def test_rows_are_counted_byte_by_byte(store, format_name):
    query = (
        r'SELECT * { VALUES (?a ?b) { ("\\" "\"") ("},{" "[{") ("\\\"" "a\r\nb") '
        '("<result>" "") (UNDEF UNDEF) ("" ",") } }'
    )
    whole = written(store, query, format_name)

    assert count(format_name, [bytes([byte]) for byte in whole]) == 6


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param("SELECT * {}", 1, id="no-variables"),
        pytest.param("SELECT ?x { FILTER(false) }", 0, id="no-rows"),
        pytest.param("SELECT ?x { VALUES ?x { UNDEF UNDEF } }", 2, id="unbound"),
        pytest.param(
            "SELECT (<<( <x:a> <x:b> '{,{\"' )>> AS ?t) {}", 1, id="triple-term"
        ),
    ],
)
def test_rows_that_look_unlike_others_are_counted(store, format_name, query, rows):
    whole = written(store, query, format_name)

    assert count(format_name, [whole]) == rows
    assert count(format_name, [bytes([byte]) for byte in whole]) == rows


@pytest.mark.parametrize("format_name", FORMATS)
def test_as_many_rows_as_are_allowed_pass(store, format_name):
    whole = written(store, "SELECT * { VALUES ?x { 1 2 3 } }", format_name)

    assert count(format_name, [whole], max_rows=3, max_bytes=len(whole)) == 3


@pytest.mark.parametrize("format_name", FORMATS)
def test_one_row_too_many_is_refused_and_not_passed_on(store, format_name):
    whole = written(store, "SELECT * { VALUES ?x { 1 2 3 } }", format_name)
    target = io.BytesIO()
    output = BoundedOutput(target, format_name, max_rows=2)

    with pytest.raises(AnswerTooLargeError, match="over 2 rows"):
        output.write(whole)
    assert target.getvalue() == b""


@pytest.mark.parametrize("format_name", [*FORMATS, "ttl", "nt"])
def test_one_byte_too_many_is_refused_whatever_the_format(format_name):
    output = BoundedOutput(io.BytesIO(), format_name, max_bytes=1_000)
    output.write(b" " * 1_000)

    with pytest.raises(AnswerTooLargeError, match="over 1,000 bytes"):
        output.write(b" ")


def test_rows_of_a_graph_are_not_counted():
    assert count("ttl", [b"<a> <b> <c> .\n"], max_rows=0) is None


def test_an_error_of_what_is_written_to_comes_through():
    class Broken(io.BytesIO):
        def write(self, data):
            raise BrokenPipeError(len(data))

    with pytest.raises(BrokenPipeError):
        BoundedOutput(Broken(), "json").write(b"{}")
