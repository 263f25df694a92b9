"""The matching of the draft of version 1.0, without any HTTP library.

See https://reconciliation-api.github.io/specs/draft/.
"""

from server.protocol.operations import ProtocolError
from server.reconciliation.fields import (
    as_choice,
    as_flag,
    as_list,
    as_object,
    as_text,
    check_names,
    read_json,
)
from server.reconciliation.parsing import (
    MAX_PROPERTIES,
    MAX_QUERIES,
    check_size,
    read_given,
    read_limit,
)
from server.reconciliation.questions import Condition, Quantifier, Query

# The property that stands for the id itself.
ID = "id"

_QUERY = ("type", "limit", "conditions", "lang", "dir")
_MATCH_TYPES = ("name", "id", "property")


def read_match(body: str | bytes) -> tuple[Query, ...]:
    """Return the queries of a body.

    Raises:
        ProtocolError: 400 for what is no batch of queries, 413 for too large a one.
    """
    given = as_object(read_json(body, "the body"), "the body")
    if "queries" not in given:
        raise ProtocolError(400, "the body: needs the field queries")
    queries = as_list(given["queries"], "queries")
    check_size(len(queries), MAX_QUERIES, "queries")
    return tuple(_read_query(q, f"queries[{i}]") for i, q in enumerate(queries))


def _read_query(value: object, where: str) -> Query:
    given = as_object(value, where)
    check_names(given, _QUERY, where)
    conditions = as_list(given.get("conditions"), f"{where}.conditions")
    check_size(len(conditions), MAX_PROPERTIES, "conditions")
    if not conditions:
        raise ProtocolError(400, f"{where}.conditions: needs one at least")
    read = [_read_condition(each, f"{where}.conditions") for each in conditions]
    names = [given.text for each in read if not each.property for given in each.values]
    types = (as_text(given["type"], f"{where}.type"),) if "type" in given else ()
    return Query(
        text=names[0] if names else "",
        types=types,
        limit=read_limit(given.get("limit", 0), f"{where}.limit"),
        conditions=tuple(each for each in read if each.property),
    )


def _read_condition(value: object, where: str) -> Condition:
    """Return a condition; that on the name has an empty property."""
    given = as_object(value, where)
    kind = given.get("matchType")
    if kind not in _MATCH_TYPES:
        known = ", ".join(_MATCH_TYPES)
        raise ProtocolError(400, f"{where}.matchType: expected one of {known}")
    if "propertyValue" not in given:
        raise ProtocolError(400, f"{where}: needs the field propertyValue")
    name = {"name": "", "id": ID}.get(str(kind))
    if name is None:
        name = as_text(given.get("propertyId"), f"{where}.propertyId")
    quantifier = given.get("matchQuantifier", Quantifier.ANY)
    return Condition(
        property=name,
        values=read_given(given["propertyValue"], f"{where}.propertyValue"),
        required=as_flag(given.get("required", False), f"{where}.required"),
        quantifier=as_choice(quantifier, f"{where}.matchQuantifier", Quantifier),
    )
