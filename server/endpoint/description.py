"""The service description, made from the table of formats and the store's graphs.

See https://www.w3.org/TR/sparql11-service-description/.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import RDF, RDFS, Literal, Namespace, URIRef
from rdflib.namespace import VOID

from kg.config import Settings
from kg.rdf.formats import FORMATS
from kg.rdf.snapshots import TEXT_INDEX
from kg.rdf.terms import Triple
from server.reading.counts import count_graphs
from server.reading.snapshots import Snapshot

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

_ENTAILMENT = Namespace("http://www.w3.org/ns/entailment/")
_PROFILE = Namespace("http://www.w3.org/ns/owl-profile/")
_FORMAT = Namespace("http://www.w3.org/ns/formats/")
# What https://www.w3.org/ns/formats/ calls each of the formats.
FORMAT_IRIS = {
    "ttl": _FORMAT.Turtle,
    "nt": _FORMAT["N-Triples"],
    "nq": _FORMAT["N-Quads"],
    "trig": _FORMAT.TriG,
    "jsonld": _FORMAT["JSON-LD"],
    "rdf": _FORMAT.RDF_XML,
    "json": _FORMAT.SPARQL_Results_JSON,
    "xml": _FORMAT.SPARQL_Results_XML,
    "csv": _FORMAT.SPARQL_Results_CSV,
    "tsv": _FORMAT.SPARQL_Results_TSV,
}
_OWL_RL = "What a query sees with entailment=owl-rl, or without that parameter."
_NONE = "What a query sees with entailment=none: nothing that was inferred."
# Formats that hold one graph, which is what LOAD reads.
_READ = ("ttl", "nt", "jsonld", "rdf")
# Functions of the text index, and what they give.
_FUNCTIONS = {
    "matches": "Whether the texts of a thing match words: araz:matches(?thing, words).",
    "relevance": "How well they match, or nothing: araz:relevance(?thing, words).",
    "snippet": "Where they match, or nothing: araz:snippet(?thing, words).",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What an endpoint can do beyond answering queries, and what it knows.

    Attributes:
        updates: Whether it takes updates.
        federation: Whether there are endpoints that `SERVICE` may ask.
        functions: The functions for full-text search, with a comment each.
        inferred: The graph that holds what was inferred, if there is one.
        triples: How many triples each named graph holds.
    """

    updates: bool = False
    federation: bool = False
    functions: Mapping[URIRef, str] = field(default_factory=dict)
    inferred: URIRef | None = None
    triples: Mapping[str, int] = field(default_factory=dict)


def abilities_of(snapshot: Snapshot, settings: Settings) -> Abilities:
    """Return what the endpoint that serves a snapshot can do."""
    names = snapshot.names
    folder = snapshot.folder
    searchable = folder is not None and (folder / TEXT_INDEX).exists()
    functions = {names.ontology[name]: text for name, text in _FUNCTIONS.items()}
    counts = count_graphs(snapshot)
    return Abilities(
        updates=bool(settings.token_hash),
        federation=bool(settings.services.split()),
        functions=functions if searchable else {},
        inferred=names.graph("inferred"),
        triples={name: part.triples for name, part in counts.items()},
    )


def describe_service(
    endpoint: str,
    graphs: Iterable[URIRef],
    abilities: Abilities = Abilities(),
) -> Iterator[Triple]:
    """Yield what the endpoint can do and which graphs it holds.

    `?entailment=` chooses between two datasets: all graphs, the default, or those
    that are stated.

    Args:
        endpoint: The address that takes queries.
        graphs: The named graphs of the store.
        abilities: What else there is to say.
    """
    graphs = tuple(graphs)
    service = URIRef(f"{endpoint}#service")
    yield from _service(service, endpoint, abilities)
    everything = URIRef(f"{endpoint}#dataset")
    yield service, SD.defaultDataset, everything
    yield service, SD.availableGraphs, everything
    yield everything, RDFS.comment, Literal(_OWL_RL, lang="en")
    yield from _dataset(everything, URIRef(f"{endpoint}#default-graph"), graphs)
    stated = URIRef(f"{endpoint}#stated-dataset")
    yield service, SD.availableGraphs, stated
    yield stated, RDFS.comment, Literal(_NONE, lang="en")
    yield from _dataset(
        stated,
        URIRef(f"{endpoint}#stated-default-graph"),
        (graph for graph in graphs if graph != abilities.inferred),
    )
    for graph in graphs:
        yield from _named_graph(graph, abilities)
    for function, comment in abilities.functions.items():
        yield function, RDF.type, SD.Function
        yield function, RDFS.comment, Literal(comment, lang="en")


def _service(service: URIRef, endpoint: str, abilities: Abilities) -> Iterator[Triple]:
    yield service, RDF.type, SD.Service
    yield service, SD.endpoint, URIRef(endpoint)
    yield service, SD.supportedLanguage, SD.SPARQL11Query
    yield service, SD.feature, SD.UnionDefaultGraph
    yield service, SD.defaultEntailmentRegime, _ENTAILMENT["OWL-RDF-Based"]
    yield service, SD.defaultSupportedEntailmentProfile, _PROFILE.RL
    if abilities.federation:
        yield service, SD.feature, SD.BasicFederatedQuery
    if abilities.updates:
        yield service, SD.supportedLanguage, SD.SPARQL11Update
        for name in _READ:
            yield service, SD.inputFormat, FORMAT_IRIS[name]
    for name in FORMATS:
        yield service, SD.resultFormat, FORMAT_IRIS[name]
    for function in abilities.functions:
        yield service, SD.extensionFunction, function


def _dataset(
    dataset: URIRef, default: URIRef, graphs: Iterable[URIRef]
) -> Iterator[Triple]:
    """Yield a dataset whose default graph is the union of its named graphs."""
    yield dataset, RDF.type, SD.Dataset
    yield dataset, RDF.type, SD.GraphCollection
    yield dataset, SD.defaultGraph, default
    yield default, RDF.type, SD.Graph
    for graph in graphs:
        yield dataset, SD.namedGraph, graph


def _named_graph(graph: URIRef, abilities: Abilities) -> Iterator[Triple]:
    # A named graph is a name and a graph; here they share the IRI.
    yield graph, RDF.type, SD.NamedGraph
    yield graph, RDF.type, SD.Graph
    yield graph, SD.name, graph
    yield graph, SD.graph, graph
    if graph == abilities.inferred:
        yield graph, SD.entailmentRegime, _ENTAILMENT["OWL-RDF-Based"]
        yield graph, SD.supportedEntailmentProfile, _PROFILE.RL
    else:
        yield graph, SD.entailmentRegime, _ENTAILMENT.Simple
    if (count := abilities.triples.get(str(graph))) is not None:
        yield graph, VOID.triples, Literal(count)
