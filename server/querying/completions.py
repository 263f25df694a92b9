"""What somebody may mean who begins to type a name in a query."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote

from kg.rdf.text_index import Kind as DocumentKind
from server.queries import read_query
from server.reading.results import select
from server.reading.snapshots import Snapshot

LIMIT = 20
# A local name that needs no escapes in SPARQL (1.1, 19.8: PN_LOCAL), and a bit fewer.
_LOCAL = re.compile(r"(?:\w|%[0-9A-Fa-f]{2})(?:[\w-]|%[0-9A-Fa-f]{2}|\.(?=\w))*")
_WORD = re.compile(r"[^\W_]+")


class CompletionKind(StrEnum):
    """What is to be completed."""

    CLASS = "class"
    PROPERTY = "property"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A name for a place in a query.

    Attributes:
        text: What to write: a prefixed name, or an IRI in angle brackets.
        prefix: The prefix that has to be declared for it, if any.
        iri: What it stands for.
        label: What people call it.
        description: What it means, if the ontology says so.
    """

    text: str
    prefix: str | None
    iri: str
    label: str
    description: str | None = None


def complete(
    snapshot: Snapshot, beginning: str, kind: CompletionKind
) -> tuple[Completion, ...]:
    """Return what goes on as a name begins, best first.

    Args:
        snapshot: Where to look.
        beginning: Letters of a name, of a prefixed name or of an IRI.
        kind: What it has to be.

    Raises:
        QueryError: If the beginning is too long.
    """
    prefix, words = split_beginning(beginning, snapshot.names.prefixes)
    if kind is CompletionKind.ENTITY:
        return _entities(snapshot, words)
    found = [
        (rank, len(term.text), term.text, term)
        for term in read_terms(snapshot)[kind]
        if prefix in {None, term.prefix} and (rank := _rank(term, words)) is not None
    ]
    return tuple(each[3] for each in sorted(found, key=lambda each: each[:3])[:LIMIT])


def split_beginning(
    beginning: str, prefixes: Mapping[str, str]
) -> tuple[str | None, str]:
    """Return the prefix that a name begins with, if any, and the words behind it."""
    beginning = beginning.strip().lstrip("<").rstrip(">")
    for prefix, namespace in prefixes.items():
        for opening in (f"{prefix}:", namespace):
            if beginning.startswith(opening):
                return prefix, unquote(beginning.removeprefix(opening))
    return None, unquote(beginning)


def written(iri: str, prefixes: Mapping[str, str]) -> tuple[str, str | None]:
    """Return an IRI as a query can have it, and the prefix that this needs."""
    for prefix, namespace in prefixes.items():
        if _LOCAL.fullmatch(iri.removeprefix(namespace)) and iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}", prefix
    return f"<{iri}>", None


@lru_cache(maxsize=1)
def read_terms(snapshot: Snapshot) -> Mapping[CompletionKind, tuple[Completion, ...]]:
    """Return the classes and properties that there are."""
    grouped: dict[CompletionKind, dict[str, Completion]] = {
        CompletionKind.CLASS: {},
        CompletionKind.PROPERTY: {},
    }
    query, names = read_query("completion_terms"), snapshot.names
    for row in select(snapshot.store, query, base_iri=names.base):
        text, prefix = written(row["term"], names.prefixes)
        made = Completion(
            text=text,
            prefix=prefix,
            iri=row["term"],
            label=row.get("label") or text,
            description=row.get("definition"),
        )
        grouped[CompletionKind(row["kind"])].setdefault(made.iri, made)
    return {kind: tuple(terms.values()) for kind, terms in grouped.items()}


def _entities(snapshot: Snapshot, words: str) -> tuple[Completion, ...]:
    if not words.strip():
        return ()
    found = snapshot.text_index.suggest(words.replace("_", " "), 2 * LIMIT)
    made = []
    for each in found:
        if each.kind is not DocumentKind.ENTITY:
            continue
        text, prefix = written(each.iri, snapshot.names.prefixes)
        made.append(
            Completion(text=text, prefix=prefix, iri=each.iri, label=each.title)
        )
    return tuple(made[:LIMIT])


def _rank(term: Completion, words: str) -> int | None:
    """Return how well a term goes on as words begin, 0 best; None if it does not."""
    asked = words.lower()
    local = term.text.partition(":")[2].lower()
    if local.startswith(asked):
        return 0
    if any(part.startswith(asked) for part in _parts(term)):
        return 1
    return 2 if asked in local or asked in term.label.lower() else None


def _parts(term: Completion) -> Iterable[str]:
    return (part.lower() for part in _WORD.findall(term.label))
