"""What is the same: classes of terms, each with a representative."""

from collections.abc import Iterator


class Equality:
    """Which terms are one thing.

    A term that is not merged with another is its own representative, and costs nothing.
    """

    def __init__(self) -> None:
        """Start with all terms apart."""
        self._representatives: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}

    def __len__(self) -> int:
        """Return how many classes have more than one member."""
        return len(self._members)

    def __iter__(self) -> Iterator[int]:
        """Yield the representatives of classes with more than one member, ascending."""
        yield from sorted(self._members)

    def find(self, term: int) -> int:
        """Return the representative of a term."""
        return self._representatives.get(term, term)

    def members(self, term: int) -> tuple[int, ...]:
        """Return all that is the same as a term, itself included, ascending."""
        representative = self.find(term)
        return tuple(sorted(self._members.get(representative, (representative,))))

    def merge(self, one: int, other: int) -> tuple[int, int] | None:
        """Make two terms the same.

        Returns:
            The representative of both from now on, and the one that no longer is; None
            if they were the same before.
        """
        kept, dropped = self.find(one), self.find(other)
        if kept == dropped:
            return None
        sizes = (len(self._members.get(term, ())) for term in (kept, dropped))
        if (next(sizes), -kept) < (next(sizes), -dropped):
            kept, dropped = dropped, kept
        members = self._members.setdefault(kept, {kept})
        for term in self._members.pop(dropped, {dropped}):
            self._representatives[term] = kept
            members.add(term)
        return kept, dropped

    def split(self, term: int) -> None:
        """Set all terms apart that are the same as a term."""
        for member in self._members.pop(self.find(term), ()):
            self._representatives.pop(member, None)

    def copy(self) -> "Equality":
        """Return another with the same classes."""
        found = Equality()
        found._representatives = dict(self._representatives)
        found._members = {t: set(m) for t, m in self._members.items()}
        return found

    def names(self) -> dict[int, int]:
        """Return the representatives of all terms that are not their own."""
        return dict(self._representatives)
