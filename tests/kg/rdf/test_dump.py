"""Dumps of graphs larger than a run, empty ones, and terms that a format lacks."""

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, XSD

from kg.errors import FormatError, StoreError
from kg.rdf.conversion import from_term
from kg.rdf.dump import dump_dataset, dump_graph, dump_texts
from kg.rdf.formats import RDF_FORMATS
from kg.rdf.ntriples import literal_parts, quoted, term_text, unquoted

if TYPE_CHECKING:
    from kg.rdf.terms import NodeTriple

EX = "http://example.org/"
S, P, T, G = (URIRef(EX + name) for name in "sptg")
EVERYTHING = "".join(map(chr, [*range(0x250), 0x2028, 0xFFFD, 0x1F680]))
TRIPLE_TERM = f"<<( <{S}> <{P}> <{T}> )>>"
NAMES = [known.name for known in RDF_FORMATS]


def written(graphs, name, prefixes=()):
    return b"".join(dump_dataset(graphs, name, dict(prefixes))).decode()


@pytest.mark.parametrize(
    "literal",
    [
        ox.Literal(EVERYTHING),
        ox.Literal(EVERYTHING, language="de-at"),
        ox.Literal('a"^^<b"@c\\', datatype=ox.NamedNode(EX + "type")),
    ],
    ids=["plain", "language", "datatype"],
)
def test_terms_are_written_as_the_engine_writes_them(literal):
    text = term_text(from_term(literal))

    assert text == str(literal)
    inside, language, datatype = literal_parts(text)
    assert unquoted(inside) == literal.value
    assert language == literal.language
    expected = None if literal.language else literal.datatype.value
    assert (datatype or expected) == expected


def test_what_is_quoted_can_be_unquoted():
    assert unquoted(quoted(EVERYTHING)) == EVERYTHING


@pytest.mark.parametrize("name", NAMES)
def test_a_graph_of_many_runs_is_written_as_a_small_one(name, monkeypatch):
    triples: list[NodeTriple] = [
        (URIRef(f"{EX}{n % 50}"), P, Literal(str(n))) for n in range(300)
    ]
    triples += [(URIRef(f"{EX}{n}"), RDF.type, T) for n in range(50)]
    graphs = {URIRef(f"{EX}g{n}"): triples[n:] for n in range(3)}
    expected = written(graphs, name)

    monkeypatch.setattr("kg.rdf.sorting._MAX_BYTES", 500)

    assert written(graphs, name) == expected


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf"])
def test_the_union_has_each_triple_once(name):
    graphs = {G: [(S, P, T)], S: [(S, P, T)]}

    assert written(graphs, name) == written({G: [(S, P, T)]}, name)


@pytest.mark.parametrize("name", ["trig", "jsonld"])
def test_an_empty_graph_is_named_in_its_place(name):
    graphs: dict[URIRef, list[NodeTriple]] = {
        URIRef(EX + "c"): [],
        URIRef(EX + "a"): [],
        URIRef(EX + "b"): [(S, P, T)],
    }

    text = written(graphs, name)

    places = [text.index(f"{EX}{graph}") for graph in "abc"]
    assert places == sorted(places)


def test_graphs_are_in_the_order_of_their_names():
    graphs = {URIRef(EX + name): [(S, P, T)] for name in ("a-b", "a", "a/b", "ab")}

    text = written(graphs, "trig")

    places = [text.index(f"<{graph}> {{") for graph in sorted(graphs)]
    assert places == sorted(places)


def test_the_default_graph_comes_first_in_trig():
    texts = (f"<{S}>", f"<{P}>", f"<{T}>")

    content = b"".join(dump_texts({G: [texts], None: [texts]}, "trig", {}))

    triple = f"\n<{S}>\n    <{P}> <{T}> .\n"
    assert content.decode().startswith(f"{triple}\n<{G}> {{\n")


def test_the_scheme_of_a_datatype_is_no_prefix_in_json_ld():
    literal = Literal("x", datatype=URIRef("ex:type"))

    text = b"".join(dump_graph([(S, P, literal)], "jsonld", {"ex": EX})).decode()

    assert "ex" not in json.loads(text)["@context"]


def test_a_type_that_is_a_literal_is_no_type_of_a_node_in_json_ld():
    triples = [(S, RDF.type, Literal("x")), (S, RDF.type, T), (S, P, BNode("b"))]

    text = b"".join(dump_graph(triples, "jsonld", {})).decode()

    (node,) = json.loads(text)["@graph"]
    assert list(node) == ["@id", "@type", str(P), str(RDF.type)]
    assert node["@type"] == [str(T)]
    assert node[str(RDF.type)] == ["x"]


@pytest.mark.parametrize("name", ["rdf", "jsonld"])
def test_a_triple_term_is_refused_before_anything_is_written(name):
    parts = dump_texts({None: [(f"<{S}>", f"<{P}>", TRIPLE_TERM)]}, name, {})

    with pytest.raises(FormatError, match="triple term"):
        next(parts)


@pytest.mark.parametrize("name", ["nt", "nq", "ttl", "trig"])
def test_a_triple_term_is_kept_where_the_format_has_them(name):
    parts = dump_texts({None: [(f"<{S}>", f"<{P}>", TRIPLE_TERM)]}, name, {})

    assert TRIPLE_TERM in b"".join(parts).decode()


def test_a_character_that_xml_lacks_is_refused_before_anything_is_written():
    many = [(S, P, Literal("x" * n)) for n in range(1000)]

    with pytest.raises(FormatError, match="XML cannot hold"):
        next(dump_graph([*many, (S, P, Literal("y\x01"))], "rdf", {}))


def test_short_forms_are_for_literals_that_have_one():
    values = [
        Literal(text, datatype=datatype, normalize=False)
        for text, datatype in [
            *(("7", XSD.integer), ("1.5", XSD.decimal), ("true", XSD.boolean)),
            *(("7x", XSD.integer), ("1.", XSD.decimal), ("1", XSD.boolean)),
        ]
    ]

    text = b"".join(dump_graph([(S, P, v) for v in values], "ttl", {})).decode()

    for short in ("7", "1.5", "true"):
        assert f" {short} " in text.replace("\n", " ")
    assert text.count("^^<") == 3


def test_an_unknown_format_is_named():
    with pytest.raises(StoreError, match="no format 'csv' for RDF"):
        list(dump_texts({}, "csv", {}))
