"""Find the names that touch a stretch of text without looking at all of them."""

from collections.abc import Iterable

from kg.nlp.senses import Name


class NameIndex:
    """Names by the tokens they cover.

    Args:
        names: Any names of one doc; they may overlap.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_token: dict[int, list[Name]] = {}
        for name in names:
            for token in range(name.start, name.end):
                self._by_token.setdefault(token, []).append(name)

    def touching(self, start: int, end: int) -> list[Name]:
        """Return the names that share a token with `[start, end)`, in token order."""
        found: dict[int, Name] = {}
        for token in range(start, end):
            found.update((id(name), name) for name in self._by_token.get(token, ()))
        return list(found.values())

    def within(self, start: int, end: int) -> list[Name]:
        """Return the names that lie in `[start, end)` as a whole."""
        touching = self.touching(start, end)
        return [name for name in touching if start <= name.start and name.end <= end]
