"""The confidence is fitted by the book, and reliability is what it says."""

import xml.etree.ElementTree as ET

import pytest

from kg.evaluation.calibration import Example, cross_validate, fit
from kg.evaluation.reliability import bins_of, plot

# Of the nouns one in five is right, of the others four in five.
EXAMPLES = [
    Example(
        article=f"a{n % 20}",
        features={"noun": float(n % 2), "zero": 0.0},
        is_right=(n // 2) % 5 == 0 if n % 2 else (n // 2) % 5 != 0,
    )
    for n in range(400)
]


def test_fit_finds_the_shares_behind_the_examples():
    model = fit(EXAMPLES)

    assert model.sure({"noun": 1.0, "zero": 0.0}) == pytest.approx(0.2, abs=0.02)
    assert model.sure({"noun": 0.0, "zero": 0.0}) == pytest.approx(0.8, abs=0.02)
    assert model.weights["zero"] == 0


def test_cross_validation_judges_each_example_once_and_without_its_article():
    judged = cross_validate(EXAMPLES)

    assert len(judged) == len(EXAMPLES)
    likely = [is_right for p, is_right in judged if p > 0.5]
    assert sum(likely) / len(likely) == pytest.approx(0.8)


def test_bins_hold_as_many_claims_each_and_their_shares():
    judged = [(0.1, False), (0.2, False), (0.8, True), (0.9, False)]

    low, high = bins_of(judged, 2)

    assert (low.count, low.right) == (2, 0)
    assert low.expected == pytest.approx(0.15)
    assert (high.low, high.high, high.right) == (0.8, 0.9, 0.5)


def test_plot_is_well_formed_and_has_a_point_for_each_bin():
    bins = bins_of([(0.1, False), (0.9, True)], 2)

    svg = ET.fromstring(plot(bins))  # noqa: S314 - our own output

    assert len(svg.findall("{http://www.w3.org/2000/svg}circle")) == 2
