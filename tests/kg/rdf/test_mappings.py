"""Mappings as axioms."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.config import Settings
from kg.errors import MappingError
from kg.ontology.sssom import read_mapping_table
from kg.pipeline.derived import update_mappings
from kg.pipeline.graphs import MAPPINGS, premise_graphs
from kg.rdf.mappings import NEEDED, SSSOM, mapping_triples
from kg.rdf.store import open_store
from kg.rdf.terms import WD, Names

NAMES = Names(Settings().base_iri)
ARAZ = NAMES.ontology
P47 = URIRef("http://www.wikidata.org/prop/direct/P47")
KINDS = {
    str(ARAZ.borders): OWL.ObjectProperty,
    str(ARAZ.River): OWL.Class,
}
HEAD = """\
#curie_map:
#  araz: https://w3id.org/araz/ontology#
#  semapv: https://w3id.org/semapv/vocab/
#  skos: http://www.w3.org/2004/02/skos/core#
#  wd: http://www.wikidata.org/entity/
#  wdt: http://www.wikidata.org/prop/direct/
"""
HEAD += "\t".join((*NEEDED, "see_also", "comment")) + "\n"


def graph_of(folder, *rows, names=NAMES, sources=""):
    file = folder / "some.sssom.tsv"
    lines = ("\t".join((*row, sources, "")) for row in rows)
    file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    graph = Graph()
    table = read_mapping_table(file, NEEDED)
    for triple in mapping_triples([table], KINDS, names):
        graph.add(triple)
    return graph


def row(subject="araz:borders", predicate="exactMatch", target="wdt:P47", sure="0.95"):
    return (
        subject,
        f"skos:{predicate}",
        target,
        "a label",
        "semapv:ManualMappingCuration",
        sure,
    )


def test_mapping_is_a_triple_and_is_told_of(tmp_path):
    graph = graph_of(tmp_path, row(predicate="closeMatch", sure="0.7"))
    (axiom,) = graph.subjects(RDF.type, OWL.Axiom)

    assert (ARAZ.borders, SKOS.closeMatch, P47) in graph
    assert (P47, RDFS.label, Literal("a label", lang="en")) in graph
    assert graph.value(axiom, OWL.annotatedSource) == ARAZ.borders
    assert graph.value(axiom, OWL.annotatedProperty) == SKOS.closeMatch
    assert graph.value(axiom, OWL.annotatedTarget) == P47
    assert str(graph.value(axiom, SSSOM.confidence)) == "0.7"


@pytest.mark.parametrize(
    ("changes", "axiom"),
    [
        ({}, (ARAZ.borders, OWL.equivalentProperty, P47)),
        (
            {"subject": "araz:River", "target": "wd:Q4022"},
            (ARAZ.River, OWL.equivalentClass, WD.Q4022),
        ),
    ],
    ids=["property", "class"],
)
def test_sure_exact_match_is_an_equivalence(tmp_path, changes, axiom):
    assert axiom in graph_of(tmp_path, row(**changes))


@pytest.mark.parametrize(
    "changes",
    [{"predicate": "narrowMatch"}, {"predicate": "closeMatch"}, {"sure": "0.7"}],
    ids=["narrower", "close", "unsure"],
)
def test_anything_less_is_none(tmp_path, changes):
    graph = graph_of(tmp_path, row(**changes))

    assert (ARAZ.borders, OWL.equivalentProperty, P47) not in graph


def test_axiom_names_where_the_other_term_was_read(tmp_path):
    files = ["https://one.example/a.tsv", "https://two.example/b.json"]

    graph = graph_of(tmp_path, row(predicate="closeMatch"), sources="|".join(files))
    (axiom,) = graph.subjects(RDF.type, OWL.Axiom)

    assert set(graph.objects(axiom, RDFS.seeAlso)) == {URIRef(each) for each in files}


def test_source_that_is_no_address_is_named_with_file_and_line(tmp_path):
    with pytest.raises(MappingError, match=r"sssom.tsv:8: see_also needs addresses"):
        graph_of(tmp_path, row(), sources="from memory")


def test_terms_are_below_the_base_that_is_set(tmp_path):
    names = Names("http://localhost:8000/")

    graph = graph_of(tmp_path, row(), names=names)

    assert (names.ontology.borders, SKOS.exactMatch, P47) in graph


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"subject": "araz:Dragon"}, "the ontology has no araz:Dragon"),
        ({"target": "P47"}, "object_id needs a prefix"),
        ({"target": "dbo:borders"}, "object_id needs a prefix"),
        ({"sure": "high"}, "confidence needs a number"),
        ({"sure": "2"}, "confidence needs a number"),
    ],
    ids=["unknown-term", "no-prefix", "unknown-prefix", "no-number", "too-sure"],
)
def test_bad_mapping_is_named_with_file_and_line(tmp_path, changes, problem):
    with pytest.raises(MappingError, match=f"sssom.tsv:8: {problem}"):
        graph_of(tmp_path, row(**changes))


def test_table_without_a_column_is_refused(tmp_path):
    file = tmp_path / "some.sssom.tsv"
    file.write_text("#curie_map: {}\nsubject_id\tobject_id\n", encoding="utf-8")

    with pytest.raises(MappingError, match="tsv:2: the header lacks predicate_id"):
        read_mapping_table(file, NEEDED)


def test_mappings_of_the_project_are_loaded_and_not_reasoned_over(settings):
    with open_store(settings.store, names=NAMES) as store:
        update_mappings(store, settings, NAMES)
        graph = set(store.triples(NAMES.graph(MAPPINGS)))

        assert (ARAZ.borders, SKOS.exactMatch, P47) in graph
        assert (ARAZ.River, OWL.equivalentClass, WD.Q4022) in graph
        assert NAMES.graph(MAPPINGS) not in premise_graphs(store, NAMES)
