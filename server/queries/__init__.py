"""The SPARQL queries behind the pages: files beside this one, read once.

A query may have places to fill, written `$name`; only IRIs go there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import URIRef

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A query that shows what can be asked.

    `inference` says whether its answer is another without inferred triples.
    """

    name: str
    title: str
    theme: str
    inference: bool
    text: str

    @property
    def builds(self) -> bool:
        """Whether its answer is a graph instead of a table."""
        return "\nCONSTRUCT " in self.text


@cache
def read_query(name: str) -> str:
    """Return the text of `<name>.rq`."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def fill(query: str, **places: URIRef | Iterable[URIRef]) -> str:
    """Return the query with IRIs in its places, many as a list for `VALUES`.

    Raises:
        ValueError: If an IRI has a character that would end it.
    """
    for name, given in places.items():
        iris = (given,) if isinstance(given, URIRef) else tuple(given)
        query = query.replace(f"${name}", " ".join(_enclose(iri) for iri in iris))
    return query


def fill_rows(query: str, **places: Iterable[Sequence[URIRef]]) -> str:
    """Return the query with rows of IRIs in its places, for `VALUES` of several names.

    Raises:
        ValueError: If an IRI has a character that would end it.
    """
    for name, rows in places.items():
        told = (f"({' '.join(_enclose(iri) for iri in row)})" for row in rows)
        query = query.replace(f"${name}", " ".join(told))
    return query


@cache
def read_examples() -> tuple[Example, ...]:
    """Return the example queries, by file name.

    The first line of each is its title, as a comment; a title that ends with
    `(inference)` marks a query that needs inferred triples. The second line is its
    theme, as `# theme: Arms`.
    """
    return tuple(
        _read_example(path) for path in sorted((_FOLDER / "examples").glob("*.rq"))
    )


@cache
def read_themes() -> tuple[tuple[str, tuple[Example, ...]], ...]:
    """Return the example queries by theme, in the order of each theme's first."""
    themes: dict[str, list[Example]] = {}
    for example in read_examples():
        themes.setdefault(example.theme, []).append(example)
    return tuple((theme, tuple(examples)) for theme, examples in themes.items())


def _read_example(path: Path) -> Example:
    first, second, text = path.read_text(encoding="utf-8").split("\n", 2)
    title = first.removeprefix("#").strip()
    return Example(
        name=path.stem,
        title=title.removesuffix("(inference)").strip(),
        theme=second.removeprefix("# theme:").strip(),
        inference=title.endswith("(inference)"),
        text=text.strip() + "\n",
    )


def _enclose(iri: URIRef) -> str:
    if any(character in '<>"{}|\\^`' or character <= " " for character in iri):
        raise ValueError(f"no IRI: {iri!r}")
    return f"<{iri}>"
