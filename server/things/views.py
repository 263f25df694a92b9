"""Linked data: each IRI of the project answers with what the graph says of it."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request
from rdflib import URIRef

from kg.rdf.formats import RDF_FORMATS, Format
from server.http.negotiation import HTML, choose
from server.http.sending import send
from server.queries import fill, read_query
from server.reading.questions import Reader
from server.reading.results import select
from server.reading.snapshots import Snapshot, current_links, current_snapshot
from server.things.articles import read_article
from server.things.claims import read_claims, view_claims
from server.things.entities import read_entity
from server.things.parts import read_part
from server.things.resources import exists, read_ontology

blueprint = Blueprint("linked_data", __name__)

_FORMATS = {offer.name: offer for offer in (HTML, *RDF_FORMATS)}

type Page = Callable[[Snapshot, URIRef], str]
type Triples = Callable[[Snapshot, URIRef, Format], Iterable[bytes]]


@blueprint.route("/entity/<path:name>")
def entity(name: str) -> Response:
    """Describe an entity, or lead to the one that has taken its place."""
    mint = current_snapshot().names.entity
    moved = _moved(name, mint)
    if moved is not None:
        return moved
    return _describe(name, mint, _entity_page, _constructed("describe_entity"))


@blueprint.route("/article/<path:name>")
def article(name: str) -> Response:
    """Describe an article: all that its graph holds."""
    return _describe(name, current_snapshot().names.article, _article_page, _graph)


@blueprint.route("/claim/<name>")
def claim(name: str) -> Response:
    """Describe a claim down to the words."""
    base = current_snapshot().names.base

    def mint(local_name: str) -> URIRef:
        return URIRef(f"{base}claim/{quote(local_name, safe='')}")

    return _describe(name, mint, _claim_page, _constructed("describe_claim"))


@blueprint.route("/act/<name>")
def act(name: str) -> Response:
    """Describe an act by the claims of all articles about it."""
    base = current_snapshot().names.base

    def mint(local_name: str) -> URIRef:
        return URIRef(f"{base}act/{quote(local_name, safe='')}")

    return _describe(name, mint, _act_page, _constructed("describe_act"))


@blueprint.route("/ontology")
@blueprint.route("/ontology.<suffix>")
def ontology(suffix: str | None = None) -> Response:
    """Describe the ontology."""
    if suffix and suffix not in _FORMATS:
        abort(404)
    snapshot = current_snapshot()
    iri = snapshot.names.graph("ontology")
    return _send(snapshot, iri, suffix, _ontology_page, _graph)


def _moved(name: str, mint: Callable[[str], URIRef]) -> Response | None:
    """Return the way to what took the place of a resource, in the same format."""
    stem, dot, suffix = name.rpartition(".")
    spellings = [(name, "")]
    if stem and suffix in _FORMATS and not exists(current_snapshot(), mint(name)):
        spellings.append((stem, dot + suffix))
    for spelling, ending in spellings:
        text = fill(read_query("replaced"), resource=mint(spelling))
        snapshot = current_snapshot()
        rows = select(snapshot.store, text, base_iri=snapshot.names.base)
        page = current_links().page(rows[0]["new"]) if rows else None
        if page is not None:
            query = request.query_string.decode("latin-1")
            address = f"{page}{ending}?{query}" if query else f"{page}{ending}"
            moved = Response(status=HTTPStatus.PERMANENT_REDIRECT)
            moved.headers["Location"] = address
            return moved
    return None


def _describe(
    name: str, mint: Callable[[str], URIRef], page: Page, triples: Triples
) -> Response:
    """Answer for a resource; a name may itself end like a suffix."""
    snapshot = current_snapshot()
    suffix = None
    if not exists(snapshot, mint(name)):
        stem, _, suffix = name.rpartition(".")
        if suffix not in _FORMATS or not stem or not exists(snapshot, mint(stem)):
            abort(404)
        name = stem
    iri = mint(name)
    response = _send(snapshot, iri, suffix, page, triples)
    response.headers["Link"] = f'<{iri}>; rel="describes"'
    return response


def _send(
    snapshot: Snapshot, iri: URIRef, suffix: str | None, page: Page, triples: Triples
) -> Response:
    offer, media_type = choose(
        tuple(_FORMATS.values()),
        accept=request.headers.get("Accept", ""),
        format_name=suffix or request.args.get("format"),
    )
    if offer is HTML:
        return send(page(snapshot, iri), media_type)
    return send(b"".join(triples(snapshot, iri, offer)), media_type)


def _constructed(query: str) -> Triples:
    def triples(snapshot: Snapshot, iri: URIRef, offer: Format) -> Iterable[bytes]:
        text = fill(read_query(query), resource=iri)
        answer = snapshot.store.query(text, base_iri=snapshot.names.base)
        return answer.serialize(offer.name)

    return triples


def _graph(snapshot: Snapshot, iri: URIRef, offer: Format) -> Iterable[bytes]:
    return snapshot.store.dump(offer.name, [iri])


def _entity_page(snapshot: Snapshot, iri: URIRef) -> str:
    reader = Reader(snapshot, current_links())
    if "part" in request.args:
        part = read_part(reader, iri, request.args)
        return _page("entity_part.html", iri, reader, view=part)
    return _page("entity.html", iri, reader, view=read_entity(reader, iri))


def _article_page(snapshot: Snapshot, iri: URIRef) -> str:
    reader = Reader(snapshot, current_links())
    return _page("article.html", iri, reader, view=read_article(reader, iri))


def _claim_page(snapshot: Snapshot, iri: URIRef) -> str:
    reader = Reader(snapshot, current_links())
    claims = view_claims(reader, [iri])
    if not claims:
        abort(404)
    return _page("claim.html", iri, reader, claim=claims[0])


def _act_page(snapshot: Snapshot, iri: URIRef) -> str:
    reader = Reader(snapshot, current_links())
    claims = read_claims(reader, "claims_of_act", resource=iri)
    if not claims:
        abort(404)
    return _page("act.html", iri, reader, claims=claims)


def _ontology_page(snapshot: Snapshot, iri: URIRef) -> str:
    del iri
    reader = Reader(snapshot, current_links())
    terms = read_ontology(reader)
    return _page("ontology.html", f"{snapshot.names.base}ontology", reader, terms=terms)


def _page(template: str, iri: str, reader: Reader, **content: object) -> str:
    return render_template(
        template,
        iri=iri,
        path=reader.links.page(iri),
        formats=_FORMATS,
        questions=reader.questions,
        **content,
    )
