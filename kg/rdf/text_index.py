"""The text index beside a snapshot, and its functions for SPARQL.

A snapshot never changes, so its index is written once, whole, and then only read.
"""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import XSD

from kg.errors import QueryError, StoreError
from kg.rdf import text_layout as sql
from kg.rdf.conversion import OxTerm
from kg.rdf.terms import Names
from kg.rdf.text_documents import Document, Kind, read_documents
from kg.rdf.text_search import Hit, Passage, SearchPage, Suggestion, TextIndex
from kg.rdf.text_words import fold, plain
from kg.sqlite import written_whole

if TYPE_CHECKING:
    # The store opens text indices itself.
    from kg.rdf.store import Store

__all__ = [
    "Hit",
    "Kind",
    "Passage",
    "SearchPage",
    "Suggestion",
    "TextIndex",
    "search_functions",
    "write_text_index",
]

# The engine's own type of a function, of which ours return literals only.
type SearchFunction = Callable[..., OxTerm | None]

_DOUBLE = ox.NamedNode(str(XSD.double))
_TRUE, _FALSE = ox.Literal(True), ox.Literal(False)  # noqa: FBT003 - the values

_log = logging.getLogger(__name__)


def write_text_index(store: "Store", names: Names, path: Path) -> None:
    """Write the text index of a store, all at once or not at all.

    Equal content gives an equal file, as long as SQLite is the same.

    Args:
        store: Where to read.
        names: The knowledge graph's IRIs.
        path: The file to write; what is there is replaced.

    Raises:
        StoreError: If the store cannot be read, or the file not be written.
    """
    try:
        with written_whole(path) as file:
            _write(file, store, names)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error


def search_functions(
    index: TextIndex, names: Names
) -> dict[ox.NamedNode, SearchFunction]:
    """Return the functions that let a SPARQL query search, by their IRIs.

    Each takes an IRI and words as `kg.rdf.text_words` reads them; other arguments are a
    type error, so the value is unbound and a filter false (SPARQL 1.1, section 17.3).

        araz:matches(?thing, "words")   whether the thing matches
        araz:relevance(?thing, "words") how well, an xsd:double; unbound if it does not
        araz:snippet(?thing, "words")   where, a string; unbound if it does not
    """

    def matches(iri: str, words: str) -> ox.Literal:
        return _FALSE if index.score(iri, words) is None else _TRUE

    def relevance(iri: str, words: str) -> ox.Literal | None:
        found = index.score(iri, words)
        return None if found is None else ox.Literal(repr(found), datatype=_DOUBLE)

    def snippet(iri: str, words: str) -> ox.Literal | None:
        found = index.snippet(iri, words)
        return None if found is None else ox.Literal(found.text)

    return {
        ox.NamedNode(names.ontology[function.__name__]): _checked(function)
        for function in (matches, relevance, snippet)
    }


def _checked(ask: Callable[[str, str], ox.Literal | None]) -> SearchFunction:
    """Return a function of SPARQL for one of an IRI and words."""

    def answer(*arguments: OxTerm) -> ox.Literal | None:
        if len(arguments) != 2:
            return None
        thing, words = arguments
        if not isinstance(thing, ox.NamedNode) or not isinstance(words, ox.Literal):
            return None
        try:
            return ask(thing.value, words.value)
        except QueryError:
            return None
        except StoreError as error:
            # The engine takes any error here for a type error, and says nothing.
            _log.error("no answer from a search function: %s", error)
            raise

    return answer


def _write(file: sqlite3.Connection, store: "Store", names: Names) -> None:
    file.executescript(sql.CREATE)
    file.execute("BEGIN")
    for number, document in enumerate(read_documents(store, names), 1):
        _add(file, number, document)
    file.execute(sql.ADD_KINDS)
    for command in sql.FINISH:
        file.execute(command)
    file.execute("COMMIT")


def _add(file: sqlite3.Connection, number: int, document: Document) -> None:
    fields = (
        document.title,
        "; ".join(document.aliases),
        "; ".join(document.words),
        " ".join(document.text),
    )
    kind, articles = str(document.kind), document.articles
    file.execute(sql.ADD_DOCUMENT, (number, document.iri, kind, articles, *fields))
    plain_fields = tuple(map(plain, fields))
    for command in sql.ADD_WORDS:
        file.execute(command, (number, *plain_fields))
    if document.kind is not Kind.CLAIM:
        file.execute(sql.ADD_NAME, (fold(document.title), number, 1))
        for alias in document.aliases:
            file.execute(sql.ADD_NAME, (fold(alias), number, 0))
