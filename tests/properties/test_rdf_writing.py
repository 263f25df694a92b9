"""Every format says what the graph says, in the same bytes each time."""

import os
import subprocess
import sys

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

from kg.config import PROJECT
from kg.errors import StoreError
from kg.rdf.conversion import from_term, from_triple
from kg.rdf.dump import dump_dataset, dump_graph
from tests.strategies import EXAMPLE, triples

PARSERS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
PREFIXES = {
    "ex": EXAMPLE,
    "z": f"{EXAMPLE}Z",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
GRAPHS = st.lists(triples(blank=True), max_size=12)
NAMES = st.sampled_from("gh").map(lambda name: URIRef(EXAMPLE + name))


def read_quads(content, format_name):
    """Read with a parser that leaves literals as they are, unlike rdflib's."""
    for quad in ox.parse(content, format=PARSERS[format_name]):
        graph = quad.graph_name
        name = None if isinstance(graph, ox.DefaultGraph) else from_term(graph)
        yield (*from_triple(quad), name)


def graph_of(some_triples):
    graph = Graph()
    for triple in some_triples:
        graph.add(triple)
    return graph


@pytest.mark.parametrize("format_name", PARSERS)
@settings(deadline=None, max_examples=60)
@given(written=GRAPHS)
def test_graph_survives_the_way_there_and_back(format_name, written):
    content = b"".join(dump_graph(written, format_name, PREFIXES))

    read = graph_of(quad[:3] for quad in read_quads(content, format_name))
    assert isomorphic(read, graph_of(written))


@pytest.mark.parametrize("format_name", ["turtle", "nt", "xml"])
@settings(deadline=None, max_examples=40)
@given(written=GRAPHS)
def test_rdflib_reads_the_same_graph(format_name, written):
    short = {"turtle": "ttl", "xml": "rdf"}.get(format_name, format_name)
    content = b"".join(dump_graph(written, short, PREFIXES))

    read = Graph().parse(data=content, format=format_name)

    assert isomorphic(read, graph_of(written))


@pytest.mark.parametrize("format_name", ["trig", "nq", "jsonld"])
@settings(deadline=None, max_examples=40)
@given(written=st.dictionaries(NAMES, st.lists(triples(), min_size=1, max_size=6)))
def test_dataset_keeps_its_graphs_apart(format_name, written):
    content = b"".join(dump_dataset(written, format_name, PREFIXES))

    assert set(read_quads(content, format_name)) == {
        (*triple, graph) for graph, some in written.items() for triple in some
    }


@pytest.mark.parametrize("format_name", PARSERS)
@settings(deadline=None, max_examples=40)
@given(written=st.lists(triples(), max_size=12), random=st.randoms())
def test_bytes_do_not_depend_on_order_or_repetition(format_name, written, random):
    shuffled = [*written, *written]
    random.shuffle(shuffled)

    def dump(some_triples):
        return b"".join(dump_graph(some_triples, format_name, PREFIXES))

    assert dump(shuffled) == dump(written)


SCRIPT = """
import sys
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF
from kg.rdf.conversion import from_term, from_triple
from kg.rdf.dump import dump_dataset
from kg.rdf.terms import Names

def iri(n):
    return URIRef(f"http://example.org/{n % 7}/x{n}")

triples = {(iri(n), iri(n % 5), iri(n * 3)) for n in range(50)}
triples |= {(iri(n), RDF.type, iri(n + 1)) for n in range(9)}
triples |= {(iri(n), iri(1), Literal(str(n), lang="en")) for n in range(9)}
graphs = {iri(n): triples for n in range(3)}
prefixes = Names("https://w3id.org/araz/").prefixes
for part in dump_dataset(graphs, sys.argv[1], prefixes):
    sys.stdout.buffer.write(part)
"""


@pytest.mark.parametrize("format_name", PARSERS)
def test_bytes_do_not_depend_on_the_process(format_name):
    def dump(seed):
        return subprocess.run(
            [sys.executable, "-c", SCRIPT, format_name],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=PROJECT,
            capture_output=True,
            check=True,
        ).stdout

    assert dump("1") == dump("2") != b""


def test_prefix_that_is_a_scheme_in_the_data_is_not_used():
    geo = URIRef("geo:48.2,16.3")
    prefixes = {"geo": EXAMPLE}
    node = URIRef(f"{EXAMPLE}a")

    content = b"".join(dump_graph([(node, node, geo)], "jsonld", prefixes))

    assert list(read_quads(content, "jsonld")) == [(node, node, geo, None)]


def test_predicate_that_xml_cannot_name_is_refused():
    predicate = URIRef("http://example.org/1")

    with pytest.raises(StoreError, match="RDF/XML cannot write it"):
        list(dump_graph([(predicate, predicate, predicate)], "rdf", {}))


def test_a_prefix_used_by_a_graph_name_alone_is_declared():
    triple = (URIRef("urn:s"), URIRef("urn:p"), URIRef("urn:o"))

    content = b"".join(
        dump_dataset({URIRef(EXAMPLE + "g"): [triple]}, "trig", PREFIXES)
    )

    assert set(read_quads(content, "trig")) == {(*triple, URIRef(EXAMPLE + "g"))}


def test_rdf_type_is_a_only_as_a_predicate():
    triple = (RDF.type, RDF.type, RDF.type)

    content = b"".join(dump_graph([triple], "ttl", PREFIXES))

    assert [quad[:3] for quad in read_quads(content, "ttl")] == [triple]
