"""What the service says of itself (section 3)."""

from typing import Any

from kg import __version__
from kg.rdf.terms import Names
from server.reconciliation.known import Known
from server.reconciliation.parsing import BATCH_SIZE

# What news are about, offered where a client has no type to begin with.
_DEFAULT_TYPES = (
    "Person",
    "State",
    "Organization",
    "Place",
    "WeaponSystem",
    "Event",
    "Position",
)
WIDTH, HEIGHT = 420, 260


def manifest(names: Names, service: str, known: Known) -> dict[str, Any]:
    """Return the manifest.

    Args:
        names: The IRIs of the graph.
        service: The address of the service, without a slash at its end.
        known: The classes.
    """
    return {
        "versions": ["0.2"],
        "name": "Araz",
        "identifierSpace": str(names.entity("")),
        "schemaSpace": str(names.ontology),
        "serviceVersion": __version__,
        "batchSize": BATCH_SIZE,
        "defaultTypes": [
            {"id": name, "name": known.ontology.types[name].label}
            for name in _DEFAULT_TYPES
            if name in known.ontology.types
        ],
        "view": {"url": f"{service}/view/{{{{id}}}}"},
        "preview": {
            "url": f"{service}/preview?id={{{{id}}}}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {
            kind: {"service_url": service, "service_path": f"/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {
                "service_url": service,
                "service_path": "/properties",
            },
            "property_settings": _settings(),
        },
    }


def _settings() -> list[dict[str, Any]]:
    return [
        {
            "name": "limit",
            "label": "Limit",
            "type": "number",
            "default": 0,
            "help_text": "The most values of an entity; 0 for all",
        },
        {
            "name": "content",
            "label": "Content",
            "type": "select",
            "default": "id",
            "help_text": "Whether entities come reconciled or as plain names",
            "choices": [
                {"value": "id", "name": "Reconciled entities"},
                {"value": "literal", "name": "Names"},
            ],
        },
    ]
