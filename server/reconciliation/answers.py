"""Answers as the specification has them: plain values to be written as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from kg.ontology import EntityType
from server.reconciliation.judgement import Result
from server.reconciliation.known import Known
from server.reconciliation.properties import Property
from server.reconciliation.things import Thing, specific
from server.reconciliation.wording import describe

# What the draft of 1.0 calls each feature for people.
_FEATURES = {
    "name": "Fit of the name",
    "type": "Fit of the type",
    "prior": "How well known it is",
    "properties": "Share of the conditions that are met",
}


def candidate(result: Result, known: Known, *, draft: bool = False) -> dict[str, Any]:
    """Return a candidate of version 0.2, or of the draft of 1.0."""
    features: list[dict[str, Any]] = [
        {"id": name, "value": value} for name, value in result.features.items()
    ]
    if draft:
        features = [{**each, "name": _FEATURES[each["id"]]} for each in features]
    return {
        "id": result.thing.id,
        "name": result.thing.entry.name,
        "description": describe(result.thing.entry, known),
        "type": _types(result.thing, known),
        "score": result.score,
        "match": result.match,
        "features": features,
    }


def suggested_entity(thing: Thing, known: Known) -> dict[str, Any]:
    """Return a suggested entity."""
    return {
        "id": thing.id,
        "name": thing.entry.name,
        "description": describe(thing.entry, known),
        "notable": _types(thing, known),
    }


def suggested_type(each: EntityType, known: Known) -> dict[str, Any]:
    """Return a suggested type with the types right above it."""
    broader = [
        {"id": name, "name": known.ontology.types[name].label} for name in each.parents
    ]
    return {"id": each.name, "name": each.label} | (
        {"broader": broader} if broader else {}
    )


def suggested_property(each: Property) -> dict[str, Any]:
    """Return a suggested property."""
    return {"id": each.id, "name": each.name, "description": each.description}


def proposals(
    properties: Iterable[Property], type_name: str | None, limit: int | None
) -> dict[str, Any]:
    """Return the properties proposed for a type."""
    listed: Sequence[Property] = list(properties)[:limit]
    answer: dict[str, Any] = {
        "properties": [{"id": each.id, "name": each.name} for each in listed]
    }
    if type_name is not None:
        answer["type"] = type_name
    if limit is not None:
        answer["limit"] = limit
    return answer


def _types(thing: Thing, known: Known) -> list[dict[str, str]]:
    """Return the type that the gazetteer gives, then finer ones of the graph."""
    finer = specific(thing.types, known.ontology)
    names = dict.fromkeys((thing.entry.type, *finer))
    return [{"id": name, "name": known.ontology.types[name].label} for name in names]
