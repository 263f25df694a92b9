"""How far the class of a mention agrees with that of an entry."""

import pytest

from kg.linking.agreement import (
    agreement,
    coarse_type,
    coarse_types,
    finer,
    named_type,
)


@pytest.mark.parametrize(
    ("type_name", "coarse"),
    [
        ("ArmedForce", "Organization"),
        ("University", "Organization"),
        ("HistoricalState", "State"),
        ("City", "Place"),
        ("Facility", "Place"),
        ("Territory", "Place"),
        ("Drone", "WeaponSystem"),
        ("Battle", "Event"),
        ("Person", "Person"),
        ("Actor", "Actor"),
    ],
)
def test_coarse_type(ontology, type_name, coarse):
    assert coarse_type(type_name, ontology) == coarse


def test_coarse_types_are_classes(ontology):
    assert {coarse.name for coarse in coarse_types()} <= set(ontology.types)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("Organization", "ArmedForce"), ("ArmedForce", "Organization")),
        (("ArmedForce", "Organization"), ("ArmedForce", "Company")),
        (("City", "Region"), ("City", "State")),
        (("City", "State"), ("City", "Person")),
        ((None, "Person"), ("Organization", "Person")),
    ],
)
def test_agreement_is_graded(ontology, better, worse):
    of_better = agreement(better[0], better[1], ontology)
    assert of_better > agreement(worse[0], worse[1], ontology)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("City", "River"),
        ("Person", "State"),
        ("Person", "Organization"),
        ("Facility", "Drone"),
    ],
)
def test_things_of_different_kinds_do_not_agree(ontology, one, other):
    assert agreement(one, other, ontology) == 0


@pytest.mark.parametrize(
    ("name", "type_name"),
    [
        ("Institute of Plimpton", "Organization"),
        ("The Plimpton Times", "Organization"),
        ("Gulf of Plimpton", "Sea"),
        ("Treaty of Plimpton", "Treaty"),
        ("Investigative Committee of Plimpton", "Organization"),
        ("Plimpton navy", "Organization"),
        ("Plimpton Shield 2031", "Event"),
        ("FP-50", "WeaponSystem"),
        ("Zorg Plimpton", "Person"),
        ("Plimpton", "Place"),
        ("", "Place"),
    ],
)
def test_a_name_shows_its_class(name, type_name):
    assert named_type(name) == type_name


def test_finer_class_wins(ontology):
    assert finer("WeaponSystem", "Drone", ontology) == "Drone"
    assert finer("Drone", "WeaponSystem", ontology) == "Drone"
    assert finer("City", "Company", ontology) == "City"
