"""People by their titles: "the president", "the Azerbaijani leader"."""

import pytest

from kg.model import Article

pytestmark = pytest.mark.model

BOTH = "President Ramon Vasko met President Timur Ashbek."


@pytest.mark.parametrize(
    ("text", "title", "person"),
    [
        pytest.param(
            "President Ramon Vasko left. The president condemned Iran.",
            "president",
            "Ramon Vasko",
            id="before the name",
        ),
        pytest.param(
            "Ramon Vasko, the defence minister, left. The minister condemned Iran.",
            "minister",
            "Ramon Vasko",
            id="in apposition",
        ),
        pytest.param(
            "The defence minister, Ramon Vasko, left. The minister condemned Iran.",
            "minister",
            "Ramon Vasko",
            id="in apposition before the name",
        ),
        pytest.param(
            "Ilham Aliyev left Rome. The Azerbaijani leader condemned Iran.",
            "Azerbaijani leader",
            "Ilham Aliyev",
            id="of a state the person is known to be of",
        ),
        pytest.param(
            "Chadian President Ramon Vasko met Ghanaian President Timur Ashbek. "
            "The Chadian president condemned Iran.",
            "Chadian president",
            "Ramon Vasko",
            id="of one of two states",
        ),
    ],
)
def test_a_title_stands_for_the_person_who_bears_it(annotator, text, title, person):
    assert _name(annotator, text, title) == person


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            f"{BOTH} The president condemned Iran.", "president", id="two bear it"
        ),
        pytest.param(
            "President Ramon Vasko left. The general condemned Iran.",
            "general",
            id="nobody bears it",
        ),
        pytest.param(
            "President Ramon Vasko left. A president condemned Iran.",
            "president",
            id="no article that points back",
        ),
        pytest.param(
            "Chadian President Ramon Vasko left. The Ghanaian president spoke.",
            "Ghanaian president",
            id="another state",
        ),
        pytest.param(
            "President Ramon Vasko left. The president of the club condemned Iran.",
            "president",
            id="told apart",
        ),
    ],
)
def test_a_title_that_points_to_nobody_in_particular_stands_alone(
    annotator, text, title
):
    assert _name(annotator, text, title) not in {"Ramon Vasko", "Timur Ashbek"}


def test_who_a_title_stands_for_acts_instead_of_the_state(annotator):
    text = "Ilham Aliyev left Rome. The Azerbaijani leader condemned Iran."

    annotation = next(annotator.annotate([Article(id="a", text=text)]))

    names = {m.id: m.name for m in annotation.mentions}
    found = annotation.relation_mentions
    accused = [c for c in found if c.predicate == "accuses"]
    assert [names[c.subject] for c in accused] == ["Ilham Aliyev"]


def _name(annotator, text, words):
    annotation = next(annotator.annotate([Article(id="a", text=text)]))
    return [m.name for m in annotation.mentions if m.text == words][-1]
