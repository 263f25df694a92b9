"""The Wikidata mapping: SSSOM columns, known terms, no items from memory."""

import csv
import re
from pathlib import Path

import pytest
from rdflib import RDFS, Literal, Namespace

from kg.ontology import read_ontology_graph

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
ARAZ = Namespace("https://w3id.org/araz/ontology#")
TEXT = (ONTOLOGY / "mappings" / "wikidata.sssom.tsv").read_text(encoding="utf-8")
LINES = [line for line in TEXT.splitlines() if not line.startswith("#")]
ROWS = list(csv.DictReader(LINES, delimiter="\t"))


@pytest.fixture(scope="module")
def graph():
    return read_ontology_graph(ONTOLOGY)


def test_the_header_says_whose_mapping_it_is():
    header = [line for line in TEXT.splitlines() if line.startswith("#")]

    for key in ("curie_map", "mapping_set_id", "mapping_set_version", "license"):
        assert any(line.startswith(f"#{key}:") for line in header), key


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['subject_id']} {row['object_id']}"
)
def test_a_row_maps_a_term_by_its_own_label_to_a_property(row, graph):
    term = ARAZ[row["subject_id"].removeprefix("araz:")]

    assert (term, RDFS.label, Literal(row["subject_label"], "en")) in graph
    assert re.fullmatch(r"wdt:P[1-9]\d*", row["object_id"])
    assert re.fullmatch(
        r"skos:(exact|close|narrow|broad|related)Match", row["predicate_id"]
    )
    assert row["mapping_justification"] == "semapv:ManualMappingCuration"
    assert 0 < float(row["confidence"]) < 1
    assert row["object_label"]


def test_no_pair_is_mapped_twice_and_rows_are_sorted():
    pairs = [(r["subject_id"], int(r["object_id"].removeprefix("wdt:P"))) for r in ROWS]

    assert pairs == sorted(set(pairs))
