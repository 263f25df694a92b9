"""Confidence: what it rests on, and that the weights fit the features."""

from dataclasses import replace

import pytest

from kg.model import MentionKind
from kg.nlp.confidence import Confidence, features, read_confidence
from kg.nlp.names import Sense


@pytest.fixture
def match(match_of):
    return match_of("Iran attacked Iraq .", "attacks")


def test_a_plain_match_between_names_has_nothing_against_it(match):
    found = features(match)

    assert {name for name, value in found.items() if value} == {"distance"}


@pytest.mark.parametrize(
    ("kind", "feature"),
    [(MentionKind.PRONOUN, "pronoun"), (MentionKind.NOMINAL, "nominal")],
)
def test_the_kind_of_either_end_counts(match, kind, feature):
    weak = replace(match, object=replace(match.object, kind=kind))

    assert features(weak)[feature] == 1


def test_a_sense_that_only_the_role_suggests_counts(match):
    strained = replace(match, subject_sense=Sense("City", "Iran"))

    assert features(strained)["strained"] == 1


def test_an_object_inside_the_complement_counts(match):
    assert features(replace(match, is_remote=True))["remote"] == 1


def test_confidence_is_logistic_in_the_features():
    model = Confidence(bias=0.0, weights={"noun": 2.0})

    assert model.sure({"noun": 0.0}) == 0.5
    assert model.sure({"noun": 1.0}) == pytest.approx(0.8808)


def test_weights_are_those_of_the_features(match):
    model = read_confidence()

    assert set(model.weights) == set(features(match))
    assert 0 < model.of(match) < 1
