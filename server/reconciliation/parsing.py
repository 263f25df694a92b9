"""The queries of version 0.2, without any HTTP library (sections 4 and 8)."""

from collections.abc import Mapping
from typing import Any

from server.protocol.operations import ProtocolError
from server.reconciliation.fields import (
    as_choice,
    as_count,
    as_list,
    as_object,
    as_text,
    check_names,
    read_json,
)
from server.reconciliation.questions import (
    Batch,
    Condition,
    Content,
    Extension,
    Given,
    Query,
    Strictness,
    Wanted,
)

# What the manifest asks clients to send at once, and what is refused.
BATCH_SIZE = 50
MAX_QUERIES = 200
MAX_IDS = 1_000
MAX_PROPERTIES = 100
MAX_VALUES = 100

_LIMIT, _MAX_LIMIT = 5, 50
_QUERY = ("query", "type", "limit", "properties", "type_strict")
_SETTINGS = ("limit", "content")


def read_batch(text: str) -> Batch:
    """Return the queries of the parameter `queries`.

    Raises:
        ProtocolError: 400 for what is no batch of queries, 413 for too large a one.
    """
    given = as_object(read_json(text, "queries"), "queries")
    check_size(len(given), MAX_QUERIES, "queries")
    return Batch({key: _read_query(value, key) for key, value in given.items()})


def read_extension(text: str) -> Extension:
    """Return what the parameter `extend` asks for.

    Raises:
        ProtocolError: 400 for what is no such request, 413 for too large a one.
    """
    given = as_object(read_json(text, "extend"), "extend")
    for name in ("ids", "properties"):
        if name not in given:
            raise ProtocolError(400, f"extend: needs the field {name}")
    ids = as_list(given["ids"], "extend.ids")
    properties = as_list(given["properties"], "extend.properties")
    check_size(len(ids), MAX_IDS, "ids")
    check_size(len(properties), MAX_PROPERTIES, "properties")
    return Extension(
        ids=tuple(dict.fromkeys(as_text(each, "extend.ids") for each in ids)),
        properties=tuple(_read_wanted(each) for each in properties),
    )


def read_limit(value: object, where: str) -> int:
    """Return how many candidates a query wants; 0 leaves it to the server."""
    return min(as_count(value, where) or _LIMIT, _MAX_LIMIT)


def read_given(value: object, where: str) -> tuple[Given, ...]:
    """Return the values of a condition: one, or a list of some."""
    values = value if isinstance(value, list) else [value]
    check_size(len(values), MAX_VALUES, "values of a condition")
    return tuple(_read_value(each, where) for each in values)


def check_size(size: int, most: int, what: str) -> None:
    """Refuse what is too much for one request.

    Raises:
        ProtocolError: 413.
    """
    if size > most:
        raise ProtocolError(413, f"{size:,} {what}: at most {most:,} at once")


def _read_query(value: object, key: str) -> Query:
    given = as_object(value, key)
    check_names(given, _QUERY, key)
    conditions = as_list(given.get("properties", []), f"{key}.properties")
    check_size(len(conditions), MAX_PROPERTIES, "properties")
    if "query" not in given and not conditions:
        raise ProtocolError(400, f"{key}: needs a query or properties")
    strictness = None
    if "type_strict" in given:
        where = f"{key}.type_strict"
        strictness = as_choice(given["type_strict"], where, Strictness)
    return Query(
        text=as_text(given.get("query", ""), f"{key}.query"),
        types=_read_types(given.get("type", []), f"{key}.type"),
        strictness=strictness,
        limit=read_limit(given.get("limit", 0), f"{key}.limit"),
        conditions=tuple(_read_condition(each, key) for each in conditions),
    )


def _read_types(value: object, where: str) -> tuple[str, ...]:
    """Return the types; OpenRefine sends an empty one for none."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(filter(None, (as_text(v, where) for v in values))))


def _read_condition(value: object, key: str) -> Condition:
    where = f"{key}.properties"
    given = as_object(value, where)
    for name in ("pid", "v"):
        if name not in given:
            raise ProtocolError(400, f"{where}: each needs the field {name}")
    return Condition(
        property=as_text(given["pid"], f"{where}.pid"),
        values=read_given(given["v"], f"{where}.v"),
    )


def _read_value(value: object, where: str) -> Given:
    if isinstance(value, bool):
        return Given("true" if value else "false")
    if isinstance(value, int | float):
        return Given(f"{value:g}" if isinstance(value, float) else str(value))
    if isinstance(value, dict):
        identifier = as_text(value.get("id"), f"{where}.id")
        return Given(as_text(value.get("name", ""), f"{where}.name"), identifier)
    return Given(as_text(value, where))


def _read_wanted(value: object) -> Wanted:
    given = as_object(value, "extend.properties")
    name = as_text(given.get("id"), "extend.properties.id")
    settings = as_object(given.get("settings", {}), f"{name}.settings")
    check_names(settings, _SETTINGS, f"{name}.settings")
    content = as_choice(
        settings.get("content", Content.ID), f"{name}.settings.content", Content
    )
    return Wanted(property=name, limit=_read_number(settings, name), content=content)


def _read_number(settings: Mapping[str, Any], name: str) -> int:
    """Return the limit, which a form sends as a string."""
    given = settings.get("limit", 0)
    if isinstance(given, str):
        given = int(given) if given.isascii() and given.isdigit() else given
    return as_count(given or 0, f"{name}.settings.limit")
