"""The page that shows states on a map, with the same as tables."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from rdflib import URIRef

from server.explore.filters import Filters
from server.explore.relations import read_choices, read_relations
from server.explore.views import address_of_edge
from server.http.sending import send
from server.reading.snapshots import Snapshot, current_links, current_snapshot
from server.world_map.reading import State, WorldMap, read_map

blueprint = Blueprint("world_map", __name__)

_MOST_EDGES = 500


@blueprint.route("/map")
def world_map() -> Response:
    """Show how much is said of states, and what they do to each other."""
    snapshot, links = current_snapshot(), current_links()
    filters = Filters.read(request.args, snapshot.names, most=_MOST_EDGES)
    if "relation" not in request.args:
        largest = tuple(map(URIRef, read_relations(snapshot).largest()))
        filters = replace(filters, relations=largest)
    shown = read_map(snapshot, links, filters)
    evidence = {edge: address_of_edge(edge, snapshot) for edge in shown.edges}
    fields = {
        iri: _about(state, filters, snapshot) for iri, state in shown.states.items()
    }
    page = render_template(
        "map.html",
        filters=filters,
        relations=read_choices(snapshot, filters.relations),
        map=shown,
        evidence=evidence,
        about=fields,
        data=_data(shown, evidence, fields),
        queries=[(asked.title, asked.text) for asked in shown.queries],
    )
    return send(page, "text/html")


def _about(state: State, filters: Filters, snapshot: Snapshot) -> dict[str, str]:
    """Return where a state's claims are listed and drawn, with the same filters."""
    around = replace(filters, entities=(URIRef(state.iri),), page=1, limit=150)
    fields = around.fields(snapshot.names)
    fields.setdefault("relation", "any")
    return {
        "timeline": url_for("timeline.timeline", **fields),
        "graph": url_for("explore.explore", **fields),
    }


def _data(
    shown: WorldMap, evidence: dict[Any, str], about: dict[str, dict[str, str]]
) -> dict[str, Any]:
    """Return what the script draws; edges name states by their place in the list."""
    places = {iri: number for number, iri in enumerate(shown.states)}
    return {
        "states": [
            {
                "label": state.link.text,
                "page": state.link.href,
                "names": state.names,
                "claims": state.claims,
                **about[state.iri],
            }
            for state in shown.states.values()
        ],
        "edges": [
            {
                "from": places[edge.statement[0]],
                "to": places[edge.statement[2]],
                "label": edge.label,
                "claims": edge.claims,
                "page": evidence[edge],
            }
            for edge in shown.edges
        ],
    }
