"""The tables agree with each other and with the store, and name their sources."""

import shutil

import pytest
from rdflib import RDFS, Graph, Literal
from rdflib.namespace import DCTERMS, RDF

from kg.config import Settings
from kg.errors import GazetteerError
from kg.gazetteer import Background, KnownEntity, KnownRelation
from kg.gazetteer.tables import ENTITIES
from kg.model import Entity
from kg.pipeline.sources import read_provenance
from kg.pipeline.tables import (
    label_problems,
    source_problems,
    stored_label_problems,
)
from kg.rdf.background import background_triples, link_triples
from kg.rdf.store import open_store
from kg.rdf.terms import Names

FOLDER = Settings().gazetteer
NAMES = Names(Settings().base_iri)
ENT = NAMES.entity


@pytest.fixture
def tables(tmp_path):
    """A copy of the tables."""
    return shutil.copytree(FOLDER, tmp_path / "gazetteer")


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_tables_of_the_project_have_one_name_an_item():
    assert list(label_problems(FOLDER)) == []


def test_tables_of_the_project_name_their_sources():
    assert list(source_problems(FOLDER)) == []


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("countries.tsv", "Q794\tIran\t", "Q794\tIraq\t"),
        ("office_holders.tsv", "Q76\tBarack Obama\t", "Q76\tJoe Biden\t"),
        ("office_holders.tsv", "Q76\tBarack Obama\t", "Q900000001\tBarack Obama\t"),
    ],
    ids=["state", "person", "unknown-item"],
)
def test_other_name_for_an_item_is_found(tables, table, old, new):
    edit(tables / table, old, new)

    (problem,) = label_problems(tables)

    assert problem.startswith(f"{table}:")


def test_source_without_an_entry_is_found(tables):
    edit(tables / "sources.tsv", "rigour\topensanctions/rigour", "rigor\tor")

    problems = list(source_problems(tables))

    assert problems
    assert all("'rigour'" in problem for problem in problems)


def test_source_without_licence_is_refused(tables, gazetteer):
    edit(tables / "sources.tsv", "\tMIT\t", "\t\t")

    with pytest.raises(GazetteerError, match=r"sources.tsv:\d+: needs a tag"):
        read_provenance(tables, gazetteer)


@pytest.mark.parametrize(("label", "count"), [("Iran", 0), ("Iraq", 1)])
def test_other_name_in_the_store_is_found(tmp_path, label, count):
    links = link_triples(
        [Entity(id="Iran", label="", type="", qid="Q794", score=1.0)], NAMES
    )
    with open_store(tmp_path / "store", names=NAMES) as store:
        store.replace_graph(NAMES.graph("links"), links)
        said = [(ENT("Iran"), RDFS.label, Literal(label, lang="en"))]
        store.replace_graph(NAMES.graph("background"), said)

        problems = list(stored_label_problems(store, NAMES, FOLDER))

    assert len(problems) == count


def test_every_fact_of_the_tables_has_source_licence_and_day(gazetteer):
    iran = gazetteer.by_name("Iran")
    entity = KnownEntity(
        id="Iran",
        label="Iran",
        type="State",
        qid=iran.qid,
        country="IR",
        aliases=(),
        demonyms=(),
        metonyms=(),
        source="rigour+elevant",
    )
    relation = KnownRelation(
        subject="Iran", relation="borders", object="Turkey", source="rigour"
    )
    background = Background(entities=(entity,), relations=(relation,), holdings=())
    graph = Graph()
    provenance = read_provenance(FOLDER, gazetteer)
    for triple in background_triples(background, NAMES, provenance):
        graph.add(triple)

    (statement,) = graph.subjects(RDF.type, RDF.Statement)
    for subject, count in ((statement, 1), (ENT("Iran"), 2)):
        sources = list(graph.objects(subject, DCTERMS.source))
        assert len(sources) == count
        assert all(graph.value(each, DCTERMS.license) for each in sources)
        assert graph.value(subject, NAMES.ontology.asOf)
    licences = graph.subjects(RDF.type, DCTERMS.LicenseDocument)
    labels = {str(graph.value(each, RDFS.label)) for each in licences}
    assert labels == {"MIT", "Apache-2.0"}


def test_names_of_items_are_those_of_the_collected_tables(shared):
    """Of the rows that came from there under their own name."""
    collected = shared / "gazetteer" / "entities.tsv"
    header, *lines = collected.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    cells = [dict(zip(columns, line.split("\t"), strict=False)) for line in lines]
    given = {row["qid"]: row[columns[1]] for row in cells}
    own = (FOLDER / "entities.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert ENTITIES[:2] == ("qid", "name")

    other = [
        (qid, name, given[qid])
        for qid, name, *_ in (line.split("\t") for line in own)
        if qid in given and given[qid] != name
    ]

    assert other == []
