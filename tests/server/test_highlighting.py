"""A text cut into segments is the text, whatever lies upon what."""

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from server.workbench.highlighting import Segment, segments

TEXT = "Iran threatened Israel."


def test_a_text_without_marks_is_one_segment():
    assert list(segments(TEXT, [])) == [Segment(Span(0, len(TEXT)), TEXT, ())]


def test_no_text_has_no_segment():
    assert list(segments("", [(Span(0, 4), "a")])) == []


def test_marks_may_lie_in_each_other():
    found = segments(TEXT, [(Span(5, 15), "verb"), (Span(0, 23), "sentence")])

    assert [(each.text, each.marks) for each in found] == [
        ("Iran ", ("sentence",)),
        ("threatened", ("sentence", "verb")),
        (" Israel.", ("sentence",)),
    ]


def test_marks_may_overlap():
    found = segments("abcdef", [(Span(0, 4), 1), (Span(2, 6), 2)])

    assert [(each.text, each.marks) for each in found] == [
        ("ab", (1,)),
        ("cd", (1, 2)),
        ("ef", (2,)),
    ]


def test_a_mark_that_reaches_beyond_the_text_is_cut_off():
    found = segments("ab", [(Span(1, 9), "x"), (Span(5, 6), "y")])

    assert [(each.text, each.marks) for each in found] == [("a", ()), ("b", ("x",))]


spans = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])
)


@given(text=st.text(max_size=40), found=st.lists(spans, max_size=8))
def test_the_segments_are_the_text_and_know_their_marks(text, found):
    marks = list(enumerate(found))

    cut = list(segments(text, [(span, number) for number, span in marks]))

    assert "".join(each.text for each in cut) == text
    for each in cut:
        assert each.span.quote(text) == each.text
        over = {number for number, span in marks if span.contains(each.span)}
        assert set(each.marks) == over
