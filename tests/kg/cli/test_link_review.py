"""`kg link review`, and that the word can be looked up all the same."""

import json
import shutil

import pytest

from kg.config import Settings
from kg.linking.review import METADATA, read_review
from kg.ontology.sssom import read_mapping_table


@pytest.fixture
def tables(tmp_path):
    return shutil.copytree(Settings().gazetteer, tmp_path / "seeds" / "gazetteer")


@pytest.fixture
def table(tmp_path):
    """Return where decisions are written, which is not beside the tables."""
    return tmp_path / "decided" / "links.sssom.tsv"


@pytest.fixture
def review(kg, built, tables, table):
    """Return the command on the store of two articles, with tables of its own."""

    def run(*arguments):
        given = ("--store", built, "--gazetteer", tables, "--reviewed", table)
        return kg("link", "review", *given, *arguments)

    return run


@pytest.fixture
def decided(table):
    """Return what stands in the table of reviewed links, in short."""

    def read():
        return [each.key for each in read_review(table).judgements]

    return read


def test_list_is_a_table_in_sssom(review, tmp_path):
    file = tmp_path / "doubtful.sssom.tsv"

    result = review("-o", file)
    table = read_mapping_table(file, ["subject_id", "object_id", "comment"])

    assert result.exit_code == 0, result.output
    assert {"ent", "wd", "semapv", "sssom"} <= table.prefixes.keys()


def test_list_comes_as_json_too(review):
    result = review("--json")

    assert result.exit_code == 0, result.output
    assert isinstance(json.loads(result.stdout), list)


def test_decisions_are_written(review, decided):
    result = review(
        *("--accept", "ent:Iran", "--reject", "Azerbaijan"),
        *("--replace", "ent:Ilham_Aliyev=Q900000001"),
        *("--author", "Reader", "--date", "2026-10-01"),
    )

    assert result.exit_code == 0, result.output
    assert decided() == [
        "Azerbaijan!wd:Q227",
        "Ilham_Aliyev!wd:Q57371",
        "Ilham_Aliyev=wd:Q900000001",
        "Iran=wd:Q794",
    ]


def test_decision_can_be_taken_back(review, decided):
    review("--accept", "ent:Iran", "--author", "Reader")
    review("--reject", "ent:Iran", "--author", "Reader")

    assert decided() == ["Iran!wd:Q794"]


def test_decision_on_nothing_known_is_refused(review, decided):
    result = review("--accept", "ent:Nowhere", "--author", "Reader")

    assert result.exit_code == 1
    assert "no article names" in result.output
    assert decided() == []


def test_malformed_table_is_named_with_its_line(review, table):
    table.parent.mkdir()
    content = "\n".join([*METADATA, "subject_id\tobject_id"])
    table.write_text(content, encoding="utf-8")

    result = review()

    assert result.exit_code == 1
    assert f"{table}:{len(METADATA) + 1}: the header lacks" in result.output


def test_word_review_is_a_name_behind_two_dashes(kg):
    result = kg("link", "--", "review")

    assert result.exit_code == 0, result.output
    assert "'review' is NIL" in result.output


def test_help_tells_of_both(kg):
    assert "kg link review" in kg("link", "--help").output
    assert "--accept" in kg("link", "review", "--help").output
