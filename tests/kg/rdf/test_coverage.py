"""How articles cover things: what is counted, in which file, and when it is anew."""

import sqlite3

import pytest
from rdflib import Graph

from kg.errors import StoreError
from kg.rdf.coverage import Coverage, write_coverage
from kg.rdf.snapshots import COVERAGE, TEXT_INDEX, Folder
from kg.rdf.store import open_store
from kg.rdf.terms import Names

NAMES = Names("https://example.org/")
PREFIXES = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in NAMES.prefixes.items())
IRAN, SUDAN = str(NAMES.entity("Iran")), str(NAMES.entity("Sudan"))

ARTICLES = {
    "old": """
<{article}> schema:datePublished "2021-09-30"^^xsd:date ;
    araz:mentions ent:Iran , ent:Sudan .
claim:1 rdf:subject ent:Iran ; rdf:object ent:Iran ; araz:attributedTo ent:Iran .
claim:2 rdf:subject ent:Sudan ; rdf:object ent:Sudan ; araz:place ent:Iran .
claim:3 rdf:subject ent:Sudan ; rdf:object "Iran" ; rdf:predicate ent:Iran .
""",
    "new": """
<{article}> schema:datePublished "2021-10-02"^^xsd:date ; araz:mentions ent:Iran .
claim:4 rdf:subject ent:Sudan ; rdf:object ent:Iran .
""",
    "same day": """
<{article}> schema:datePublished "2021-10-02"^^xsd:date ; araz:mentions ent:Iran .
""",
    "undated": """
<{article}> araz:mentions ent:Iran .
claim:5 rdf:subject ent:Iran ; rdf:object ent:Sudan .
""",
}
KNOWN = "claim:6 rdf:subject ent:Iran ; rdf:object ent:Sudan ."


def put(store, name, text):
    article = NAMES.article(name)
    text = PREFIXES + text.replace("{article}", article)
    store.replace_graph(article, Graph(bind_namespaces="none").parse(data=text))


def published(folder):
    current = folder.current()
    assert current is not None
    return current


def fill(store, names):
    for name in names:
        put(store, name, ARTICLES[name])
    known = Graph(bind_namespaces="none").parse(data=PREFIXES + KNOWN)
    store.replace_graph(NAMES.graph("background"), known)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("coverage")
    with open_store(folder / "store", names=NAMES) as store:
        fill(store, ARTICLES)
        write_coverage(store, NAMES, folder / "coverage #1?.sqlite")
    return folder / "coverage #1?.sqlite"


@pytest.fixture
def coverage(path):
    opened = Coverage(path)
    yield opened
    opened.close()


def test_claims_are_counted_once_each_by_the_month_of_their_article(coverage):
    assert coverage.months(IRAN) == (("", 1), ("2021-09", 2), ("2021-10", 1))
    assert coverage.months(SUDAN) == (("", 1), ("2021-09", 2), ("2021-10", 1))


def test_a_thing_that_no_article_speaks_of_is_covered_by_none(coverage):
    assert coverage.months(str(NAMES.entity("Chad"))) == ()
    assert coverage.articles(str(NAMES.entity("Chad")), limit=9) == ()
    assert coverage.article_count(str(NAMES.entity("Chad"))) == 0


def test_articles_are_in_order_of_their_dates_newest_first(coverage):
    assert coverage.articles(IRAN, limit=9) == (
        (str(NAMES.article("new")), "2021-10-02"),
        (str(NAMES.article("same day")), "2021-10-02"),
        (str(NAMES.article("old")), "2021-09-30"),
        (str(NAMES.article("undated")), None),
    )
    assert coverage.article_count(IRAN) == 4


def test_articles_come_in_parts(coverage):
    whole = coverage.articles(IRAN, limit=9)

    assert coverage.articles(IRAN, limit=2, start=1) == whole[1:3]


def test_equal_content_gives_an_equal_file(path, tmp_path):
    with open_store(tmp_path / "store", names=NAMES) as store:
        fill(store, reversed(ARTICLES))
        write_coverage(store, NAMES, tmp_path / COVERAGE)

    assert (tmp_path / COVERAGE).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no database at all" * 100, "cannot be read"),
        (None, "coverage of layout 7, not 1; publish the snapshot anew"),
    ],
    ids=["no database", "another layout"],
)
def test_a_file_that_is_no_coverage_is_named(tmp_path, content, words):
    path = tmp_path / COVERAGE
    if content is None:
        other = sqlite3.connect(path)
        other.executescript("PRAGMA user_version = 7")
        other.close()
    else:
        path.write_bytes(content)

    with pytest.raises(StoreError, match=rf"coverage\.sqlite: .*{words}"):
        Coverage(path)


@pytest.mark.parametrize(
    ("more", "anew"),
    [
        ('ent:Iran rdfs:label "Persia" .', {TEXT_INDEX}),
        ("claim:4 araz:place ent:Iran .", {COVERAGE}),
        ("claim:7 rdf:subject ent:Iran .", {TEXT_INDEX, COVERAGE}),
        ("claim:4 rdf:predicate araz:threatens .", {TEXT_INDEX}),
        ("claim:4 araz:confidence 0.5 .", set()),
    ],
    ids=["name", "place", "claim", "relation", "confidence"],
)
def test_only_what_a_change_concerns_is_written_anew(tmp_path, more, anew):
    folder = Folder(tmp_path / "store")
    with open_store(folder.path, names=NAMES) as store:
        fill(store, ARTICLES)
        store.publish()
        before = published(folder)
        files = {name: (before / name).stat().st_ino for name in (TEXT_INDEX, COVERAGE)}
        put(store, "new", ARTICLES["new"] + more)
        store.publish()

    after = published(folder)
    assert after != before
    assert {n for n, file in files.items() if (after / n).stat().st_ino != file} == anew


def test_a_date_that_is_mended_counts_at_once(tmp_path):
    folder = Folder(tmp_path / "store")
    with open_store(folder.path, names=NAMES) as store:
        fill(store, ["new"])
        store.publish()
        put(store, "new", ARTICLES["new"].replace("2021-10", "2022-01"))
        store.publish()

    assert Coverage(published(folder) / COVERAGE).months(SUDAN) == (("2022-01", 1),)


def test_what_was_written_once_is_not_written_at_each_later_change(tmp_path):
    folder = Folder(tmp_path / "store")
    with open_store(folder.path, names=NAMES) as store:
        for text in (
            "",
            "claim:4 araz:confidence 0.5 .",
            "claim:4 araz:confidence 1 .",
        ):
            put(store, "new", ARTICLES["new"] + text)
            store.publish()
            if not text:
                first = (published(folder) / COVERAGE).stat().st_ino

    assert (published(folder) / COVERAGE).stat().st_ino == first
