"""The Wikidata mappings: SSSOM columns, known terms, no items from memory."""

import csv
import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Literal, Namespace

from kg.ontology import read_ontology_graph

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
ARAZ = Namespace("https://w3id.org/araz/ontology#")
FILES = {path.name: path for path in (ONTOLOGY / "mappings").glob("*.sssom.tsv")}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
OBJECTS = {"wikidata.sssom.tsv": "wdt:P", "wikidata-classes.sssom.tsv": "wd:Q"}


def rows_of(name):
    lines = [line for line in TEXTS[name].splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


ROWS = [(name, row) for name in sorted(OBJECTS) for row in rows_of(name)]


@pytest.fixture(scope="module")
def graph():
    return read_ontology_graph(ONTOLOGY)


def test_every_table_is_tested():
    assert FILES.keys() == OBJECTS.keys()


@pytest.mark.parametrize("name", OBJECTS)
def test_the_header_says_whose_mapping_it_is(name):
    header = [line for line in TEXTS[name].splitlines() if line.startswith("#")]

    for key in ("curie_map", "mapping_set_id", "mapping_set_version", "license"):
        assert any(line.startswith(f"#{key}:") for line in header), key


@pytest.mark.parametrize(
    ("name", "row"),
    ROWS,
    ids=[f"{row['subject_id']} {row['object_id']}" for _, row in ROWS],
)
def test_a_row_maps_a_term_by_its_own_label(name, row, graph):
    term = ARAZ[row["subject_id"].removeprefix("araz:")]

    assert (term, RDFS.label, Literal(row["subject_label"], "en")) in graph
    assert re.fullmatch(rf"{OBJECTS[name]}[1-9]\d*", row["object_id"])
    assert ((term, RDF.type, OWL.Class) in graph) == (OBJECTS[name] == "wd:Q")
    assert re.fullmatch(
        r"skos:(exact|close|narrow|broad|related)Match", row["predicate_id"]
    )
    assert row["mapping_justification"] == "semapv:ManualMappingCuration"
    assert 0 < float(row["confidence"]) < 1
    assert row["object_label"]


@pytest.mark.parametrize(
    "row",
    rows_of("wikidata-classes.sssom.tsv"),
    ids=[row["object_id"] for row in rows_of("wikidata-classes.sssom.tsv")],
)
def test_an_item_names_the_files_that_it_was_read_in(row):
    """A repository, the commit, and the path in it: what was read can be read again."""
    sources = row["see_also"].split("|")

    assert all(
        re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+/blob/[0-9a-f]{40}/\S+", each)
        for each in sources
    )
    assert len(sources) == len(set(sources))


@pytest.mark.parametrize("name", OBJECTS)
def test_no_pair_is_mapped_twice_and_rows_are_sorted(name):
    pairs = [
        (row["subject_id"], int(row["object_id"].removeprefix(OBJECTS[name])))
        for row in rows_of(name)
    ]

    assert pairs == sorted(set(pairs))
