"""Puts the application together from its blueprints."""

from typing import TYPE_CHECKING

from flask import Flask

from kg.config import Settings, read_settings
from kg.rdf.terms import Names
from server import (
    explore,
    openapi,
    reconciliation,
    search,
    timeline,
    workbench,
    world_map,
)
from server.assets import register_assets
from server.current import register_settings
from server.dataset import dumps, prefixes, void
from server.editing.permission import register_editing
from server.endpoint import graph_store, sparql
from server.errors import register_errors
from server.home import views as home
from server.http.headers import register_headers
from server.proofs import views as proofs
from server.querying import page as query_page
from server.reading.snapshots import (
    FolderPublication,
    Publication,
    register_publication,
)
from server.things import views as things

if TYPE_CHECKING:
    from kg.pipeline.editing import Editor
    from kg.pipeline.reading import Reader

__all__ = ["create_app"]

_MEGABYTE = 1 << 20


def create_app(
    settings: Settings | None = None,
    publication: Publication | None = None,
    editor: "Editor | None" = None,
    reader: "Reader | None" = None,
) -> Flask:
    """Return the web application.

    Args:
        settings: Which base IRI and which store to serve, and within which bounds;
            without them those of the file and the environment.
        publication: What to serve instead of the newest snapshot in the folder of the
            settings.
        editor: Makes edits; without one they are handed over to a process that can.
        reader: Reads texts; without one they are handed over, likewise.
    """
    settings = settings or read_settings()
    app = Flask(__name__)
    # Larger bodies are refused before they are read.
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body * _MEGABYTE
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    names = Names(settings.base_iri)
    register_publication(app, publication or FolderPublication(settings.store, names))
    register_settings(app, settings)
    register_editing(app, settings, editor)
    workbench.register_reader(app, reader)
    register_errors(app)
    register_headers(app)
    register_assets(app)
    for module in (
        sparql,
        graph_store,
        search,
        reconciliation,
        dumps,
        things,
        proofs,
        explore,
        world_map,
        timeline,
        void,
        prefixes,
        openapi,
        home,
        query_page,
        workbench,
    ):
        app.register_blueprint(module.blueprint)
    return app
