from datetime import date

import pytest

from kg.model import MentionKind, Period
from kg.nlp.mentions import Referent, Referents
from kg.nlp.names import Sense
from kg.nlp.setting import date_of, find_dates, place_of

PUBLISHED = date(2021, 10, 7)  # a Thursday
MONDAY, TUESDAY = date(2021, 10, 4), date(2021, 10, 5)
ATTACK = "Iran attacked Iraq in Basra on October 5 , 2021 ."
TWO_CLAUSES = "Iran attacked Iraq on Monday and Syria struck Turkey on Tuesday ."
RELATIVE = "Iran , which attacked Iraq in 2019 , met Syria on Monday ."
ALLY = "On Monday , the ally of Iran met Syria ."


def _token(doc, word):
    return next(token for token in doc if token.text == word)


def _date(doc, word, *, is_act=True):
    dates = find_dates(doc, PUBLISHED)
    return date_of(_token(doc, word), dates, is_act=is_act)


@pytest.mark.parametrize(
    ("sentence", "word", "start", "end"),
    [
        pytest.param(ATTACK, "attacked", TUESDAY, TUESDAY, id="clause"),
        pytest.param(TWO_CLAUSES, "attacked", MONDAY, MONDAY, id="first-clause"),
        pytest.param(TWO_CLAUSES, "struck", TUESDAY, TUESDAY, id="second-clause"),
        pytest.param(
            RELATIVE, "attacked", date(2019, 1, 1), date(2019, 12, 31), id="relative"
        ),
        pytest.param(RELATIVE, "met", MONDAY, MONDAY, id="main"),
        pytest.param(
            "Iran has ruled Basra since 2016 .",
            "ruled",
            date(2016, 1, 1),
            None,
            id="since",
        ),
        pytest.param(
            "Iran attacked Iraq from October 5 to October 8 .",
            "attacked",
            TUESDAY,
            date(2021, 10, 8),
            id="two-entities-one-range",
        ),
        pytest.param(
            "Iran has ruled Basra for three years .",
            "ruled",
            date(2018, 10, 7),
            None,
            id="goes-on",
        ),
        pytest.param(
            "Iran attacked Iraq yesterday near Syria .",
            "attacked",
            date(2021, 10, 6),
            date(2021, 10, 6),
            id="adverb",
        ),
    ],
)
def test_an_act_has_the_date_nearest_in_the_parse(parsed, sentence, word, start, end):
    assert _date(parsed(sentence), word) == Period(start, end)


def test_a_state_of_affairs_has_no_date_of_the_clause_around_it(parsed):
    doc = parsed(ALLY)

    assert _date(doc, "ally", is_act=False) is None
    assert _date(doc, "met") == Period(MONDAY, MONDAY)


def test_a_relative_clause_does_not_borrow_the_date_of_the_main_one(parse):
    doc = parse(
        """
        Iran Iran PROPN NNP 4 nsubj
        which which PRON WDT 2 nsubj
        attacked attack VERB VBD 0 relcl
        Iraq Iraq PROPN NNP 2 dobj
        left leave VERB VBD 4 ROOT
        Monday Monday PROPN NNP 4 npadvmod B-DATE
        """
    )

    assert _date(doc, "attacked") is None


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Iran attacked Iraq .", id="no-date"),
        pytest.param("Iran attacked Iraq recently .", id="no-day"),
    ],
)
def test_what_gives_no_day_has_no_date(parsed, sentence):
    assert _date(parsed(sentence), "attacked") is None


def test_a_date_of_another_sentence_is_not_borrowed(parse):
    doc = parse(
        """
        Monday Monday PROPN NNP 1 npadvmod B-DATE
        came come VERB VBD 1 ROOT
        Iran Iran PROPN NNP 3 nsubj
        left leave VERB VBD 3 ROOT
        """
    )

    assert _date(doc, "left") is None


def test_without_publication_day_a_weekday_is_no_date(parsed):
    assert find_dates(parsed(TWO_CLAUSES), None) == {}


@pytest.fixture
def places(ontology):
    """Find the place of a trigger; each word given has a class."""

    def find(doc, word, **types):
        referents = Referents.of(
            Referent(t.i, t.i + 1, MentionKind.NAME, (Sense(types[t.text], t.text),))
            for t in doc
            if t.text in types
        )
        found = place_of(_token(doc, word), referents, ontology)
        return doc[found.start : found.end].text if found else None

    return find


def test_an_act_has_the_place_its_clause_gives(parsed, places):
    doc = parsed(ATTACK)

    assert places(doc, "attacked", Iran="State", Iraq="State", Basra="City") == "Basra"


def test_where_something_is_said_is_not_where_it_happens(parsed, places):
    doc = parsed("Iran said in Geneva that Iraq attacked Syria .")

    assert places(doc, "attacked", Geneva="City") is None
    assert places(doc, "said", Geneva="City") == "Geneva"


def test_a_state_can_be_the_place(parsed, places):
    doc = parsed("Iran attacked Iraq yesterday near Syria .")

    assert places(doc, "attacked", Iraq="State", Syria="State") == "Syria"


@pytest.mark.parametrize(
    ("sentence", "word", "types"),
    [
        pytest.param(ATTACK, "attacked", {"Basra": "Person"}, id="no-place"),
        pytest.param(ATTACK, "attacked", {"Iraq": "State"}, id="the-object"),
        pytest.param(
            "Iran accused Turkey of arming Syria .",
            "accused",
            {"Syria": "State"},
            id="another-preposition",
        ),
    ],
)
def test_what_the_clause_does_not_locate_has_no_place(
    parsed, places, sentence, word, types
):
    assert places(parsed(sentence), word, **types) is None
