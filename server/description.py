"""The service description, made from the table of formats and the store's graphs.

See https://www.w3.org/TR/sparql11-service-description/.
"""

from collections.abc import Iterator

from rdflib import RDF, Namespace, URIRef

from kg.rdf.formats import FORMATS
from kg.rdf.terms import Triple

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

_ENTAILMENT = Namespace("http://www.w3.org/ns/entailment/")
_PROFILE = Namespace("http://www.w3.org/ns/owl-profile/")
_FORMAT = Namespace("http://www.w3.org/ns/formats/")
# What https://www.w3.org/ns/formats/ calls each of the formats.
_FORMAT_NAMES = {
    "ttl": "Turtle",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
}


def describe_service(endpoint: str, graphs: tuple[URIRef, ...]) -> Iterator[Triple]:
    """Yield what the endpoint can do and which graphs it holds.

    Args:
        endpoint: The address that takes queries.
        graphs: The named graphs of the store.
    """
    service = URIRef(f"{endpoint}#service")
    dataset = URIRef(f"{endpoint}#dataset")
    default = URIRef(f"{endpoint}#default-graph")
    yield service, RDF.type, SD.Service
    yield service, SD.endpoint, URIRef(endpoint)
    yield service, SD.supportedLanguage, SD.SPARQL11Query
    yield service, SD.feature, SD.UnionDefaultGraph
    yield service, SD.defaultEntailmentRegime, _ENTAILMENT["OWL-RDF-Based"]
    yield service, SD.defaultSupportedEntailmentProfile, _PROFILE.RL
    for name in FORMATS:
        yield service, SD.resultFormat, _FORMAT[_FORMAT_NAMES[name]]
    yield service, SD.defaultDataset, dataset
    yield dataset, RDF.type, SD.Dataset
    yield dataset, SD.defaultGraph, default
    yield default, RDF.type, SD.Graph
    for graph in graphs:
        # A named graph is a name and a graph; here they share the IRI.
        yield dataset, SD.namedGraph, graph
        yield graph, RDF.type, SD.NamedGraph
        yield graph, SD.name, graph
