"""Contradictions of values: what is reported, once, and what is legal."""

import pytest
from rdflib import RDF, Literal, Namespace
from rdflib.namespace import OWL, RDFS, XSD

from kg.reasoning.engine import reason

EX = Namespace("http://example.org/")


def literal(form, datatype):
    return Literal(form, datatype=XSD[datatype], normalize=False)


def rules(trusted, data):
    return [conflict.rule for conflict in reason(trusted, data).conflicts()]


def test_two_values_of_a_functional_property_are_one_conflict():
    trusted = [(EX.age, RDF.type, OWL.FunctionalProperty)]
    data = [(EX.a, EX.age, literal(form, "integer")) for form in ("1", "2")]
    assert rules(trusted, data) == ["dt-diff"]


def test_a_literal_of_no_value_is_a_conflict_wherever_it_stands():
    assert rules([], [(EX.a, EX.age, literal("twelve", "integer"))]) == ["dt-not-type"]


def test_a_literal_of_no_value_is_reported_once_though_more_follows_from_it():
    trusted = [
        (EX.age, RDFS.subPropertyOf, EX.number),
        (EX.number, RDFS.range, XSD.integer),
    ]
    data = [(EX.a, EX.age, literal("twelve", "integer"))]
    assert rules(trusted, data) == ["dt-not-type"]


def test_each_statement_with_a_literal_of_no_value_is_reported():
    wrong = literal("2024-02-30", "date")
    data = [(EX.a, EX.on, wrong), (EX.b, EX.on, wrong)]
    assert rules([], data) == ["dt-not-type", "dt-not-type"]


def test_a_value_of_another_datatype_than_the_range_is_a_conflict():
    trusted = [(EX.age, RDFS.range, XSD.integer)]
    assert rules(trusted, [(EX.a, EX.age, Literal("x"))]) == ["dt-not-type"]


@pytest.mark.parametrize(
    ("form", "datatype"),
    [
        ("+0.0", "float"),
        ("INF", "double"),
        ("-INF", "float"),
        ("NaN", "double"),
        ("007", "integer"),
        ("1.", "decimal"),
        ("0", "boolean"),
        ("24:00:00", "time"),
        ("-0001-01-01", "date"),
        ("2024-02-29T12:00:00.5+04:00", "dateTime"),
        ("P1D", "duration"),
    ],
)
def test_a_legal_literal_is_no_conflict(form, datatype):
    value = literal(form, datatype)
    trusted = [(EX.p, RDFS.range, XSD[datatype]), (EX.p, RDFS.range, EX.Unknown)]
    assert rules(trusted, [(EX.a, EX.p, value)]) == []


def test_a_value_of_a_datatype_that_is_not_known_is_no_conflict_with_one_that_is():
    trusted = [(EX.p, RDFS.range, XSD.string)]
    data = [(EX.a, EX.p, Literal("x", datatype=EX.colour))]
    assert rules(trusted, data) == []
