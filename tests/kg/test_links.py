"""Reviewed links and replaced IRIs, through builds, and the list of doubtful links."""

import re
import shutil
from dataclasses import replace
from datetime import date

import pytest
from rdflib import Literal
from rdflib.namespace import DCTERMS, OWL, SKOS, XSD

from kg.config import Settings
from kg.errors import MappingError
from kg.linking.review import Judgement, Review, read_review, write_review
from kg.pipeline.build import build
from kg.pipeline.events import Loaded, Unchanged
from kg.pipeline.extraction import LEXICON
from kg.pipeline.graphs import LINKS, premise_graphs
from kg.pipeline.review import Decisions, decide_links, doubtful_links
from kg.rdf.store import open_store
from kg.rdf.terms import WD, Names
from tests.three_words import ThreeWords

pytestmark = pytest.mark.slow

NAMES = Names(Settings().base_iri)
DAY = date(2026, 10, 1)
# One is taken for what it is not, so that its link is in doubt.
TYPES = {"Iran": "State", "Turkey": "City"}
ENT = NAMES.entity
# An identifier that Wikidata has not given yet.
QID = "Q900000001"
TRUE = Literal("true", datatype=XSD.boolean)
# States, their capitals, and a namesake: what these tests need of the tables.
STATES = ("IR", "TR", "GE")
NAMESAKE = "Q1428"
ENTITIES_ROW = f"{QID}\tRepublic of Vaskovia\tState\tVaskovia\t\t500\tgeneral\n"


def load_places(*_):
    """Names are places, if nothing else is known."""
    return ThreeWords(lambda word: TYPES.get(word, "Place"))


def keep_rows(table, is_kept):
    header, *rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if is_kept(row.rstrip("\n").split("\t"))]
    table.write_text("".join([header, *kept]), encoding="utf-8")
    return [row.split("\t") for row in kept]


def small_gazetteer(folder):
    """Copy the tables with a few states and no more."""
    shutil.copytree(Settings().gazetteer, folder)
    states = keep_rows(folder / "countries.tsv", lambda cells: cells[2] in STATES)
    wanted = {cells[i] for cells in states for i in (0, 6)} | {NAMESAKE}
    keep_rows(folder / "entities.tsv", lambda cells: cells[0] in wanted)
    for name in ("unlinked", "more_names", "office_holders", "state_names"):
        keep_rows(folder / f"{name}.tsv", lambda _: False)


@pytest.fixture
def world(tmp_path):
    """Two articles, a gazetteer and a store of the test's own."""
    small_gazetteer(tmp_path / "seeds" / "gazetteer")
    shutil.copytree(Settings().ontology, tmp_path / "ontology")
    # Nothing here is read by the lexicon, which takes longest to load.
    (tmp_path / "ontology" / LEXICON).write_text("")
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Vaskovia borders Iran.")
    (articles / "b.txt").write_text("Georgia borders Turkey.")
    return replace(
        Settings(),
        store=tmp_path / "store",
        gazetteer=tmp_path / "seeds" / "gazetteer",
        reviewed=tmp_path / "decided" / "links.sssom.tsv",
        ontology=tmp_path / "ontology",
    )


def run(world):
    """Build, and return the articles that were read and those that were not."""
    articles = world.store.parent / "articles"
    events = list(build([articles], world, load=load_places))
    return (
        [event.article for event in events if isinstance(event, Loaded)],
        [event.article for event in events if isinstance(event, Unchanged)],
    )


def judge(world, *judgements):
    file = world.reviewed
    write_review(read_review(file).with_more(judgements), file)


def judged(subject, other, *, holds=True, predicate="owl:sameAs"):
    return Judgement(
        subject=subject,
        object=other,
        holds=holds,
        author="Reader",
        day=DAY,
        predicate=predicate,
    )


def links(world):
    with open_store(world.store, read_only=True, names=NAMES) as store:
        return set(store.triples(NAMES.graph(LINKS)))


def mentioned(world, article):
    mentions = NAMES.ontology["mentions"]
    with open_store(world.store, read_only=True, names=NAMES) as store:
        graph = store.triples(NAMES.article(article))
        return {o for _, p, o in graph if p == mentions}


def add_entity(world):
    with (world.gazetteer / "entities.tsv").open("a", encoding="utf-8") as file:
        file.write(ENTITIES_ROW)


def test_judgement_reads_only_the_articles_it_is_about_again(world):
    run(world)
    judge(world, judged("Iran", "wd:Q794"))

    assert run(world) == (["a"], ["b"])
    assert run(world) == ([], ["a", "b"])


def test_judgement_taken_back_reads_its_articles_again(world):
    judge(world, judged("Iran", "wd:Q794", holds=False))
    run(world)
    write_review(Review(), world.reviewed)

    assert run(world) == (["a"], ["b"])
    assert ENT("Iran") in mentioned(world, "a")


def test_build_with_judgements_is_the_same_whichever_way_it_came(world):
    run(world)
    judge(world, judged("Iran", "wd:Q794"), judged("Georgia", "wd:Q230", holds=False))
    run(world)
    with open_store(world.store, read_only=True, names=NAMES) as store:
        stepwise = b"".join(store.dump("nq"))
    shutil.rmtree(world.store)
    run(world)

    with open_store(world.store, read_only=True, names=NAMES) as store:
        assert b"".join(store.dump("nq")) == stepwise


def test_rejected_link_is_in_no_graph(world):
    judge(world, judged("Iran", "wd:Q794", holds=False))
    run(world)

    assert WD.Q794 not in {o for _, _, o in links(world)}
    assert ENT("Iran") not in mentioned(world, "a")


def test_accepted_link_says_who_what_and_when(world):
    judge(world, judged("Iran", "wd:Q794", predicate="skos:exactMatch"))
    run(world)
    found = links(world)
    (node,) = {s for s, p, o in found if p.endswith("#target") and o == WD.Q794}
    said = {str(p).partition("#")[2]: str(o) for s, p, o in found if s == node}

    assert (ENT("Iran"), SKOS.exactMatch, WD.Q794) in found
    assert (ENT("Iran"), OWL.sameAs, WD.Q794) not in found
    assert said["score"] == "1"
    assert said["method"] == "reviewed"
    assert said["date"] == "2026-10-01"


def test_unlinked_entity_keeps_its_iri_when_reviewed(world):
    judge(world, judged("Vaskovia", f"wd:{QID}"))
    run(world)

    assert (ENT("Vaskovia"), OWL.sameAs, WD[QID]) in links(world)


def test_new_entry_of_the_gazetteer_takes_the_place_of_the_local_iri(world):
    run(world)
    assert ENT("Vaskovia") in mentioned(world, "a")

    add_entity(world)
    run(world)
    found = links(world)

    new = ENT("Republic_of_Vaskovia")
    assert new in mentioned(world, "a")
    assert (ENT("Vaskovia"), DCTERMS.isReplacedBy, new) in found
    assert (ENT("Vaskovia"), OWL.deprecated, TRUE) in found
    assert {o for s, _, o in found if s == new} == {WD[QID]}


def test_replaced_iri_is_remembered_by_later_builds(world):
    run(world)
    add_entity(world)
    run(world)
    before = links(world)
    run(world)

    assert links(world) == before


def test_build_that_was_stopped_forgets_no_replaced_iri(world):
    run(world)
    add_entity(world)
    articles = world.store.parent / "articles"
    for event in build([articles], world, load=load_places):
        if isinstance(event, Loaded) and event.article == "b":
            break
    run(world)

    replaced = (ENT("Vaskovia"), DCTERMS.isReplacedBy, ENT("Republic_of_Vaskovia"))
    assert replaced in links(world)


def test_iri_that_is_back_is_replaced_no_more(world):
    run(world)
    table = (world.gazetteer / "entities.tsv").read_text(encoding="utf-8")
    add_entity(world)
    run(world)
    (world.gazetteer / "entities.tsv").write_text(table, encoding="utf-8")
    run(world)

    assert ENT("Vaskovia") not in {
        s for s, p, _ in links(world) if p == DCTERMS.isReplacedBy
    }


def test_entry_that_is_called_otherwise_now_leaves_its_old_iri(world):
    run(world)
    table = world.gazetteer / "entities.tsv"
    text = table.read_text(encoding="utf-8")
    renamed = re.sub(
        r"^Q794\tIran\tState\t", "Q794\tParsa\tState\tIran|", text, flags=re.MULTILINE
    )
    table.write_text(renamed, encoding="utf-8")
    run(world)

    assert (ENT("Iran"), DCTERMS.isReplacedBy, ENT("Parsa")) in links(world)


def test_merged_entity_leaves_its_old_iri(world):
    run(world)
    judge(world, judged("Vaskovia", "ent:Iran"))
    run(world)

    assert (ENT("Vaskovia"), DCTERMS.isReplacedBy, ENT("Iran")) in links(world)
    assert mentioned(world, "a") == {ENT("Iran")}


def test_links_are_never_reasoned_over(world):
    judge(world, judged("Vaskovia", f"wd:{QID}"))
    run(world)

    with open_store(world.store, read_only=True, names=NAMES) as store:
        premises = premise_graphs(store, NAMES)
        about = [
            triple
            for graph in store.graphs()
            if graph != NAMES.graph(LINKS)
            for triple in store.triples(graph)
            if triple[2] == WD[QID]
        ]
    assert NAMES.graph(LINKS) not in premises
    assert about == []


def test_doubtful_links_come_by_what_depends_on_them(world):
    articles = world.store.parent / "articles"
    (articles / "c.txt").write_text("Vaskovia borders Turkey.")
    run(world)

    found = doubtful_links(world)

    weights = [each.mentions * each.doubt for each in found]
    assert weights == sorted(weights, reverse=True)
    first = found[0]
    assert (first.subject_id, first.object_id) == ("ent:Vaskovia", "sssom:NoTermFound")
    assert "Vaskovia borders" in first.comment


def test_what_was_decided_on_is_doubtful_no_more(world):
    run(world)
    doubtful = {each.subject_id for each in doubtful_links(world)}
    assert "ent:Turkey" in doubtful

    decide_links(world, Decisions(accept=("ent:Turkey",)), author="R", day=DAY)
    run(world)

    assert "ent:Turkey" not in {each.subject_id for each in doubtful_links(world)}


def test_replacing_rejects_the_old_link(world):
    run(world)

    decide_links(world, Decisions(replace=("Georgia=Q1428",)), author="R", day=DAY)

    keys = [each.key for each in read_review(world.reviewed).judgements]
    assert keys == ["Georgia!wd:Q230", "Georgia=wd:Q1428"]


@pytest.mark.parametrize(
    ("decisions", "problem"),
    [
        (Decisions(accept=("ent:Nowhere",)), "no article names"),
        (Decisions(accept=("ent:Vaskovia",)), "linked to nothing"),
        (Decisions(replace=("ent:Iran",)), "needs what it is"),
        (Decisions(replace=("ent:Iran=794",)), "needs an item"),
    ],
    ids=["unknown", "unlinked", "without-item", "no-item"],
)
def test_decision_that_cannot_be_made_is_refused(world, decisions, problem):
    run(world)

    with pytest.raises(MappingError, match=problem):
        decide_links(world, decisions, author="R", day=DAY)
    assert not world.reviewed.exists()
