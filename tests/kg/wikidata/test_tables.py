"""The tables fit the ontology and the mapping that is published with it."""

import shutil

import pytest

from kg.config import Settings
from kg.errors import GazetteerError
from kg.wikidata.tables import FOLDER, read_tables

MAPPING = Settings().ontology / "mappings" / "wikidata.sssom.tsv"


def test_every_property_is_mapped_as_it_is_published(tables, ontology):
    rows = [
        line.split("\t")
        for line in MAPPING.read_text(encoding="utf-8").splitlines()
        if line.startswith("araz:")
    ]
    published = {
        (row[0].removeprefix("araz:"), row[3].removeprefix("wdt:")) for row in rows
    }
    labels = {row[3].removeprefix("wdt:"): row[4] for row in rows}

    for rule in tables.properties:
        assert labels[rule.property] == rule.label
        if rule.relation in {None, "headquarteredIn", "organOf"}:
            continue
        inverse = ontology.relations[rule.relation].inverse
        assert published & {
            (rule.relation, rule.property),
            (inverse, rule.property),
        }, rule


def test_row_of_the_nearest_class_counts(tables, ontology):
    relations = {
        name: {
            rule.relation
            for rule in tables.rules(name, ontology)
            if rule.property == "P17"
        }
        for name in ("City", "River", "Company", "University", "Person", "Territory")
    }

    assert relations == {
        "City": {"locatedIn"},
        "River": set(),
        "Company": {"headquarteredIn"},
        "University": {"headquarteredIn"},
        "Person": set(),
        "Territory": set(),
    }


@pytest.fixture
def folder(tmp_path):
    """Return the folder of copies of the tables."""
    for name in ("properties.tsv", "classes.tsv"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("properties", "P1|x|likes|forward|State||||", "no relation 'likes'"),
        ("properties", "P1|x|borders|forward|Realm||||", "no class 'Realm'"),
        ("properties", "P1|x|borders|sideways|State||||", "needs a direction"),
        ("properties", "P1|x|borders|forward|State||no||", "yes or nothing"),
        (
            "properties",
            "P1|x|nationalOf|forward|State|Person|||",
            "nationalOf does not hold between State and Person",
        ),
        ("classes", "Realm|P1|", "no class 'Realm'"),
        ("classes", "State||", "needs a property"),
    ],
    ids=["relation", "class", "direction", "flag", "misfit", "other class", "nothing"],
)
def test_mistake_is_named_with_its_line(folder, ontology, table, row, message):
    file = folder / f"{table}.tsv"
    header = file.read_text(encoding="utf-8").splitlines()[0]
    written = row.replace("|", "\t")
    file.write_text(f"{header}\n{written}\n", encoding="utf-8")

    with pytest.raises(GazetteerError, match=f"{table}.tsv:2: .*{message}"):
        read_tables(ontology, folder)
