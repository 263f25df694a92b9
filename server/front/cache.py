"""Answers kept to be given again, for as long as their generation lasts."""

from collections import OrderedDict
from dataclasses import dataclass

from server.messages import Head

# Largest answer that is kept, in bytes.
_LARGEST = 512 * 1024
_MEGABYTE = 1 << 20

type Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, with the number of its rows where it has any.

    `headers` are those of its head, as ASGI wants them.
    """

    head: Head
    body: bytes
    rows: int | None = None
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Cache:
    """The answers asked for last, up to a number of megabytes."""

    def __init__(self, megabytes: int) -> None:
        self._room = megabytes * _MEGABYTE
        self._size = 0
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return self._size

    def get(self, key: Key) -> Answer | None:
        """Return the answer kept under a key."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: Key, answer: Answer) -> None:
        """Keep an answer, unless it is too large or says that it must not be kept."""
        if len(answer.body) > _LARGEST or not _may_be_kept(answer.head):
            return
        self._drop(key)
        self._answers[key] = answer
        self._size += _size(key, answer)
        while self._size > self._room:
            self._drop(next(iter(self._answers)))

    def clear(self) -> None:
        """Forget all answers."""
        self._answers.clear()
        self._size = 0

    def _drop(self, key: Key) -> None:
        if (answer := self._answers.pop(key, None)) is not None:
            self._size -= _size(key, answer)


def _may_be_kept(head: Head) -> bool:
    return head.status == 200 and not any(
        name.lower() == "cache-control" and "no-store" in value
        for name, value in head.headers
    )


def _size(key: Key, answer: Answer) -> int:
    held = sum(len(part) for part in key if isinstance(part, str | bytes))
    return len(answer.body) + held + 500
