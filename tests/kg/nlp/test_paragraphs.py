import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.paragraphs import split_paragraphs

WRAPPED = (
    "The ministers of the two countries met in the capital on Monday and\n"
    "spoke for two hours."
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("One.\n\nTwo.", ["One.\n\n", "Two."], id="blank-line"),
        pytest.param(
            "Skip it\nIran spoke.", ["Skip it\n", "Iran spoke."], id="short-line"
        ),
        pytest.param(WRAPPED, [WRAPPED], id="wrapped-line"),
        pytest.param(
            "OSLO, Norway (AP) -- The king spoke.",
            ["OSLO, Norway (AP) -- ", "The king spoke."],
            id="dateline",
        ),
        pytest.param(
            "Baku, May 3 – The king spoke.",
            ["Baku, May 3 – ", "The king spoke."],
            id="dateline-with-a-day",
        ),
        pytest.param(
            "PRISTINA, 28 May - The king spoke.",
            ["PRISTINA, 28 May - ", "The king spoke."],
            id="dateline-with-the-day-first",
        ),
        pytest.param(
            "Oslo (NTB): The king spoke.",
            ["Oslo (NTB): ", "The king spoke."],
            id="agency-and-colon",
        ),
        pytest.param(
            "Iran – which sold oil – spoke.",
            ["Iran – which sold oil – spoke."],
            id="aside",
        ),
        pytest.param("MR OLSEN: No.", ["MR OLSEN: No."], id="speaker"),
        pytest.param("", [""], id="empty"),
    ],
)
def test_a_text_is_cut_where_paragraphs_end(text, pieces):
    assert list(split_paragraphs(text)) == pieces


@given(st.text(alphabet="ab .\n\r\t“”", max_size=200))
def test_the_paragraphs_are_the_text(text):
    assert "".join(split_paragraphs(text)) == text
