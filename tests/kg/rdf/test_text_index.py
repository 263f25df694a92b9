"""The text index: what is found by which words, in which order, and from SPARQL."""

import sqlite3
import string

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import QueryError, StoreError
from kg.rdf.store import open_store
from kg.rdf.terms import Names
from kg.rdf.text_index import (
    Kind,
    Passage,
    TextIndex,
    search_functions,
    write_text_index,
)
from kg.rdf.text_words import MAX_LENGTH, fold, read_words

BASE = "https://example.org/"
NAMES = Names(BASE)
PREFIXES = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in NAMES.prefixes.items())

ONTOLOGY = """
araz:threatens a owl:ObjectProperty ; rdfs:label "threatens"@en ;
    skos:definition "Announces harm to the other."@en .
araz:suppliesTo a owl:ObjectProperty ; rdfs:label "supplies arms to"@en .
araz:State a owl:Class ; rdfs:label "state"@en .
araz:planned rdfs:label "planned"@en .
schema:Place a owl:Class ; rdfs:label "place"@en .
"""
BACKGROUND = """
ent:Iran a araz:State ; rdfs:label "Iran"@en ;
    skos:altLabel "Persia" , "Islamic Republic" .
ent:Sudan a araz:State ; rdfs:label "Sudan"@en .
ent:Jabrayil rdfs:label "Jabrayil"@en ; skos:altLabel "Cəbrayıl" .
ent:Aliyev rdfs:label "Ilham Aliyev"@en .
ent:Irish_company rdfs:label "Irish company"@en .
ent:holding a araz:OfficeHolding ; araz:holder ent:Aliyev ;
    araz:positionTitle "President of Azerbaijan" .
"""
SPEECH = """
<{article}> a araz:Article ; schema:headline "A speech in Iran, told"@en .
ent:Iran rdfs:label "Iran"@en .
<{article}#char=0,5> araz:refersTo ent:Iran ; araz:mentionKind "name" ;
    oa:hasSelector <{article}#quote=0,5> .
<{article}#quote=0,5> oa:exact "Tehran’s rulers" .
<{article}#char=9,11> araz:refersTo ent:Iran ; araz:mentionKind "pronoun" ;
    oa:hasSelector <{article}#quote=9,11> .
<{article}#quote=9,11> oa:exact "theirs" .
claim:c1 a araz:Claim ; rdf:subject ent:Aliyev ; rdf:predicate araz:threatens ;
    rdf:object ent:Iran ; araz:polarity araz:positive ; araz:modality araz:actual ;
    araz:reported false ; araz:evidence <{base}claim/c1#e> .
<{base}claim/c1#e> oa:hasTarget <{article}#char=20,60> .
<{article}#char=20,60> oa:hasSelector
    <{article}#position=20,60> , <{article}#quote=20,60> .
<{article}#position=20,60> oa:start 20 ; oa:end 60 .
<{article}#quote=20,60> oa:exact "Aliyev threatened\\nIran with drones\\u0002." .
claim:c2 a araz:Claim ; rdf:subject ent:Iran ; rdf:predicate araz:suppliesTo ;
    rdf:object ent:Sudan ; araz:polarity araz:negative ; araz:modality araz:planned ;
    araz:reported true ; araz:attributedTo ent:Iran .
claim:c3 a araz:Claim ; rdf:subject ent:Iran ; rdf:predicate araz:suppliesTo ;
    rdf:object ent:Aliyev ; araz:polarity araz:positive ; araz:modality araz:actual ;
    araz:reported true .
""".replace("{article}", f"{BASE}article/speech").replace("{base}", BASE)
INFERRED = 'ent:Iran skos:altLabel "Inferno" .'
GRAPHS = {
    NAMES.graph("ontology"): ONTOLOGY,
    NAMES.graph("background"): BACKGROUND,
    NAMES.graph("inferred"): INFERRED,
    NAMES.article("speech"): SPEECH,
}


def fill(store, graphs):
    for name, text in graphs.items():
        parsed = Graph(bind_namespaces="none").parse(data=PREFIXES + text, format="ttl")
        store.replace_graph(name, parsed)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("store"), names=NAMES) as opened:
        fill(opened, GRAPHS)
        yield opened


@pytest.fixture(scope="module")
def path(store, tmp_path_factory):
    path = tmp_path_factory.mktemp("text index") / "text #1?.sqlite"
    write_text_index(store, NAMES, path)
    return path


@pytest.fixture(scope="module")
def index(path):
    opened = TextIndex(path)
    yield opened
    opened.close()


def iris(page):
    return [hit.iri.removeprefix(BASE) for hit in page.hits]


def marked(passage):
    return [passage.text[start:end] for start, end in passage.marks]


@pytest.mark.parametrize(
    ("words", "iri"),
    [
        ("sudan", "entity/Sudan"),
        ("persia", "entity/Iran"),
        ("“islamic republic”", "entity/Iran"),
        ("rulers", "entity/Iran"),
        ("cebrayil", "entity/Jabrayil"),
        ("CƏBRAYIL", "entity/Jabrayil"),
        ("President of Azerbaijan", "entity/Aliyev"),
        ("speech", "article/speech"),
        ("drone", "claim/c1"),
        ("announcing", "ontology#threatens"),
        ("State", "ontology#State"),
    ],
    ids=[
        "label",
        "alias",
        "phrase",
        "words-of-articles",
        "letters",
        "capitals",
        "office",
        "headline",
        "sentence",
        "definition",
        "class",
    ],
)
def test_a_thing_is_found_by_its_words(index, words, iri):
    assert iris(index.search(words))[0] == iri


@pytest.mark.parametrize(
    "words",
    [
        "inferno",
        "theirs",
        "place",
        "planned Sudan Azerbaijan",
        "refersTo",
        "fingerprint",
    ],
    ids=["inferred", "pronoun", "other-ontology", "not-all", "predicate", "absent"],
)
def test_what_is_not_said_is_not_found(index, words):
    assert index.search(words).total == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("drone", True),
        ("drones", True),
        ('"drone"', False),
        ('"drones"', True),
        ("dron*", True),
        ("threatening", True),
        ("threatening dron*", False),
        ('"iran with drones"', True),
        ('"drones iran"', False),
        ("drones iran", True),
        ('"iran with dro"*', True),
        ("drones.", True),
    ],
)
def test_quotes_and_stars_take_words_as_written(index, words, found):
    page = index.search(words, kinds=["claim"])

    assert ("claim/c1" in iris(page)) is found


@pytest.mark.parametrize(
    "words",
    ["", "  ", '"', '""', "*", '"*"*', "- ( ) : ^ +", "\x00", "\ud800", "\u0301", "“”"],
    ids=ascii,
)
def test_a_search_without_words_finds_nothing(index, words):
    assert index.search(words).total == 0
    assert index.suggest(words) == ()
    assert index.matches(words) == {}


@pytest.mark.parametrize(
    "words",
    [
        'iran"',
        '"iran',
        "(iran)",
        "{title}:iran",
        "-iran",
        "^iran",
        "iran\x00",
        "iran;--",
        "iran'",
        "ira\ud800n ",
        "iran + iran",
    ],
    ids=ascii,
)
def test_syntax_of_the_engine_is_only_punctuation(index, words):
    expected = "title" not in words and "\ud800" not in words

    assert ("entity/Iran" in iris(index.search(words))) is expected


@given(
    st.text(alphabet=[*string.printable, "é", "ə", "\u0301", "\x00", "中", "\ud800"])
)
def test_no_text_breaks_a_search(index, text):
    index.search(text)
    index.suggest(text)


def test_a_word_named_like_an_operator_is_a_word(index):
    assert index.search("iran OR sudan").total == 0
    assert index.search("iran AND sudan").total == 0
    assert index.search("iran sudan").total == 1


def test_a_search_too_long_is_refused(index):
    assert index.search("iran " * (MAX_LENGTH // 5)).total > 0
    with pytest.raises(QueryError, match="at most 1,000 characters, not 1,001"):
        index.search("a" * (MAX_LENGTH + 1))


def test_the_thing_called_exactly_so_comes_first(index):
    assert iris(index.search("IRAN"))[0] == "entity/Iran"
    assert iris(index.search("iran", kinds=["article"])) == ["article/speech"]


def test_pages_of_hits_add_up(index):
    whole = index.search("iran")
    pages = [index.search("iran", limit=2, offset=n) for n in range(0, whole.total, 2)]

    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {whole.total}
    assert whole.total == len(whole.hits) > 2


@pytest.mark.parametrize(
    "kinds",
    [("entity",), ("term", "claim"), ("entity", "article"), tuple(Kind)],
    ids=str,
)
def test_only_the_kinds_asked_for_are_found(index, kinds):
    everything = index.search("iran")
    page = index.search("iran", kinds=kinds)

    assert page.hits == tuple(hit for hit in everything.hits if hit.kind in kinds)
    assert page.total == len(page.hits)


def test_a_claim_is_called_by_what_it_says_and_never_more(index):
    titles = {hit.iri: hit.title.text for hit in index.search("iran").hits}

    claim = f"{BASE}claim/c"
    assert titles[f"{claim}1"] == "Ilham Aliyev threatens Iran"
    assert titles[f"{claim}2"] == (
        "Iran – not – supplies arms to Sudan (planned, according to Iran)"
    )
    assert titles[f"{claim}3"] == "Iran supplies arms to Ilham Aliyev (reported)"


def test_a_thing_without_a_name_is_called_by_its_iri(tmp_path):
    claim = f"""claim:c a araz:Claim ; rdf:subject <{BASE}entity/No%02_name> ;
        rdf:predicate araz:x ; rdf:object <{BASE}entity/> ;
        araz:polarity araz:positive ; araz:modality araz:actual ."""
    with open_store(tmp_path / "store", names=NAMES) as other:
        fill(other, {NAMES.article("a/b c"): claim})
        write_text_index(other, NAMES, tmp_path / "text.sqlite")

    index = TextIndex(tmp_path / "text.sqlite")
    hits = [*index.search("name").hits, *index.search('"b c"').hits]

    assert [hit.title.text for hit in hits] == [f"No name x {BASE}entity/", "b c"]


def test_matches_are_marked_in_title_and_snippet(index):
    (hit,) = index.search("drones threaten").hits

    assert hit.snippet.text == "Aliyev threatened Iran with drones ."
    assert marked(hit.snippet) == ["threatened", "drones"]
    assert marked(hit.title) == ["threatens"]


def test_marks_are_right_where_letters_are_folded(index):
    (hit,) = index.search("cebrayil").hits

    assert marked(hit.snippet) == ["Cəbrayıl"]


def test_a_title_alone_leaves_the_snippet_empty(index):
    (hit,) = index.search("sudan", kinds=["entity"]).hits

    assert hit.snippet == Passage("")
    assert marked(hit.title) == ["Sudan"]


@pytest.mark.parametrize(
    ("beginning", "titles"),
    [
        ("ir", ["Iran", "Irish company", "A speech in Iran, told"]),
        ("pers", ["Iran"]),
        ("ilham al", ["Ilham Aliyev"]),
        ("aliyev ilh", ["Ilham Aliyev"]),
        ("cebr", ["Jabrayil"]),
        ("threatening", []),
        ("drone", []),
    ],
    ids=["best-first", "alias", "two-words", "any-order", "letters", "whole", "text"],
)
def test_names_are_suggested_by_their_beginnings(index, beginning, titles):
    assert [each.title for each in index.suggest(beginning)] == titles


def test_no_more_is_suggested_than_asked_for(index):
    assert [each.title for each in index.suggest("ir", 1)] == ["Iran"]


def test_scores_are_those_of_the_hits(index):
    scores = {hit.iri: hit.score for hit in index.search("iran").hits}

    assert index.matches("iran") == scores
    assert index.score(f"{BASE}claim/c1", "iran") == scores[f"{BASE}claim/c1"]
    assert index.score(f"{BASE}entity/Sudan", "iran") is None


def test_a_score_is_known_beyond_the_best_matches(index, monkeypatch):
    scores = {hit.iri: hit.score for hit in index.search("sudan").hits}
    monkeypatch.setattr("kg.rdf.text_search.MAX_MATCHES", 1)

    found = {iri: index.score(iri, "sudan ") for iri in [*scores, "x:absent"]}

    assert len(index.matches("sudan ")) == 1
    assert found == {iri: pytest.approx(score) for iri, score in scores.items()} | {
        "x:absent": None
    }


def ask(store, index, text):
    """Return the rows of a query in which the functions can be called."""
    prefixes = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in NAMES.prefixes.items())
    memory = ox.Store()
    data = b"".join(store.dump("nq"))
    memory.load(data, format=ox.RdfFormat.N_QUADS)
    solutions = memory.query(
        prefixes + text,
        use_default_graph_as_union=True,
        custom_functions=search_functions(index, NAMES),
    )
    assert isinstance(solutions, ox.QuerySolutions)
    return [[term and str(term.value) for term in row] for row in solutions]


def test_a_query_can_search(store, index):
    text = """SELECT ?c ?text WHERE {
        ?c a araz:Claim . FILTER(araz:matches(?c, "drone"))
        BIND(araz:snippet(?c, "drone"@en) AS ?text)
    }"""

    assert ask(store, index, text) == [
        [f"{BASE}claim/c1", "Aliyev threatened Iran with drones ."]
    ]


def test_a_query_can_sort_by_score(store, index):
    text = """SELECT DISTINCT ?x WHERE {
        ?x rdfs:label|schema:headline ?name BIND(araz:relevance(?x, "iran") AS ?score)
        FILTER(BOUND(?score))
    } ORDER BY DESC(?score)"""
    scores = index.matches("iran")

    found = [iri for (iri,) in ask(store, index, text)]

    assert found == sorted(found, key=lambda iri: -scores[iri])
    assert set(found) == {iri for iri in scores if "/claim/" not in iri}


@pytest.mark.parametrize(
    "arguments",
    [
        '"Iran", "iran"',
        "ent:Iran, ent:Iran",
        "ent:Iran",
        'ent:Iran, "iran", 1',
        'BNODE(), "iran"',
        f'ent:Iran, "{"a" * (MAX_LENGTH + 1)}"',
    ],
    ids=["literal", "no-words", "one", "three", "blank-node", "too-long"],
)
@pytest.mark.parametrize("function", ["matches", "relevance", "snippet"])
def test_arguments_of_another_kind_are_a_type_error(store, index, function, arguments):
    text = f"SELECT ?x WHERE {{ BIND(araz:{function}({arguments}) AS ?x) }}"

    assert ask(store, index, text) == [[None]]


def test_what_does_not_match_has_no_score_and_no_snippet(store, index):
    text = """SELECT ?is ?score ?text WHERE {
        BIND(araz:matches(ent:Sudan, "drone") AS ?is)
        BIND(araz:relevance(ent:Sudan, "drone") AS ?score)
        BIND(araz:snippet(ent:Sudan, "drone") AS ?text)
    }"""

    assert ask(store, index, text) == [["false", None, None]]


def test_equal_content_gives_an_equal_file(path, tmp_path):
    with open_store(tmp_path / "other", names=NAMES) as other:
        fill(other, dict(reversed(GRAPHS.items())))
        write_text_index(other, NAMES, tmp_path / "text.sqlite")

    assert (tmp_path / "text.sqlite").read_bytes() == path.read_bytes()


def test_an_index_is_replaced_whole(store, tmp_path):
    path = tmp_path / "text.sqlite"
    path.write_text("what was there")
    (tmp_path / "text.sqlite.partial").write_text("what a killed build left")

    write_text_index(store, NAMES, path)

    assert TextIndex(path).search("sudan").total > 0
    assert [file.name for file in tmp_path.iterdir()] == ["text.sqlite"]


def test_an_empty_store_has_an_index_too(tmp_path):
    with open_store(tmp_path / "store") as empty:
        write_text_index(empty, NAMES, tmp_path / "text.sqlite")

    index = TextIndex(tmp_path / "text.sqlite")
    assert index.search("iran", kinds=["entity"]).total == 0
    assert index.suggest("ir") == ()


def test_a_snapshot_without_an_index_says_so(tmp_path):
    with pytest.raises(StoreError, match="has no text index; publish it anew"):
        TextIndex(tmp_path / "text.sqlite")


def test_a_file_that_is_no_index_is_named(tmp_path):
    path = tmp_path / "text.sqlite"
    path.write_text("no database at all, but long enough to be taken for one" * 100)

    with pytest.raises(
        StoreError, match=r"text\.sqlite: the text index cannot be read"
    ):
        TextIndex(path)


def test_an_index_of_another_layout_is_refused(tmp_path):
    path = tmp_path / "text.sqlite"
    other = sqlite3.connect(path)
    other.executescript("PRAGMA user_version = 7; CREATE TABLE document (id)")
    other.close()

    with pytest.raises(StoreError, match="layout 7, not 1"):
        TextIndex(path)


def test_a_place_that_cannot_be_written_is_named(store, tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        write_text_index(store, NAMES, tmp_path / "absent" / "text.sqlite")


@pytest.mark.parametrize(
    ("text", "match", "as_written"),
    [
        ("two words", '"two" AND "words"', False),
        ("N'Djamena", '"N Djamena"', False),
        ('"a phrase" word', '"a phrase" AND "word"', True),
        ("begin*", '"begin"*', True),
        ("a*b", '"a b"', False),
        ("Łódź ə", '"Lódź" AND "e"', False),
        ("e\u0301te\u0301", '"e\u0301te\u0301"', False),
    ],
    ids=ascii,
)
def test_what_is_typed_becomes_an_expression(text, match, as_written):
    expression = read_words(text)

    assert expression is not None
    assert (expression.match, expression.as_written) == (match, as_written)


def test_names_are_folded_to_compare_them():
    assert fold("  Cəbrayıl, N’Djamena  ÉTÉ ") == "cebrayil n djamena ete"
