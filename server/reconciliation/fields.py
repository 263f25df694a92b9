"""Reading JSON that somebody sent: each field by its kind, or a line why not."""

import json
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from server.protocol.operations import ProtocolError

_SHOWN = 60


def read_json(text: str | bytes, where: str) -> object:
    """Return what a JSON text holds.

    Args:
        text: As it was sent.
        where: What to call it.

    Raises:
        ProtocolError: 400 if it is no JSON.
    """
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ProtocolError(400, f"{where}: no JSON: {error.msg} at {place}") from None
    except RecursionError:
        raise ProtocolError(400, f"{where}: nested too deeply") from None
    except ValueError as error:
        raise ProtocolError(400, f"{where}: no JSON: {error}") from None


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


def as_object(value: object, where: str) -> Mapping[str, Any]:
    """Return a value that has to be an object."""
    if not isinstance(value, dict):
        raise _expected(where, "an object", value)
    return value


def as_list(value: object, where: str) -> list[Any]:
    """Return a value that has to be a list."""
    if not isinstance(value, list):
        raise _expected(where, "a list", value)
    return value


def as_text(value: object, where: str) -> str:
    """Return a value that has to be a string, without what no text has."""
    if not isinstance(value, str):
        raise _expected(where, "a string", value)
    # Half a character cannot be written as UTF-8.
    return value.encode("utf-8", "replace").decode("utf-8")


def as_flag(value: object, where: str) -> bool:
    """Return a value that has to be true or false."""
    if not isinstance(value, bool):
        raise _expected(where, "true or false", value)
    return value


def as_count(value: object, where: str) -> int:
    """Return a value that has to be a whole number, 0 or more."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _expected(where, "a whole number", value)
    return value


def as_choice[Choice: StrEnum](
    value: object, where: str, choices: type[Choice]
) -> Choice:
    """Return a value that has to be one of some words."""
    if not isinstance(value, str) or value not in set(choices):
        raise _expected(where, f"one of {', '.join(choices)}", value)
    return choices(value)


def check_names(given: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Refuse an object with fields that have no meaning.

    Raises:
        ProtocolError: 400, which names one of them and what there is.
    """
    for name in given:
        if name not in known:
            fields = ", ".join(known)
            raise ProtocolError(400, f"{where}: no field {name!r}; there is {fields}")


def _expected(where: str, expected: str, value: object) -> ProtocolError:
    shown = json.dumps(value, ensure_ascii=False)
    if len(shown) > _SHOWN:
        shown = f"{shown[:_SHOWN]}…"
    return ProtocolError(400, f"{where}: expected {expected}, not {shown}")
