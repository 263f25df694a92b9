"""What the dataset is and how much it holds: VoID and DCAT, counted, never guessed.

See https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, VOID, XSD
from rdflib.term import Node

from kg.rdf.formats import RDF_FORMATS
from kg.rdf.terms import Names, NodeTriple
from server.endpoint.description import FORMAT_IRIS, SD
from server.reading.counts import DatasetCounts, PartCounts

PREFIXES = {
    "dcat": str(DCAT),
    "foaf": str(FOAF),
    "formats": "http://www.w3.org/ns/formats/",
    "sd": str(SD),
    "void": str(VOID),
}

_MEDIA_TYPE = Namespace("https://www.iana.org/assignments/media-types/")
_OWN_GRAPHS = ("ontology", "background", "links", "mappings", "inferred")


@dataclass(frozen=True, slots=True)
class File:
    """A file with the whole dataset; `size` in bytes, if it is known."""

    url: str
    media_type: str
    compressed: bool
    size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where things are served."""

    description: str
    sparql: str
    dumps: str
    openapi: str


def describe_dataset(
    counts: DatasetCounts,
    names: Names,
    generation: str,
    addresses: Addresses,
    files: Iterable[File],
) -> Iterator[NodeTriple]:
    """Yield the description.

    Args:
        counts: What is in the dataset.
        names: The IRIs of the knowledge graph.
        generation: Identifies the content.
        addresses: Where it is served.
        files: The dumps of the whole.
    """
    here = Namespace(f"{addresses.description}#")
    dataset = here.dataset
    parts = dict(_parts(counts, names, here))
    others = (here.wikidata,) if counts.links else ()
    yield from _told(addresses.description, {dataset, here.publisher, *parts, *others})
    yield dataset, DCTERMS.identifier, Literal(generation)
    if counts.modified:
        modified = Literal(counts.modified, datatype=XSD.date)
        yield dataset, DCTERMS.modified, modified
    yield dataset, VOID.uriSpace, Literal(names.base)
    yield from _totals(dataset, counts)
    yield from _partitions(dataset, counts, here)
    yield from _vocabularies(dataset, counts, names.prefixes)
    for part, (graph, part_counts) in parts.items():
        yield dataset, VOID.subset, part
        yield from _part(part, graph, part_counts)
    yield from _linksets(dataset, counts.links, here)
    yield from _access(dataset, addresses)
    for file in files:
        yield from _distribution(dataset, file, addresses)


def _told(address: str, described: set[URIRef]) -> Iterator[NodeTriple]:
    """Yield what the file says of the description and of what is described."""
    graph = Graph().parse(data=_text(), format="turtle", publicID=address)
    for triple in graph:
        if triple[0] in described or triple[0] == URIRef(address):
            yield triple


@cache
def _text() -> str:
    return Path(__file__).with_name("void.ttl").read_text(encoding="utf-8")


def _parts(
    counts: DatasetCounts, names: Names, here: Namespace
) -> Iterator[tuple[URIRef, tuple[URIRef | None, PartCounts]]]:
    """Yield each part, its graph if it is one, and its counts."""
    own = {str(names.graph(name)): here[name] for name in _OWN_GRAPHS}
    articles = f"{names.base}article/"
    for name, part in counts.graphs.items():
        if name in own:
            yield own[name], (URIRef(name), part)
        elif not name.startswith(articles):
            yield URIRef(name), (URIRef(name), part)
    if counts.articles.documents:
        yield here.articles, (None, counts.articles)


def _totals(dataset: URIRef, counts: DatasetCounts) -> Iterator[NodeTriple]:
    yield dataset, VOID.triples, _number(counts.triples)
    yield dataset, VOID.distinctSubjects, _number(counts.subjects)
    yield dataset, VOID.distinctObjects, _number(counts.objects)
    yield dataset, VOID.entities, _number(counts.entities)
    yield dataset, VOID.classes, _number(len(counts.classes))
    yield dataset, VOID.properties, _number(len(counts.properties))
    yield dataset, VOID.documents, _number(counts.articles.documents)


def _partitions(
    dataset: URIRef, counts: DatasetCounts, here: Namespace
) -> Iterator[NodeTriple]:
    for number, (name, count) in enumerate(counts.classes.items(), start=1):
        part = here[f"class-{number}"]
        yield dataset, VOID.classPartition, part
        yield part, VOID["class"], URIRef(name)
        yield part, VOID.entities, _number(count)
    for number, (name, count) in enumerate(counts.properties.items(), start=1):
        part = here[f"property-{number}"]
        yield dataset, VOID.propertyPartition, part
        yield part, VOID.property, URIRef(name)
        yield part, VOID.triples, _number(count)


def _vocabularies(
    dataset: URIRef, counts: DatasetCounts, prefixes: Mapping[str, str]
) -> Iterator[NodeTriple]:
    terms = (*counts.classes, *counts.properties)
    for namespace in prefixes.values():
        if any(term.startswith(namespace) for term in terms):
            yield dataset, VOID.vocabulary, URIRef(namespace)


def _part(
    part: URIRef, graph: URIRef | None, counts: PartCounts
) -> Iterator[NodeTriple]:
    yield part, RDF.type, VOID.Dataset
    if graph is not None:
        yield part, RDF.type, SD.NamedGraph
        yield part, SD.name, graph
    else:
        yield part, VOID.documents, _number(counts.documents)
    yield part, VOID.triples, _number(counts.triples)
    yield part, VOID.distinctSubjects, _number(counts.subjects)
    yield part, VOID.distinctObjects, _number(counts.objects)


def _linksets(
    dataset: URIRef, links: Mapping[str, int], here: Namespace
) -> Iterator[NodeTriple]:
    for number, (name, count) in enumerate(links.items(), start=1):
        linkset = here[f"linkset-{number}"]
        yield dataset, VOID.subset, linkset
        yield linkset, RDF.type, VOID.Linkset
        yield linkset, VOID.linkPredicate, URIRef(name)
        yield linkset, VOID.triples, _number(count)
        yield linkset, VOID.subjectsTarget, dataset
        yield linkset, VOID.objectsTarget, here.wikidata


def _access(dataset: URIRef, addresses: Addresses) -> Iterator[NodeTriple]:
    endpoint = URIRef(addresses.sparql)
    service = URIRef(f"{endpoint}#service")
    yield dataset, VOID.sparqlEndpoint, endpoint
    for known in RDF_FORMATS:
        yield dataset, VOID.feature, FORMAT_IRIS[known.name]
    yield service, RDF.type, DCAT.DataService
    yield service, DCAT.endpointURL, endpoint
    yield service, DCAT.endpointDescription, URIRef(addresses.openapi)
    yield service, DCAT.servesDataset, dataset


def _distribution(
    dataset: URIRef, file: File, addresses: Addresses
) -> Iterator[NodeTriple]:
    url = URIRef(file.url)
    yield dataset, VOID.dataDump, url
    yield dataset, DCAT.distribution, url
    yield url, RDF.type, DCAT.Distribution
    yield url, DCAT.downloadURL, url
    yield url, DCAT.accessURL, URIRef(addresses.dumps)
    yield url, DCAT.mediaType, _MEDIA_TYPE[file.media_type]
    if file.compressed:
        yield url, DCAT.compressFormat, _MEDIA_TYPE["application/gzip"]
    if file.size is not None:
        size = Literal(str(file.size), datatype=XSD.nonNegativeInteger)
        yield url, DCAT.byteSize, size


def _number(count: int) -> Node:
    return Literal(count)
