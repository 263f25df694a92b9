"""Answers kept to be given again, without a server."""

import pytest

from server.front.cache import Answer, Cache
from server.messages import Head

MEGABYTE = 1 << 20


def answer(size=100, status=200, **headers):
    head = Head(
        status=status,
        headers=tuple((n.replace("_", "-"), v) for n, v in headers.items()),
    )
    return Answer(head, b"x" * size)


def test_what_was_kept_is_given_again():
    cache = Cache(1)
    kept = answer()
    cache.put(("a",), kept)

    assert cache.get(("a",)) is kept
    assert cache.get(("b",)) is None


def test_the_answers_asked_for_least_recently_go_first():
    cache = Cache(1)
    size = MEGABYTE // 4 + 1
    for name in "abc":
        cache.put((name,), answer(size))
    cache.get(("a",))
    cache.put(("d",), answer(size))

    assert [cache.get((name,)) is not None for name in "abcd"] == [
        True,
        False,
        True,
        True,
    ]


def test_no_more_is_kept_than_there_is_room_for():
    cache = Cache(1)
    for number in range(5_000):
        cache.put((str(number), b"k" * 300), answer(10))

    assert 0 < cache.size <= MEGABYTE
    assert cache.get(("0", b"k" * 300)) is None
    assert cache.get(("4999", b"k" * 300)) is not None


def test_an_answer_put_again_counts_once():
    cache = Cache(1)
    cache.put(("a",), answer(1000))
    once = cache.size
    cache.put(("a",), answer(1000))

    assert cache.size == once


def test_nothing_is_left_after_clearing():
    cache = Cache(1)
    cache.put(("a",), answer())
    cache.clear()

    assert cache.get(("a",)) is None
    assert cache.size == 0


@pytest.mark.parametrize(
    "refused",
    [
        pytest.param(answer(status=404), id="not-found"),
        pytest.param(answer(status=206), id="partial"),
        pytest.param(answer(Cache_Control="no-store"), id="no-store"),
        pytest.param(answer(cache_control="private, no-store"), id="no-store-and-more"),
        pytest.param(answer(size=MEGABYTE // 2 + 1), id="too-large"),
    ],
)
def test_what_must_or_should_not_be_kept_is_not(refused):
    cache = Cache(64)
    cache.put(("a",), refused)

    assert cache.get(("a",)) is None
    assert cache.size == 0


def test_no_room_keeps_nothing():
    cache = Cache(0)
    cache.put(("a",), answer(1))

    assert cache.get(("a",)) is None
