"""Puts the application together from its blueprints."""

from flask import Flask

from kg.config import Settings, read_settings
from kg.rdf.store import Store
from kg.rdf.terms import Names
from server import dumps, explanations, linked_data, pages, sparql
from server.errors import register_errors
from server.headers import register_headers
from server.snapshots import (
    FixedPublication,
    FolderPublication,
    Publication,
    register_publication,
)

__all__ = ["create_app"]

# Larger bodies are refused before they are read.
_MAX_BODY = 1_000_000


def create_app(settings: Settings | None = None, store: Store | None = None) -> Flask:
    """Return the web application.

    Args:
        settings: Which base IRI and which store to serve; without them those of the
            file and the environment.
        store: What to serve instead of the snapshots in the folder of the settings.
    """
    settings = settings or read_settings()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_BODY
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    names = Names(settings.base_iri)
    publication: Publication = (
        FixedPublication(store, names)
        if store
        else FolderPublication(settings.store, names)
    )
    register_publication(app, publication)
    register_errors(app)
    register_headers(app)
    for module in (sparql, dumps, linked_data, explanations, pages):
        app.register_blueprint(module.blueprint)
    return app
