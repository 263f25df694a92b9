"""Marks in a text become elements that nest, and not a letter of the text is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.things.passages import Mark, MarkKind, Node, nest

TEXT = "Iran's president threatened Israel."


def mark(text, words, kind=MarkKind.MENTION, claims=(), entity=None):
    start = text.index(words)
    end = start + len(words)
    return Mark(start=start, end=end, kind=kind, claims=claims, entity=entity)


def told(node):
    """Return a node as brackets with the first letter of its kind."""
    if node.mark is None:
        return node.text
    inside = "".join(map(told, node.children))
    more = "" if node.is_first else "~"
    return f"[{more}{node.mark.kind.name[0]}:{inside}]"


def shown(text, *marks):
    return ["".join(map(told, nodes)) for nodes in nest(text, marks)]


def words_of(node):
    return node.text + "".join(map(words_of, node.children))


def test_a_text_without_marks_is_its_words():
    assert nest(TEXT, []) == ((Node(TEXT),),)


def test_a_mention_stands_inside_its_sentence():
    sentence = mark(TEXT, TEXT, MarkKind.SENTENCE)

    assert shown(TEXT, mark(TEXT, "Israel"), sentence) == [
        "[S:Iran's president threatened [M:Israel].]"
    ]


def test_of_two_links_the_inner_one_has_the_words_and_the_outer_one_the_rest():
    outer, inner = mark(TEXT, "Iran's president"), mark(TEXT, "Iran")

    assert shown(TEXT, outer, inner) == ["[M:Iran][~M:'s president] threatened Israel."]


def test_marks_that_cross_are_cut():
    one = mark(TEXT, "Iran's president threatened", MarkKind.CONTENT)
    other = mark(TEXT, "president threatened Israel", MarkKind.SOURCE)

    assert shown(TEXT, one, other) == [
        "[C:Iran's [S:president threatened]][~S: Israel]."
    ]


def test_equal_marks_are_one_with_the_claims_of_both():
    one = mark(TEXT, "threatened", MarkKind.TRIGGER, claims=(1,))
    other = mark(TEXT, "threatened", MarkKind.TRIGGER, claims=(0,))

    (nodes,) = nest(TEXT, [one, other])

    assert [node.mark.claims for node in nodes if node.mark] == [(0, 1)]


def test_of_a_mention_and_the_words_of_evidence_the_entity_stays():
    evidence = mark(TEXT, "Israel", claims=(0,))
    mention = mark(TEXT, "Israel", entity="ent:Israel")

    (nodes,) = nest(TEXT, [evidence, mention])

    assert [(n.mark.claims, n.mark.entity) for n in nodes if n.mark] == [
        ((0,), "ent:Israel")
    ]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 4), (5, 4), (30, 99)], ids=str)
def test_a_mark_that_does_not_fit_the_text_is_left_out(start, end):
    bad = Mark(start=start, end=end, kind=MarkKind.MENTION)

    assert shown(TEXT, bad) == [TEXT]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
        ("A headline\nThe text.", ["A headline", "The text."]),
        (f"{'long ' * 14}\nline.\nTwo.", [f"{'long ' * 14}\nline.", "Two."]),
        ("  \n \n", []),
        ("", []),
    ],
    ids=["blank-line", "carriage-returns", "headline", "wrapped", "blank", "empty"],
)
def test_a_text_falls_into_paragraphs(text, paragraphs):
    assert shown(text) == paragraphs


def test_a_mark_over_two_paragraphs_goes_on_in_the_second():
    text = "He said: no.\n\nNever."
    quote = Mark(start=9, end=len(text), kind=MarkKind.CONTENT)

    assert shown(text, quote) == ["He said: [C:no.]", "[~C:Never.]"]


@pytest.mark.parametrize(
    "text",
    ["𝕀ran <b>met</b> 🇮🇷 Israel.", "إيران هددت إسرائيل.", "e\u0301tat & Israel"],
    ids=["astral", "right-to-left", "combining"],
)
def test_positions_are_code_points_whatever_is_written(text):
    last = re.findall(r"[^\s.]+", text)[-1]

    (nodes,) = nest(text, [mark(text, last)])

    assert [words_of(node) for node in nodes if node.mark] == [last]
    assert "".join(map(words_of, nodes)) == text


def spans(length):
    edge = st.integers(min_value=0, max_value=length)
    return st.lists(st.tuples(edge, edge, st.sampled_from(MarkKind)), max_size=12)


@given(
    st.text(alphabet="ab .\n𝕏", max_size=60).flatmap(
        lambda text: st.tuples(st.just(text), spans(len(text)))
    )
)
def test_no_letter_is_lost_and_no_link_stands_in_another(given_):
    text, found = given_
    marks = [Mark(start=a, end=b, kind=kind) for a, b, kind in found]

    paragraphs = nest(text, marks)

    words = "".join(words_of(node) for nodes in paragraphs for node in nodes)
    assert "".join(words.split()) == "".join(text.split())
    assert not any(nested_link(node, inside=False) for n in paragraphs for node in n)


def nested_link(node, *, inside):
    is_link = node.mark is not None and node.mark.is_link
    return (is_link and inside) or any(
        nested_link(child, inside=inside or is_link) for child in node.children
    )
