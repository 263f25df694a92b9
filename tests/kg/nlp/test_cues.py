from dataclasses import fields

import pytest

from kg.errors import LexiconError
from kg.nlp.cues import CUES, Cues, read_cues


@pytest.fixture
def copy(tmp_path):
    path = tmp_path / "cues.yaml"
    path.write_text(CUES.read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [field.name for field in fields(Cues)])
def test_every_list_holds_words_in_lower_case(name):
    words = getattr(read_cues(), name)

    assert words
    assert all(isinstance(word, str) and word == word.lower() for word in words)


def test_verbs_that_need_a_clause_report():
    cues = read_cues()

    assert cues.clause_only <= cues.reporting_verbs


def test_a_missing_list_is_named(copy):
    lines = copy.read_text(encoding="utf-8").splitlines()
    copy.write_text(
        "\n".join(line for line in lines if not line.startswith("conditions:")),
        encoding="utf-8",
    )

    with pytest.raises(LexiconError, match=r"cues\.yaml.*: conditions$"):
        read_cues(copy)


def test_an_unknown_list_is_named(copy):
    copy.write_text(copy.read_text(encoding="utf-8") + "\nmoods: [glad]\n", "utf-8")

    with pytest.raises(LexiconError, match=r"cues\.yaml.*: moods$"):
        read_cues(copy)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("negations: [", id="no-yaml"),
        pytest.param("", id="empty"),
        pytest.param("- a\n- b\n", id="list"),
        pytest.param("42\n", id="number"),
        pytest.param("negations: [a\x00b]", id="nul"),
    ],
)
def test_a_file_of_another_kind_is_named(copy, text):
    copy.write_text(text, encoding="utf-8")

    with pytest.raises(LexiconError, match=r"cues\.yaml"):
        read_cues(copy)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("if", id="word"),
        pytest.param("[if, no]", id="truth-value"),
        pytest.param("[if, 3]", id="number"),
    ],
)
def test_what_is_no_list_of_words_is_refused(copy, value):
    text = copy.read_text(encoding="utf-8")
    conditions = next(line for line in text.splitlines() if "conditions:" in line)
    copy.write_text(text.replace(conditions, f"conditions: {value}"), encoding="utf-8")

    with pytest.raises(LexiconError, match="conditions"):
        read_cues(copy)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(LexiconError, match=r"absent\.yaml"):
        read_cues(tmp_path / "absent.yaml")


def test_a_file_that_is_no_text_is_named(copy):
    copy.write_bytes(b"negations: [\xff\xfe]")

    with pytest.raises(LexiconError, match=r"cues\.yaml"):
        read_cues(copy)
