"""The SPARQL queries behind the pages: files beside this one, read once.

A query may have places to fill, written `$name`; only IRIs go there.
"""

from collections.abc import Iterable
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
    inference: bool
    text: str


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


@cache
def read_examples() -> tuple[Example, ...]:
    """Return the example queries, by file name.

    The first line of each is its title, as a comment; a title that ends with
    `(inference)` marks a query that needs inferred triples.
    """
    return tuple(
        _read_example(path) for path in sorted((_FOLDER / "examples").glob("*.rq"))
    )


def _read_example(path: Path) -> Example:
    first, _, text = path.read_text(encoding="utf-8").partition("\n")
    title = first.removeprefix("#").strip()
    return Example(
        name=path.stem,
        title=title.removesuffix("(inference)").strip(),
        inference=title.endswith("(inference)"),
        text=text.strip() + "\n",
    )


def _enclose(iri: URIRef) -> str:
    if any(character in '<>"{}|\\^`' or character <= " " for character in iri):
        raise ValueError(f"no IRI: {iri!r}")
    return f"<{iri}>"
