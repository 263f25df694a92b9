import pytest

from kg.nlp.cues import read_cues
from kg.nlp.events import find_events


@pytest.fixture(scope="module")
def cues():
    return read_cues()


@pytest.fixture
def events_of(parsed, cues):
    """Rate the events of a written-down parse, by their words."""

    def find(sentence, *triggers):
        doc = parsed(sentence)
        known = {token.i for token in doc if token.text in triggers}
        return {t.text: score for t, score in find_events(doc, known, cues)}

    return find


@pytest.mark.parametrize(
    ("sentence", "word", "score"),
    [
        pytest.param("Iran attacked Iraq .", "attacked", 3.0, id="certain"),
        pytest.param("Iran did not attack Iraq .", "attack", -3.0, id="denied"),
        pytest.param("Iran refused to attack Iraq .", "attack", -2.0, id="refused"),
        pytest.param("Iran will attack Iraq .", "attack", 2.5, id="future"),
        pytest.param("Iran plans to attack Iraq .", "attack", 2.0, id="planned"),
        pytest.param("Iran may attack Iraq .", "attack", 1.0, id="possible"),
        pytest.param("Iran should attack Iraq .", "attack", 1.0, id="demanded"),
        pytest.param("Iran would attack Iraq .", "attack", 1.0, id="conditional"),
        pytest.param(
            "Iran withdrew without attacking Iraq .", "attacking", -3.0, id="without"
        ),
        pytest.param(
            "Iraq rejected the sale of drones by Iran .",
            "sale",
            3.0,
            id="what-is-rejected-is-there",
        ),
        pytest.param("Iraq blocked the sale .", "sale", 0.5, id="blocked"),
        pytest.param(
            "Iraq kept Iran from attacking Syria .", "attacking", 0.5, id="kept-from"
        ),
        pytest.param(
            "Iran did not speak of plans for talks .", "talks", 1.0, id="far-below-not"
        ),
    ],
)
def test_the_score_follows_what_the_text_commits_itself_to(
    events_of, sentence, word, score
):
    assert events_of(sentence)[word] == score


def test_verbs_and_event_nouns_are_events_and_names_are_not(events_of):
    assert set(events_of("Iraq rejected the sale of drones by Iran .")) == {
        "rejected",
        "sale",
    }


def test_a_known_trigger_is_an_event(events_of):
    found = events_of("Iraq rejected the sale of drones by Iran .", "drones")

    assert "drones" in found


def test_no_score_leaves_the_scale(parses, events_of):
    scores = [score for sentence in parses for score in events_of(sentence).values()]

    assert scores
    assert all(-3.0 <= score <= 3.0 for score in scores)
