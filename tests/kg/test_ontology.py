"""Reading the ontology: what it gives, and every mistake named at once."""

import shutil
from pathlib import Path

import pytest
from rdflib import BNode

from kg.errors import OntologyError
from kg.ontology import is_anonymous, read_ontology, read_ontology_graph

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"

HEADER = """
@prefix : <http://example.org/o#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .

<http://example.org/o> a owl:Ontology ;
    vann:preferredNamespaceUri "http://example.org/o#" .

:c a skos:Concept ; skos:notation "ACCUSE" .
"""

TERM = """
:{name} a {kind} ;
    rdfs:isDefinedBy <http://example.org/o> ;
    rdfs:label "{name}"@en ;
    skos:definition "What {name} is."@en .
"""


def term(name, kind):
    return TERM.format(name=name, kind=kind)


CLASSES = "".join(term(name, "owl:Class") for name in ("Thing", "Actor", "Place"))
RELATIONS = "".join(
    term(name, "owl:ObjectProperty") for name in ("meets", "metBy", "greets")
)
SMALL = HEADER + CLASSES + RELATIONS + ":Actor rdfs:subClassOf :Thing .\n"


def read(tmp_path, text):
    (tmp_path / "geopolitics.ttl").write_text(text, encoding="utf-8")
    return read_ontology(tmp_path)


@pytest.fixture(scope="module")
def ontology():
    return read_ontology(ONTOLOGY)


def test_a_relation_is_read_with_all_that_is_said_of_it(ontology):
    relation = ontology.relations["threatens"]

    assert relation.iri == "https://w3id.org/araz/ontology#threatens"
    assert (relation.domain, relation.range) == ("Actor", "Actor")
    assert relation.inverse == "threatenedBy"
    assert relation.plover == "THREATEN"
    assert relation.performative
    assert not relation.symmetric
    assert relation.definition


def test_an_inverse_is_known_from_both_ends(ontology):
    assert ontology.relations["suppliesTo"].inverse == "purchasesFrom"
    assert ontology.relations["purchasesFrom"].inverse == "suppliesTo"


def test_a_state_is_an_actor_and_a_place(ontology):
    assert ontology.is_a("State", "Actor")
    assert ontology.is_a("State", "Place")
    assert ontology.is_a("State", "State")
    assert not ontology.is_a("Person", "Place")


@pytest.mark.parametrize(
    ("relation", "subject", "object_", "fits"),
    [
        ("threatens", "Person", "State", True),
        ("threatens", "River", "State", False),
        ("attacks", "ArmedForce", "City", True),
        ("attacks", "ArmedForce", "Treaty", False),
        ("headOfStateOf", "Person", "State", True),
        ("headOfStateOf", "State", "State", False),
        ("headOfStateOf", "Person", "Company", False),
        ("partOf", "River", "Treaty", True),
        ("locatedIn", "Event", "City", True),
        ("locatedIn", "Event", "Person", False),
        ("manufacturedBy", "Drone", "State", True),
        ("deploysTo", "State", "Region", True),
        ("denies", "Person", "Group", True),
    ],
)
def test_domain_and_range_decide_what_fits(ontology, relation, subject, object_, fits):
    assert ontology.accepts(relation, subject, object_) is fits


def test_a_plover_code_is_inherited(ontology):
    assert ontology.plover("arrests") == "COERCE"
    assert ontology.plover("kills") == "ASSAULT"
    assert ontology.plover("borders") is None


def test_an_inherited_domain_counts(tmp_path):
    text = SMALL + ":meets rdfs:domain :Actor . :greets rdfs:subPropertyOf :meets .\n"

    ontology = read(tmp_path, text)

    assert not ontology.accepts("greets", "Place", "Place")


def test_unknown_names_are_errors_and_not_answers(ontology):
    with pytest.raises(KeyError):
        ontology.is_a("Planet", "Place")
    with pytest.raises(KeyError):
        ontology.accepts("worships", "State", "State")


def test_a_relation_is_added_by_editing_the_ontology_alone(tmp_path):
    folder = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, folder)
    with (folder / "geopolitics.ttl").open("a", encoding="utf-8") as file:
        file.write(
            """
            araz:blockades a owl:ObjectProperty ;
                rdfs:isDefinedBy <https://w3id.org/araz/ontology> ;
                rdfs:subPropertyOf araz:coerces ;
                rdfs:domain araz:Actor ; rdfs:range araz:Actor ;
                rdfs:label "blockades"@en ;
                skos:definition "Shuts off from supplies."@en .
        """
        )

    ontology = read_ontology(folder)

    assert ontology.accepts("blockades", "State", "State")
    assert ontology.plover("blockades") == "COERCE"


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (":meets rdfs:domain :Nobody .", "meets domain .*Nobody is not a class here"),
        (":meets rdfs:range :Actor, :Place .", "meets has more than one range"),
        (":meets rdfs:subPropertyOf :x .", "meets subPropertyOf .*x is not a relation"),
        (":Actor rdfs:subClassOf :x .", "Actor subClassOf .*x is not a class here"),
        (":meets owl:inverseOf :x .", "meets inverseOf .*x is not a relation"),
        (
            ":meets owl:inverseOf :metBy . :greets owl:inverseOf :meets .",
            "meets has more than one inverse: greets, metBy",
        ),
        (':meets :plover "SING" .', "meets PLOVER code SING has no concept"),
        (':meets :performative "yes" .', "meets performative must be true or false"),
        (
            ":meets rdfs:subPropertyOf :greets . :greets rdfs:subPropertyOf :meets .",
            "meets lies below itself",
        ),
        (":Thing rdfs:subClassOf :Actor .", "Thing lies below itself"),
        (
            ":meets a owl:SymmetricProperty ; rdfs:domain :Actor .",
            "meets is symmetric between unlike Actor and None",
        ),
        (
            ":meets owl:inverseOf :metBy ; rdfs:domain :Actor .",
            "metBy has not the domain and range of meets, swapped",
        ),
        (
            (
                ":greets rdfs:subPropertyOf :meets ; rdfs:domain :Place ."
                " :meets rdfs:domain :Actor ."
            ),
            "greets domain Place is no Actor, as meets needs",
        ),
        (":meets owl:propertyChainAxiom ( :greets :x ) .", "meets chain names .*x"),
        (":meets owl:propertyChainAxiom ( :greets ) .", "a chain of fewer than two"),
        (":meets rdfs:label 'twice'@en .", "meets needs one rdfs:label .*has 2"),
        (":Odd a owl:Class .", "Odd needs rdfs:isDefinedBy"),
        (
            ":Odd a owl:Class ; rdfs:isDefinedBy <http://example.org/o> .",
            "Odd needs one skos:definition in English, has 0",
        ),
        ("<http://other.org/X> a owl:Class .", "other.org/X is not in the namespace"),
    ],
)
def test_a_mistake_is_named(tmp_path, extra, message):
    with pytest.raises(OntologyError, match=message) as raised:
        read(tmp_path, SMALL + extra)

    assert all(
        line.startswith(f"{tmp_path / 'geopolitics.ttl'}: ")
        for line in str(raised.value).splitlines()
    )


def test_all_mistakes_are_named_at_once(tmp_path):
    text = SMALL + ":meets rdfs:domain :x . :greets rdfs:range :y . :Odd a owl:Class ."

    with pytest.raises(OntologyError) as raised:
        read(tmp_path, text)

    assert len(str(raised.value).splitlines()) == 3


def test_bad_turtle_is_named_with_its_line(tmp_path):
    with pytest.raises(OntologyError, match=r"geopolitics\.ttl:\d+: not Turtle"):
        read(tmp_path, HEADER + "\n:meets a owl:ObjectProperty ;;; ] .\n")


def test_the_line_named_is_the_line_of_the_mistake(tmp_path):
    lines = HEADER.count("\n") + 1

    with pytest.raises(OntologyError, match=rf"geopolitics\.ttl:{lines}: "):
        read(tmp_path, HEADER + ":meets a ] .\n")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", None], ids=["not UTF-8", "absent"]
)
def test_an_unreadable_file_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / "geopolitics.ttl").write_bytes(content)

    with pytest.raises(OntologyError, match=r"geopolitics\.ttl: cannot be read"):
        read_ontology(tmp_path)


def test_an_ontology_without_header_is_named(tmp_path):
    with pytest.raises(OntologyError, match="needs an owl:Ontology"):
        read(tmp_path, "<http://example.org/x> a <http://example.org/y> .")


def test_the_graph_holds_the_evidence_and_no_shapes_or_words():
    graph = read_ontology_graph(ONTOLOGY)
    subjects = {str(s) for s in graph.subjects()}

    assert "https://w3id.org/araz/ontology#Claim" in subjects
    assert "https://w3id.org/araz/ontology#ClaimShape" not in subjects
    assert not [p for p in graph.predicates() if "ontolex" in str(p)]


def test_the_graph_has_no_blank_nodes_and_the_same_names_each_time():
    graph = read_ontology_graph(ONTOLOGY)

    assert not any(isinstance(t, BNode) for triple in graph for t in triple)
    assert any(is_anonymous(s) for s in graph.subjects())
    assert set(graph) == set(read_ontology_graph(ONTOLOGY))


def test_the_name_of_a_blank_node_depends_on_what_it_holds_alone(tmp_path):
    text = ':meets rdfs:seeAlso [ rdfs:label "one" ] .\n'
    more = text + ':greets rdfs:seeAlso [ rdfs:label "two" ] .\n'
    graphs = []
    for name, extra in (("a", text), ("b", more)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "geopolitics.ttl").write_text(SMALL + extra)
        graphs.append(set(read_ontology_graph(tmp_path / name)))

    assert graphs[0] < graphs[1]


def test_blank_nodes_in_a_circle_are_refused(tmp_path):
    (tmp_path / "geopolitics.ttl").write_text(
        SMALL + "_:a rdfs:seeAlso _:b . _:b rdfs:seeAlso _:a .\n"
    )

    with pytest.raises(OntologyError, match="circle"):
        read_ontology_graph(tmp_path)


def test_every_unreadable_file_of_the_graph_is_named(tmp_path):
    for name in ("geopolitics.ttl", "evidence.ttl"):
        (tmp_path / name).write_text("] not turtle")

    with pytest.raises(OntologyError) as raised:
        read_ontology_graph(tmp_path)

    assert len(str(raised.value).splitlines()) == 2


def test_a_folder_without_an_ontology_is_named(tmp_path):
    with pytest.raises(OntologyError, match="no ontology found"):
        read_ontology_graph(tmp_path)
