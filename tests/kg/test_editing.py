"""Edits of the graph with all that follows from it, whole or not at all."""

import random
import subprocess
import sys
from dataclasses import replace

import pytest
from rdflib import OWL, URIRef

from kg.config import Settings
from kg.errors import (
    ForbiddenEditError,
    LoadRefusedError,
    QueryError,
    ServiceRefusedError,
    StatementError,
    StoreLockedError,
)
from kg.pipeline.editing import Edited, Editor
from kg.pipeline.inference import read_conclusions
from kg.rdf.edits import Content
from kg.rdf.snapshots import Folder
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from kg.reasoning.conclusions import Engine

pytestmark = pytest.mark.slow

BASE = "http://x/"
# One axiom of most kinds that conclusions are drawn from. No node is blank, so that
# the same edits lead to the same names.
ONTOLOGY = b"""
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix : <http://x/> .
:sub rdfs:subPropertyOf :super ; owl:inverseOf :back .
:super a owl:TransitiveProperty ; rdfs:domain :A .
:twoway a owl:SymmetricProperty ; rdfs:range :D .
:one a owl:FunctionalProperty .
:key a owl:InverseFunctionalProperty .
:A rdfs:subClassOf :B .
:B rdfs:subClassOf :C .
:chained owl:propertyChainAxiom :list .
:list rdf:first :sub ; rdf:rest :rest .
:rest rdf:first :twoway ; rdf:rest rdf:nil .
:some a owl:Restriction ; owl:onProperty :sub ; owl:someValuesFrom :A ;
    rdfs:subClassOf :E .
"""
SEED = URIRef("http://x/seed")


def x(name):
    return URIRef(f"{BASE}{name}")


@pytest.fixture(scope="module")
def names():
    return Names(Settings().base_iri)


@pytest.fixture
def settings(tmp_path):
    return new_store(tmp_path / "store")


@pytest.fixture
def editor(settings):
    return Editor(settings)


def new_store(folder, **given):
    settings = replace(Settings(), store=folder, **given)
    ontology = Names(settings.base_iri).graph("ontology")
    with open_store(folder) as store:
        store.replace_graph(SEED, [(SEED, SEED, SEED)])
        store.publish()
    content = Content(data=ONTOLOGY, format_name="ttl", base_iri=BASE)
    Editor(settings).put_graph(ontology, [content], replace=True)
    return settings


def insert(editor, triples, graph=None):
    where = f"GRAPH <{graph}> {{ {triples} }}" if graph else triples
    return editor.update(f"PREFIX : <{BASE}> INSERT DATA {{ {where} }}", None)


def delete(editor, triples, graph=None):
    where = f"GRAPH <{graph}> {{ {triples} }}" if graph else triples
    return editor.update(f"PREFIX : <{BASE}> DELETE DATA {{ {where} }}", None)


def published(settings):
    return open_store(settings.store, read_only=True)


def inferred(settings):
    names = Names(settings.base_iri)
    with published(settings) as store:
        return set(store.triples(names.graph("inferred")))


def drawn_anew(settings):
    with published(settings) as store:
        names = Names(settings.base_iri)
        return set(read_conclusions(store, names).inferred())


def has(settings, *triple):
    subject, predicate, object_ = (f"<{x(name)}>" for name in triple)
    with published(settings) as store:
        return store.query(f"ASK {{ {subject} {predicate} {object_} }}").boolean


def test_what_follows_comes_and_goes_with_what_it_follows_from(settings, editor):
    edited = insert(editor, ":a :sub :b")
    assert has(settings, "a", "super", "b")
    assert has(settings, "b", "back", "a")
    with published(settings) as store:
        assert edited == Edited(generation=store.generation())

    delete(editor, ":a :sub :b")
    assert not has(settings, "a", "super", "b")
    assert not has(settings, "b", "back", "a")


def test_what_two_graphs_say_stays_until_neither_says_it(settings, editor):
    insert(editor, ":a :sub :b", "http://g/1")
    insert(editor, ":a :sub :b", "http://g/2")

    delete(editor, ":a :sub :b", "http://g/1")
    assert has(settings, "a", "super", "b")
    delete(editor, ":a :sub :b", "http://g/2")
    assert not has(settings, "a", "super", "b")


def test_what_is_asserted_is_not_inferred_as_well(settings, editor):
    insert(editor, ":a :sub :b")
    derived = (x("a"), x("super"), x("b"))
    assert derived in inferred(settings)

    insert(editor, ":a :super :b", "http://g/1")
    assert derived not in inferred(settings)
    delete(editor, ":a :super :b", "http://g/1")
    assert derived in inferred(settings)


def test_links_are_not_reasoned_over(settings, editor, names):
    insert(editor, ":a :sub :b", names.graph("links"))

    assert not has(settings, "a", "super", "b")


def test_only_the_ontology_changes_the_rules(settings, editor, names):
    rule = f":fresh <{OWL.inverseOf}> :reverse"
    insert(editor, ":a :fresh :b")
    insert(editor, rule, "http://g/1")
    assert not has(settings, "b", "reverse", "a")

    insert(editor, rule, names.graph("ontology"))
    assert has(settings, "b", "reverse", "a")
    delete(editor, rule, names.graph("ontology"))
    assert not has(settings, "b", "reverse", "a")


@pytest.mark.parametrize(
    "first",
    [(":a :key :c", ":b :key :c"), (":c :one :a", ":c :one :b")],
    ids=["inverse-functional", "functional"],
)
def test_things_are_the_same_no_longer_than_something_says_so(settings, editor, first):
    for triple in first:
        insert(editor, triple)
    assert has(settings, "a", "sub", "a") is False
    assert (x("a"), OWL.sameAs, x("b")) in inferred(settings)

    delete(editor, first[0])
    assert (x("a"), OWL.sameAs, x("b")) not in inferred(settings)
    assert inferred(settings) == drawn_anew(settings)


def test_what_goes_from_the_inferred_graph_comes_back(settings, editor, names):
    insert(editor, ":a :sub :b")
    editor.update(f"CLEAR GRAPH <{names.graph('inferred')}>", None)
    assert has(settings, "a", "super", "b")

    editor.drop_graph(names.graph("inferred"))
    assert has(settings, "a", "super", "b")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA {{ GRAPH <{inferred}> {{ :a :sub :b }} }}",
        "INSERT {{ GRAPH ?g {{ :a :sub :b }} }} WHERE {{ BIND(<{inferred}> AS ?g) }}",
        "COPY <http://x/seed> TO <{inferred}>",
        "INSERT DATA {{ :c :sub :d }} ; ADD <http://x/seed> TO <{inferred}>",
    ],
    ids=["data", "variable", "copy", "second-operation"],
)
def test_nothing_can_be_written_into_the_inferred_graph(settings, editor, names, text):
    before = insert(editor, ":e :sub :f")
    text = text.format(inferred=names.graph("inferred"))

    with pytest.raises(ForbiddenEditError, match="graph/inferred"):
        editor.update(f"PREFIX : <{BASE}> {text}", None)

    with published(settings) as store:
        assert store.generation() == before.generation
    assert insert(editor, ":e :sub :f") == before


def test_a_graph_of_the_reasoner_cannot_be_put(settings, editor, names):
    content = Content(data=b"<a> <b> <c> .", format_name="ttl", base_iri=BASE)

    with pytest.raises(ForbiddenEditError):
        editor.put_graph(names.graph("inferred"), [content], replace=False)
    assert inferred(settings) == drawn_anew(settings)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("INSERT DATA {\n <x:a> <x:b> }", QueryError, "line 2, column 14"),
        ("ASK {}", QueryError, "line 1, column 7"),
        ("LOAD <http://x.example/>", LoadRefusedError, "x.example"),
        ("LOAD <file:///etc/passwd>", LoadRefusedError, "passwd"),
        (
            "INSERT { ?s ?p ?o } WHERE { SERVICE <http://x.example/> { ?s ?p ?o } }",
            ServiceRefusedError,
            "x.example",
        ),
        ("INSERT DATA { <x:a> <x:b> <x:c> }; CREATE GRAPH <http://x/seed>",
         QueryError, "already exists"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }; DROP GRAPH <http://x/none>",
         QueryError, "none"),
    ],
    ids=["syntax", "query", "load", "load-file", "service", "create", "drop"],
)  # fmt: skip
def test_an_update_that_fails_changes_nothing_and_the_next_one_works(
    settings, editor, text, error, message
):
    before = insert(editor, ":a :sub :b")

    with pytest.raises(error, match=message) as caught:
        editor.update(text, None)

    assert "\n" not in str(caught.value)
    with published(settings) as store:
        assert store.generation() == before.generation
    # While the error is still held, and with it all that its frames refer to.
    insert(editor, ":c :sub :d")
    assert has(settings, "c", "super", "d")
    assert not has(settings, "a", "b", "c")


def test_a_graph_that_cannot_be_read_changes_nothing(settings, editor):
    before = insert(editor, ":a :sub :b")
    broken = Content(data=b"<a> <b> <c> .\n<d> <e>", format_name="ttl", base_iri=BASE)

    with pytest.raises(StatementError, match="line 2"):
        editor.put_graph(SEED, [broken], replace=True)
    with published(settings) as store:
        assert store.generation() == before.generation
        assert store.has_graph(SEED)


def test_a_graph_is_put_added_to_and_dropped(settings, editor):
    graph = URIRef("http://g/new")
    before = inferred(settings)
    first = Content(data=b":a :sub :b .", format_name="ttl", base_iri=BASE)
    prefix = b"@prefix : <http://x/> . "
    first = replace(first, data=prefix + first.data)
    second = replace(first, data=prefix + b":b :sub :c .")

    assert not editor.put_graph(graph, [first], replace=True).existed
    assert editor.put_graph(graph, [second], replace=False).existed
    assert has(settings, "a", "super", "c")
    assert editor.put_graph(graph, [second], replace=True).existed
    assert not has(settings, "a", "super", "b")
    assert editor.drop_graph(graph).existed
    assert inferred(settings) == before


def test_another_writer_is_told_of_and_an_edit_works_once_it_is_done(settings, editor):
    with open_store(settings.store), pytest.raises(StoreLockedError):
        insert(editor, ":a :sub :b")

    insert(editor, ":a :sub :b")
    assert has(settings, "a", "super", "b")


def test_what_another_process_wrote_in_between_counts(settings, editor):
    insert(editor, ":a :sub :b")
    with open_store(settings.store) as store:
        store.replace_graph(URIRef("http://g/1"), [(x("b"), x("sub"), x("c"))])
        store.publish()

    insert(editor, ":c :sub :d")
    assert has(settings, "a", "super", "d")
    assert inferred(settings) == drawn_anew(settings)


def test_the_same_edits_of_two_stores_lead_to_the_same_generations(tmp_path):
    generations = []
    for number in range(2):
        editor = Editor(new_store(tmp_path / f"store{number}"))
        made = [
            insert(editor, ":a :sub :b . :b :sub :c"),
            insert(editor, ":a :key 1 . :b :key 1", "http://g/1"),
            delete(editor, ":a :sub :b"),
            editor.update(f"DELETE WHERE {{ ?s <{x('key')}> ?o }}", None),
            editor.drop_graph(URIRef("http://g/1")),
        ]
        generations.append([each.generation for each in made])

    assert generations[0] == generations[1]


def test_an_edit_taken_back_leads_to_the_generation_before(editor):
    before = insert(editor, ":a :sub :b")
    insert(editor, ":c :sub :d")
    after = delete(editor, ":c :sub :d")

    assert after == before


KILLED = """
import os, sys
from dataclasses import replace
from pathlib import Path
from kg.config import Settings
from kg.pipeline import editing
from kg.rdf.oxigraph_writer import OxigraphWriter
from kg.rdf.snapshots import Folder

def end(*_):
    os._exit(9)

where = {
    "before-conclusions": (editing, "read_conclusions"),
    "before-state": (editing, "write_state"),
    "before-publication": (OxigraphWriter, "publish"),
    "before-the-switch": (Folder, "_switch"),
    "after-publication": (Folder, "drop_kept"),
}
setattr(*where[sys.argv[2]], end)
settings = replace(Settings(), store=Path(sys.argv[1]))
text = "INSERT DATA { <http://x/k> <http://x/sub> <http://x/l> }"
editing.Editor(settings).update(text, None)
"""


@pytest.mark.parametrize(
    "where",
    [
        "before-conclusions",
        "before-state",
        "before-publication",
        "before-the-switch",
        "after-publication",
    ],
)
def test_an_edit_killed_midway_is_made_or_not_and_the_next_one_is_right(
    settings, editor, where
):
    insert(editor, ":a :sub :b")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.store), where], check=False
    )
    assert done.returncode == 9
    seen = has(settings, "k", "sub", "l")

    edited = insert(editor, ":c :sub :d")

    # What readers have seen is not taken back behind their backs.
    assert has(settings, "k", "sub", "l") == seen
    assert has(settings, "k", "super", "l") == seen
    assert has(settings, "a", "super", "b")
    assert has(settings, "c", "super", "d")
    Folder(settings.store).note_change()
    with open_store(settings.store) as store:
        assert store.generation() == edited.generation


class Edits:
    """Random updates of a few things, in a few graphs, in an order that repeats."""

    def __init__(self, seed, names):
        self._random = random.Random(seed)  # noqa: S311 - to repeat, not to hide
        self._inferred = names.graph("inferred")
        self._ontology = names.graph("ontology")
        self._graphs = [
            "",
            "http://g/1",
            "http://g/2",
            names.graph("links"),
            names.graph("background"),
            names.article("1"),
        ]

    def _triple(self):
        pick = self._random.choice
        subject, object_ = f":{pick('abcde')}", f":{pick('abcde')}"
        relations = ("sub", "super", "twoway", "back", "one", "chained", "key")
        return pick(
            (
                f"{subject} a :{pick('ABCDE')}",
                f"{subject} <{OWL.sameAs}> {object_}",
                f'{subject} :{pick(relations)} "{pick("12")}"',
                *[f"{subject} :{pick(relations)} {object_}"] * 5,
            )
        )

    def _data(self, most):
        graph = self._random.choice(self._graphs)
        number = self._random.randint(1, most)
        triples = " . ".join(self._triple() for _ in range(number))
        return f"DATA {{ GRAPH <{graph}> {{ {triples} }} }}" if graph else (
            f"DATA {{ {triples} }}"
        )  # fmt: skip

    def _axiom(self):
        axiom = self._random.choice(
            (
                ":C rdfs:subClassOf :A",
                ":one rdfs:subPropertyOf :sub",
                f":chained a <{OWL.SymmetricProperty}>",
            )
        )
        return f"DATA {{ GRAPH <{self._ontology}> {{ {axiom} }} }}"

    def _operation(self):
        pick, graph = self._random.choice, self._random.choice(self._graphs[1:])
        other = self._random.choice(self._graphs[1:])
        return pick(
            [f"INSERT {self._data(4)}"] * 8
            + [f"DELETE {self._data(6)}"] * 4
            + [
                f"DELETE WHERE {{ :{pick('abcde')} ?p ?o }}",
                f"CLEAR SILENT {pick(('DEFAULT', 'NAMED', f'GRAPH <{graph}>'))}"
                if self._random.random() < 0.2
                else f"CLEAR SILENT GRAPH <{graph}>",
                f"MOVE SILENT <{graph}> TO <{other}>",
                f"COPY SILENT DEFAULT TO <{graph}>",
                f"ADD SILENT <{graph}> TO DEFAULT",
                f"DELETE WHERE {{ GRAPH <{self._inferred}> {{ ?s :super ?o }} }}",
                f"{pick(('INSERT', 'DELETE'))} {self._axiom()}",
                (
                    "DELETE { GRAPH ?g { ?s :sub ?o } } INSERT { GRAPH "
                    f"<{graph}> {{ ?o :back ?s }} }} WHERE {{ "
                    "GRAPH ?g { ?s :sub ?o } "
                    f"FILTER(?g != <{self._inferred}> && isIRI(?o)) }}"
                ),
            ]
        )

    def update(self):
        number = self._random.randint(1, 2)
        prefixes = (
            f"PREFIX : <{BASE}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        )
        return prefixes + " ; ".join(self._operation() for _ in range(number))


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_after_any_edits_the_inferred_graph_is_what_is_drawn_anew(
    settings, editor, names, seed
):
    edits = Edits(seed, names)
    for number in range(18):
        text = edits.update()
        edited = editor.update(text, None)
        told = f"seed {seed}, edit {number}: {text}"
        assert inferred(settings) == drawn_anew(settings), told
    Folder(settings.store).note_change()
    with open_store(settings.store) as store:
        assert store.generation() == edited.generation


def test_a_graph_named_like_the_unnamed_one_is_not_taken_for_it(
    settings, editor, names
):
    insert(editor, ":a :sub :b", names.graph("unnamed"))
    insert(editor, ":c :sub :d")

    assert has(settings, "a", "super", "b")
    assert has(settings, "c", "super", "d")
    fresh = Editor(settings)
    insert(fresh, ":e :sub :f")
    assert has(settings, "a", "super", "b")
    delete(fresh, ":a :sub :b", names.graph("unnamed"))
    assert not has(settings, "a", "super", "b")


def test_the_other_engine_keeps_its_own_conclusions(tmp_path):
    settings = new_store(tmp_path / "store", engine="owlrl")
    editor = Editor(settings)
    insert(editor, ":a :sub :b . :b :twoway :c")
    insert(editor, ":b :sub :c")
    delete(editor, ":a :sub :b")

    names = Names(settings.base_iri)
    with published(settings) as store:
        found = set(store.triples(names.graph("inferred")))
        assert found == read_conclusions(store, names).inferred(Engine.OWLRL)
