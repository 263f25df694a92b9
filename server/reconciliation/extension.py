"""Data extension: the values of properties, as columns to be added (section 8)."""

from collections.abc import Iterable
from typing import Any

from server.protocol.operations import ProtocolError
from server.reading.snapshots import Snapshot
from server.reconciliation.known import Known
from server.reconciliation.properties import Property
from server.reconciliation.questions import Content, Extension, Wanted
from server.reconciliation.things import read_things
from server.reconciliation.values import Value, read_values


def extend(extension: Extension, snapshot: Snapshot, known: Known) -> dict[str, Any]:
    """Return the answer to a request for values.

    An entity that nobody knows has no values.

    Raises:
        ProtocolError: 400 for a property that there is not.
        StoreError: If the graph cannot be read.
    """
    wanted = [
        (each, find_property(each.property, known)) for each in extension.properties
    ]
    things = read_things(snapshot, known, extension.ids)
    values = read_values(snapshot, known, things, (found for _, found in wanted))
    rows = {
        name: {
            each.property: _cells(values.get((name, found.id), ()), each)
            for each, found in wanted
        }
        for name in extension.ids
    }
    meta = [_meta(each, found, known) for each, found in wanted]
    return {"meta": meta, "rows": rows}


def find_property(name: str, known: Known) -> Property:
    """Return a property.

    Raises:
        ProtocolError: 400 if there is none of that id or name.
    """
    found = known.properties.find(name)
    if found is None:
        message = f"no property {name!r}; /reconcile/properties lists all there are"
        raise ProtocolError(400, message)
    return found


def find_type(name: str, known: Known) -> str:
    """Return the local name of a type.

    Raises:
        ProtocolError: 400 if there is no such class.
    """
    found = known.type_name(name)
    if found is None:
        message = f"no type {name!r}; /reconcile/suggest/type knows all there are"
        raise ProtocolError(400, message)
    return found


def _meta(each: Wanted, found: Property, known: Known) -> dict[str, Any]:
    meta: dict[str, Any] = {"id": each.property, "name": found.name}
    if found.range is not None and each.content is Content.ID:
        label = known.ontology.types[found.range].label
        meta["type"] = {"id": found.range, "name": label}
    return meta


def _cells(values: Iterable[Value], wanted: Wanted) -> list[dict[str, Any]]:
    cells = [_cell(value, wanted.content) for value in values]
    return cells[: wanted.limit or None]


def _cell(value: Value, content: Content) -> dict[str, Any]:
    if value.number is not None:
        return {"int": value.number}
    if value.id is not None and content is Content.ID:
        return {"id": value.id, "name": value.text}
    return {"str": value.text}
