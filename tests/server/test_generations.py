"""A new generation is taken up while clients ask, and no answer mixes two."""

import pytest

from tests.bench.endpoint_generations import measure_generations

pytestmark = pytest.mark.slow


def test_each_answer_is_of_one_generation_and_the_newest_is_seen():
    found = measure_generations(clients=6, seconds=5.0)

    assert not found.failures
    assert not found.mixed
    assert found.backward == 0
    assert all(each.seen is not None for each in found.publications)
    assert found.answers[3] > 0
