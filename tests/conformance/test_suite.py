"""The suites are whole, and no failure is excused that is none of theirs."""

import pytest

from tests.conformance.cases import COUNTS, cases_of, known_failures, short_id
from tests.conformance.suites import ABSENT, SUITES

pytestmark = pytest.mark.skipif(
    not (SUITES / "sparql-index.jsonl").is_file(), reason=ABSENT
)


@pytest.mark.parametrize(("kind", "count"), COUNTS.items(), ids=COUNTS)
def test_the_whole_suite_is_there(kind, count):
    names = {short_id(case) for case in cases_of(kind)}

    assert len(names) == count
    assert known_failures(kind).keys() <= names


def test_of_queries_updates_and_syntax_nearly_all_pass():
    kinds = ("query", "update", "syntax")
    failing = sum(len(known_failures(kind)) for kind in kinds)

    assert sum(COUNTS[kind] for kind in kinds) == 498
    assert 498 - failing >= 486
