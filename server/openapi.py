"""The description of every address of the server, as OpenAPI 3.1 has it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, request

from kg import __version__
from server.http.sending import send

blueprint = Blueprint("openapi", __name__)


@blueprint.route("/openapi.json")
def openapi() -> Response:
    """Return the document, completed with the address and version of the server."""
    document = read_document(request.url_root)
    response = send(json.dumps(document) + "\n", "application/json")
    response.add_etag()
    response.make_conditional(request)
    return response


def read_document(address: str) -> dict[str, Any]:
    """Return the document of a server at an address."""
    document = dict(_read_file())
    document["info"] = document["info"] | {"version": __version__}
    document["servers"] = [{"url": address.rstrip("/") or "/"}]
    return document


@cache
def _read_file() -> dict[str, Any]:
    text = Path(__file__).with_name("openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    # They are there to be repeated by the file itself.
    del document["x-media-types"]
    return document
