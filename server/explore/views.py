"""The page that shows who is in which relation with whom, as a graph and a table."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, json, render_template, request, url_for
from rdflib import URIRef

from server.explore.evidence import read_evidence
from server.explore.filters import USUAL, Filters, Kind, read_node, shorten
from server.explore.finding import Wanted, read_wanted
from server.explore.graph import Edge, Graph, read_graph
from server.explore.relations import read_choices, read_relations
from server.http.sending import send
from server.reading.links import Link, Links
from server.reading.snapshots import Snapshot, current_links, current_snapshot

blueprint = Blueprint("explore", __name__)

# Edges of one picture; more than that nobody can read.
MOST = 2000


@blueprint.route("/explore")
def explore() -> Response:
    """Show the graph around entities, or the most claimed relations of all."""
    snapshot, links = current_snapshot(), current_links()
    wanted = _wanted(snapshot, links)
    filters = wanted.filters
    graph = read_graph(snapshot, links, filters)
    fields = filters.fields(snapshot.names)
    page = render_template(
        "explore.html",
        wanted=wanted,
        filters=filters,
        kinds=tuple(Kind),
        relations=read_choices(snapshot, filters.relations),
        chosen=_chosen(wanted, snapshot),
        graph=graph,
        names={node.iri: node.link for node in graph.nodes},
        evidence={edge: address_of_edge(edge, snapshot) for edge in graph.edges},
        data=url_for("explore.data", **fields),
        queries=[(asked.title, asked.text) for asked in graph.queries],
        usual=urlencode({"limit": Filters().limit, "kind": _usual()}, doseq=True),
        limits=(50, 150, 500, MOST),
    )
    return send(page, "text/html")


@blueprint.route("/explore/graph")
def data() -> Response:
    """Give the graph as data."""
    snapshot, links = current_snapshot(), current_links()
    wanted = _wanted(snapshot, links)
    graph = read_graph(snapshot, links, wanted.filters)
    fields = _fields(graph, snapshot) | {"missing": wanted.missing}
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return send(text + "\n", "application/json")


@blueprint.route("/explore/edge")
def edge() -> Response:
    """Show what a relation rests on: sentences, or a proof."""
    snapshot, links = current_snapshot(), current_links()
    subject, relation, object_ = (
        read_node(request.args, name, snapshot.names)
        for name in ("subject", "relation", "object")
    )
    evidence = read_evidence(snapshot, links, (subject, relation, object_))
    if not evidence:
        abort(404)
    around = [shorten(iri, snapshot.names) for iri in (subject, object_)]
    page = render_template(
        "explore_edge.html",
        evidence=evidence,
        around=url_for("explore.explore", entity=around),
        queries=[(asked.title, asked.text) for asked in evidence.queries],
    )
    return send(page, "text/html")


def _usual() -> list[Kind]:
    return [kind for kind in Kind if kind in USUAL]


def _wanted(snapshot: Snapshot, links: Links) -> Wanted:
    """Return what is asked for; nothing at all stands for the largest family."""
    wanted = read_wanted(snapshot, links, most=MOST)
    filters = wanted.filters
    if filters.entities or "relation" in request.args:
        return wanted
    largest = tuple(map(URIRef, read_relations(snapshot).largest()))
    return replace(wanted, filters=replace(filters, relations=largest))


def _chosen(wanted: Wanted, snapshot: Snapshot) -> list[tuple[str, str, Link, str]]:
    """Return parameter, value, link and the address without, of each entity named."""
    filters = wanted.filters
    places = (
        ("entity", filters.entities),
        ("more", filters.more),
        ("hide", filters.hidden),
    )
    given = [(name, iri) for name, iris in places for iri in iris]
    return [
        (name, shorten(iri, snapshot.names), link, _without(filters, iri, snapshot))
        for (name, iri), link in zip(given, wanted.chosen, strict=True)
    ]


def _without(filters: Filters, iri: URIRef, snapshot: Snapshot) -> str:
    """Return the address of the page without one of its entities."""
    rest = replace(
        filters,
        entities=tuple(each for each in filters.entities if each != iri),
        more=tuple(each for each in filters.more if each != iri),
        hidden=tuple(each for each in filters.hidden if each != iri),
    )
    fields = rest.fields(snapshot.names)
    return url_for("explore.explore", **fields)


def address_of_edge(edge: Edge, snapshot: Snapshot) -> str:
    """Return where the sentences behind an edge are, or its proof."""
    subject, relation, object_ = (shorten(x, snapshot.names) for x in edge.statement)
    return url_for("explore.edge", subject=subject, relation=relation, object=object_)


def _fields(graph: Graph, snapshot: Snapshot) -> dict[str, Any]:
    names = snapshot.names
    nodes = [
        {
            "id": shorten(node.iri, names),
            "label": node.link.text,
            "type": node.type,
            "family": node.family,
            "page": node.link.href,
        }
        for node in graph.nodes
    ]
    edges = [
        {
            "subject": shorten(edge.statement[0], names),
            "relation": shorten(edge.statement[1], names),
            "object": shorten(edge.statement[2], names),
            "label": edge.label,
            "kind": edge.kind,
            "claims": edge.claims,
            "manners": edge.manners,
            "first": edge.first,
            "last": edge.last,
            "page": address_of_edge(edge, snapshot),
        }
        for edge in graph.edges
    ]
    return {"nodes": nodes, "edges": edges, "total": graph.total}
