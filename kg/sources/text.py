"""Bare text files: the whole file is the text, its name is the id."""

from collections.abc import Iterator

from kg.sources.draft import Draft, Input


def read(source: Input) -> Iterator[Draft]:
    """Yield the one article of a text file, its text untouched.

    Raises:
        ArticleError: If the file is binary, not UTF-8 or far too long.
    """
    yield Draft(where=source.name, id=source.stem, text=source.read_text())
