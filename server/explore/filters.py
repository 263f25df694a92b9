"""Which claims somebody wants to see, as the address of a page says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from rdflib import URIRef

from kg.rdf.terms import Names
from server.protocol.operations import ProtocolError

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

_MOST_VALUES = 50
_LIMIT = 150
_FORBIDDEN = frozenset('<>"{}|\\^`')


class Kind(StrEnum):
    """Why a relation is shown.

    An article says it itself; or lays it in somebody's mouth, plans, fears or demands
    it; or says that it is not so; or it was known beforehand; or it follows.
    """

    ASSERTED = "asserted"
    REPORTED = "reported"
    DENIED = "denied"
    KNOWN = "known"
    INFERRED = "inferred"


# What is known beforehand of states alone would hide what articles say.
USUAL = frozenset(Kind) - {Kind.KNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of days, both ends included; open where there is none."""

    start: date | None = None
    end: date | None = None

    def __bool__(self) -> bool:
        """Say whether it has a bound."""
        return bool(self.start or self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show: around which entities, which relations, when, why, how many.

    No entities, relations or bounds stand for all of them. All relations of `more` are
    shown besides, none of `hidden`. `named` are words for entities yet to be found.
    """

    entities: tuple[URIRef, ...] = ()
    named: tuple[str, ...] = ()
    more: tuple[URIRef, ...] = ()
    hidden: tuple[URIRef, ...] = ()
    relations: tuple[URIRef, ...] = ()
    window: Window = Window()
    kinds: frozenset[Kind] = USUAL
    limit: int = _LIMIT
    page: int = 1

    @classmethod
    def read(cls, fields: "MultiDict[str, str]", names: Names, *, most: int) -> Self:
        """Return what the parameters of an address ask for.

        Args:
            fields: `entity`, `more`, `hide`, `relation` and `kind`, each as often as
                wanted; `from` and `to`, days, months or years; `limit` and `page`.
            names: The graph's IRIs; `ent:Iran` and `araz:threatens` are known.
            most: The largest limit.

        Raises:
            ProtocolError: With status 400, if one of them cannot be read.
        """
        entities = {text: _read_iri(text, names) for text in _texts(fields, "entity")}
        relations = [
            _read_iri(text, names) or names.ontology[text]
            for text in _texts(fields, "relation")
            if text != "any"
        ]
        if any(not _FORBIDDEN.isdisjoint(iri) or " " in iri for iri in relations):
            raise ProtocolError(400, "relation: expected a name such as threatens")
        window = Window(
            start=_read_day(fields, "from", last=False),
            end=_read_day(fields, "to", last=True),
        )
        return cls(
            entities=_once(iri for iri in entities.values() if iri),
            named=_once(text for text, iri in entities.items() if iri is None),
            more=_once(
                _require(text, "more", names) for text in _texts(fields, "more")
            ),
            hidden=_once(
                _require(text, "hide", names) for text in _texts(fields, "hide")
            ),
            relations=_once(relations),
            window=window,
            kinds=_read_kinds(fields.getlist("kind")),
            limit=_read_number(fields, "limit", default=_LIMIT, most=most),
            page=_read_number(fields, "page", default=1, most=100_000),
        )

    def fields(self, names: Names) -> dict[str, Any]:
        """Return the parameters of the address that asks for the same."""
        start, end = self.window.start, self.window.end
        fields = {
            "entity": [shorten(iri, names) for iri in self.entities],
            "more": [shorten(iri, names) for iri in self.more],
            "hide": [shorten(iri, names) for iri in self.hidden],
            "relation": [shorten(iri, names) for iri in self.relations],
            "from": start.isoformat() if start else "",
            "to": end.isoformat() if end else "",
            "kind": [] if self.kinds == USUAL else [k for k in Kind if k in self.kinds],
            "limit": 0 if self.limit == _LIMIT else self.limit,
            "page": 0 if self.page == 1 else self.page,
        }
        return {name: value for name, value in fields.items() if value}


def shorten(iri: str, names: Names) -> str:
    """Return how an address writes an entity or a relation."""
    for prefix in ("ent", "araz"):
        namespace = names.prefixes[prefix]
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def read_node(fields: "MultiDict[str, str]", name: str, names: Names) -> URIRef:
    """Return the IRI that a parameter has to hold.

    Raises:
        ProtocolError: With status 400, if it holds none.
    """
    return _require(fields.get(name, "").strip(), name, names)


def _texts(fields: "MultiDict[str, str]", name: str) -> list[str]:
    given = [text.strip() for text in fields.getlist(name) if text.strip()]
    if len(given) > _MOST_VALUES:
        raise ProtocolError(400, f"{name}: expected at most {_MOST_VALUES}")
    return given


def _require(text: str, name: str, names: Names) -> URIRef:
    iri = _read_iri(text, names)
    if iri is None:
        raise ProtocolError(
            400, f"{name}: expected an IRI, or a name such as ent:Iran, not {text!r}"
        )
    return iri


def _read_iri(text: str, names: Names) -> URIRef | None:
    """Return an IRI, given in full or with a prefix; nothing for other words."""
    prefix, colon, local = text.partition(":")
    if not colon or not _FORBIDDEN.isdisjoint(text) or any(c <= " " for c in text):
        return None
    if local.startswith("//"):
        return URIRef(text)
    known = names.prefixes.get(prefix)
    return URIRef(known + local) if known else None


def _read_day(fields: "MultiDict[str, str]", name: str, *, last: bool) -> date | None:
    """Return a day; of a month or a year its first day or its last."""
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        if len(text) == len("2021"):
            return date(int(text), 12, 31) if last else date(int(text), 1, 1)
        if len(text) == len("2021-10"):
            first = date.fromisoformat(f"{text}-01")
            return _month_end(first) if last else first
        return date.fromisoformat(text)
    except ValueError as error:
        expected = "expected a day such as 2021-10-05"
        raise ProtocolError(400, f"{name}: {expected}, not {text!r}") from error


def _month_end(first: date) -> date:
    year, month = divmod(first.year * 12 + first.month, 12)
    if year > date.max.year:
        return date.max
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def _read_kinds(given: Iterable[str]) -> frozenset[Kind]:
    known = ", ".join(Kind)
    kinds = set()
    for text in given:
        if text not in set(Kind):
            raise ProtocolError(400, f"kind: expected one of {known}, not {text!r}")
        kinds.add(Kind(text))
    return frozenset(kinds) or USUAL


def _read_number(
    fields: "MultiDict[str, str]", name: str, *, default: int, most: int
) -> int:
    text = fields.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 8) or not (
        1 <= int(text) <= most
    ):
        expected = f"expected a number from 1 to {most:,}"
        raise ProtocolError(400, f"{name}: {expected}, not {text!r}")
    return int(text)


def _once[T](items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
