"""Golden stories: a short article, and the graph that it has to become.

`make golden` writes the graphs anew; read the difference before committing it.
"""

from pathlib import Path

import pytest
from rdflib import RDF, Graph
from rdflib.compare import graph_diff, to_isomorphic

from kg.config import Settings
from kg.model import Article
from kg.pipeline.extraction import extract
from kg.rdf.dump import dump_graph
from kg.rdf.quads import article_triples
from kg.rdf.terms import Names
from kg.sources import read_articles

STORIES = sorted(path.parent for path in Path(__file__).parent.glob("*/article.md"))
NAMES = Names(Settings().base_iri)
HOW_SURE = {NAMES.ontology[name] for name in ("confidence", "score")}

pytestmark = pytest.mark.model


@pytest.fixture
def tell(annotator, gazetteer, ontology):
    """Return the graph of a story's article."""

    def graph_of(story: str | Path) -> Graph:
        path = Path(__file__).parent / story / "article.md"
        (article,) = read_articles([path], max_length=10_000)
        assert isinstance(article, Article), article
        (extraction,) = extract([article], annotator, gazetteer, ontology)
        graph = Graph()
        # What the graph was made of, and how sure of it, is not what a story is about.
        for triple in article_triples(extraction, ontology, NAMES, "-"):
            if triple[1] not in HOW_SURE:
                graph.add(triple)
        return graph

    return graph_of


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_story_becomes_its_graph(story, tell, update_golden):
    golden = story / "expected.ttl"
    found = tell(story)
    if update_golden:
        golden.write_bytes(b"".join(dump_graph(found, "ttl", NAMES.prefixes)))

    expected = Graph().parse(golden, format="turtle")

    assert to_isomorphic(found) == to_isomorphic(expected), difference(found, expected)


def difference(found: Graph, expected: Graph) -> str:
    """Return the triples that differ, a line each, marked as in a patch."""
    _, added, missing = graph_diff(found, expected)
    lines = [
        f"{mark} {line}"
        for mark, graph in (("+", added), ("-", missing))
        for line in sorted(graph.serialize(format="nt").splitlines())
        if line
    ]
    return "\n".join(["the graph differs from expected.ttl:", *lines])


@pytest.mark.parametrize(
    ("story", "subject", "relation", "object_"),
    [
        pytest.param("denial", "Turkey", "suppliesTo", "Sudan", id="supply denied"),
        pytest.param("denial", "Egypt", "attacks", "Sudan", id="attack that never was"),
        pytest.param(
            "allegation", "Azerbaijan", "attacks", "Armenia", id="attack alleged"
        ),
        pytest.param(
            "planned-exercise",
            "Turkey",
            "conductsExerciseWith",
            "Azerbaijan",
            id="exercise planned",
        ),
    ],
)
def test_what_is_not_said_to_be_so_is_a_claim_but_no_edge(
    story, subject, relation, object_, tell
):
    graph = tell(story)
    triple = (
        NAMES.entity(subject),
        NAMES.ontology[relation],
        NAMES.entity(object_),
    )

    claims = set(graph.subjects(RDF.predicate, triple[1]))

    assert claims
    assert triple not in graph
