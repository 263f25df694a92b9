"""Sorting on disk: the same order as in memory, whatever the size of the runs."""

import tempfile
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.rdf.sorting import sorted_lines

LINES = st.lists(
    st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=4).map(
        lambda text: f"{text}\n".encode()
    ),
    max_size=60,
)


@given(lines=LINES, run=st.integers(1, 9), fan_in=st.integers(2, 5))
def test_each_line_comes_once_and_in_order(lines, run, fan_in):
    with sorted_lines(lines, run=run, fan_in=fan_in) as found:
        assert list(found) == sorted(set(lines))


def test_all_lines_have_been_read_when_the_block_begins():
    read = []

    def lines() -> Iterator[bytes]:
        for number in range(25):
            read.append(number)
            yield b"%02d\n" % number

    with sorted_lines(lines(), run=10) as found:
        assert len(read) == 25
        assert next(found) == b"00\n"


def test_memory_does_not_grow_with_what_is_sorted():
    def peak(count: int) -> int:
        # In no order, as 7 and the number of lines have no common divisor.
        lines = (b"%020d\n" % (n * 7 % count) for n in range(count))
        tracemalloc.start()
        with sorted_lines(lines, run=2_000) as found:
            for _ in found:
                pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak(40_000) < 2 * peak(8_000)


def test_no_room_is_said_in_one_line(monkeypatch, tmp_path):
    missing = str(tmp_path / "missing")
    monkeypatch.setattr(tempfile, "tempdir", missing)

    with (
        pytest.raises(StoreError, match=f"^{missing}: no room to sort"),
        sorted_lines([b"b\n", b"a\n"], run=1),
    ):
        pass
