"""Why a triple holds, as an argument: from what follows down to who says so."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, json, render_template, request
from rdflib import RDF, RDFS, SDO, Graph, URIRef

from kg.pipeline.graphs import ONTOLOGY
from kg.rdf.formats import Format
from kg.rdf.reading import sentences
from kg.rdf.terms import Names, NodeTriple
from server.home.overview import count_triples
from server.http.negotiation import HTML, choose
from server.http.sending import send
from server.proofs.wording import tell_axiom, tell_rule, tell_term
from server.protocol.operations import ProtocolError
from server.queries import fill, read_query
from server.reading.links import Link, Links
from server.reading.questions import question
from server.reading.snapshots import Snapshot, current_links, current_snapshot

if TYPE_CHECKING:
    from kg.reasoning.conclusions import Conclusions
    from kg.reasoning.engine import Proof

blueprint = Blueprint("explanations", __name__)

_JSON = Format(name="json", title="JSON", media_types=("application/json",))
_PARAMETERS = ("subject", "predicate", "object")
# An index of all triples is held in memory: about a second for 50,000.
_MAX_TRIPLES = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A graph that asserts a triple, and the sentences that say it there."""

    link: Link
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A proof as a page shows it: a sentence, and what it rests on.

    `words` stand for `parts` where a triple is about the terms of the ontology.
    """

    parts: tuple[Link, ...]
    words: str | None
    reason: str | None
    rule: str | None
    sources: tuple[Source, ...]
    premises: tuple["Step", ...]


@blueprint.route("/explain")
def explain() -> Response:
    """Prove a triple, or say that it does not hold."""
    offer, media_type = choose(
        (_JSON, HTML),
        accept=request.headers.get("Accept", ""),
        format_name=request.args.get("format"),
    )
    snapshot = current_snapshot()
    subject, predicate, object_ = (_read(name, snapshot.names) for name in _PARAMETERS)
    proof = _prove(snapshot, (subject, predicate, object_))
    if offer is _JSON:
        text = json.dumps(_fields(proof, snapshot), ensure_ascii=False)
        return send(text + "\n", media_type)
    step = _step(proof, snapshot, current_links())
    places = dict(zip(_PARAMETERS, (subject, predicate, object_), strict=True))
    text = fill(read_query("proof"), **places)
    page = render_template(
        "explain.html",
        step=step,
        address={name: request.args[name] for name in _PARAMETERS},
        questions=(question(text, snapshot.names.base),),
    )
    return send(page, media_type)


def _read(name: str, names: Names) -> URIRef:
    """Return the IRI of a parameter, written in full or with a known prefix."""
    text = request.args.get(name, "").strip()
    if name == "predicate" and text == "a":
        return RDF.type
    prefix, colon, local = text.partition(":")
    if not colon:
        raise ProtocolError(
            400, f"{name}: expected an IRI, or a name such as ent:Iran, not {text!r}"
        )
    if prefix in names.prefixes and not local.startswith("//"):
        return URIRef(names.prefixes[prefix] + local)
    return URIRef(text.removeprefix("<").removesuffix(">"))


def _prove(snapshot: Snapshot, triple: NodeTriple) -> "Proof":
    if count_triples(snapshot) > _MAX_TRIPLES:
        raise ProtocolError(
            503,
            f"the graph has more than {_MAX_TRIPLES:,} triples, too many to explain "
            "one here; 'kg explain' does",
        )
    proof = _conclusions(snapshot).explain(triple)
    if proof is None:
        told = " ".join(f"<{term}>" for term in triple)
        raise ProtocolError(404, f"{told}: nothing says so, and nothing implies it")
    return proof


@lru_cache(maxsize=1)
def _conclusions(snapshot: Snapshot) -> "Conclusions":
    # The reasoner, and numpy with it, is loaded when somebody asks why, or never.
    from kg.pipeline.inference import read_conclusions  # noqa: PLC0415

    return read_conclusions(snapshot.store, snapshot.names)


@lru_cache(maxsize=1)
def _words(snapshot: Snapshot) -> Graph:
    """Return what terms are called, and the ontology."""
    graph = Graph(bind_namespaces="none")
    for triple in snapshot.store.triples(snapshot.names.graph(ONTOLOGY)):
        graph.add(triple)
    for name in (RDFS.label, SDO.headline):
        text = f"SELECT ?thing ?name WHERE {{ ?thing <{name}> ?name }}"
        for thing, label in snapshot.store.query(text).rows():
            if thing is not None and label is not None:
                graph.add((thing, name, label))
    return graph


def _fields(proof: "Proof", snapshot: Snapshot) -> dict[str, Any]:
    found: dict[str, Any] = {
        "triple": [str(term) for term in proof.conclusion],
        "rule": proof.rule,
    }
    if proof.rule:
        found["reason"] = tell_rule(proof.rule)
        found["premises"] = [_fields(each, snapshot) for each in proof.premises]
    else:
        found["asserted"] = [
            {"graph": str(graph), "sentences": list(_sentences(proof, graph, snapshot))}
            for graph in _graphs(proof, snapshot)
        ]
    return found


def _step(proof: "Proof", snapshot: Snapshot, links: Links) -> Step:
    graph = _words(snapshot)
    subject, predicate, object_ = proof.conclusion
    told = tell_term(predicate, graph, links)
    return Step(
        parts=(
            links.link(str(subject), tell_term(subject, graph, links)),
            links.link(
                str(predicate), "is of the class" if predicate == RDF.type else told
            ),
            links.link(str(object_), tell_term(object_, graph, links)),
        ),
        words=tell_axiom(proof.conclusion, graph, links),
        reason=tell_rule(proof.rule) if proof.rule else None,
        rule=proof.rule,
        sources=tuple(
            Source(
                link=_source(graph_name, snapshot, links),
                sentences=_sentences(proof, graph_name, snapshot),
            )
            for graph_name in _graphs(proof, snapshot)
        ),
        premises=tuple(_step(each, snapshot, links) for each in proof.premises),
    )


def _graphs(proof: "Proof", snapshot: Snapshot) -> tuple[URIRef, ...]:
    return () if proof.rule else _conclusions(snapshot).graphs(proof.conclusion)


def _source(graph: URIRef, snapshot: Snapshot, links: Links) -> Link:
    names = snapshot.names
    if graph == names.graph("ontology"):
        return links.link(f"{names.base}ontology", "the ontology")
    if graph == names.graph("background"):
        return Link("known beforehand")
    headline = _words(snapshot).value(graph, SDO.headline)
    return links.link(str(graph), str(headline) if headline else links.name(str(graph)))


def _sentences(proof: "Proof", graph: URIRef, snapshot: Snapshot) -> tuple[str, ...]:
    return sentences(snapshot.store, snapshot.names, graph, proof.conclusion)
