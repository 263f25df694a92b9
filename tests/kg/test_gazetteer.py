"""The gazetteer: reading, folding, looking up, spotting."""

import pytest

from kg.config import Settings
from kg.errors import GazetteerError
from kg.gazetteer import Gazetteer, NameForm, read_gazetteer
from kg.gazetteer.folding import fold, skeleton
from tests.kg.gazetteer.small_tables import write_small_tables

FOLDER = Settings().gazetteer


@pytest.fixture
def tables(tmp_path, monkeypatch):
    """A folder with small tables; their index stays in the test's own folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "tables"
    folder.mkdir()
    write_small_tables(folder)
    return folder


def _names(gazetteer: Gazetteer, surface: str) -> list[tuple[str, str]]:
    found = gazetteer.candidates(surface)
    return [(c.entry.name, c.form.value) for c in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ERDOĞAN", "erdogan"),
        ("Əliyev", "Aliyev"),
        ("İlham", "Ilham"),
        ("Straßburg", "Strassburg"),
        ("Tromsø", "Tromso"),
        ("Sana'a", "Sana\N{RIGHT SINGLE QUOTATION MARK}a"),
        ("S-400", "S 400"),
        ("The Kremlin", "Kremlin"),
    ],
)
def test_folding_levels(one, other):
    assert fold(one) == fold(other)


def test_folding_keeps_words_apart():
    assert fold("New York") != fold("Newyork")


def test_transliterations_share_a_skeleton():
    rules = (("kh", "h"), ("y", "i"))
    assert skeleton("khaibar", rules) == skeleton("haybar", rules)


def test_name_comes_before_metonym(gazetteer):
    assert _names(gazetteer, "Tehran") == [("Tehran", "name"), ("Iran", "metonym")]


def test_a_base_is_not_called_like_its_state(gazetteer):
    names = {c.entry.name for c in gazetteer.candidates("Australia")}

    assert names == {"Australia"}


@pytest.mark.parametrize(
    ("surface", "name", "form"),
    [
        ("Iran", "Iran", NameForm.NAME),
        ("Iranian", "Iran", NameForm.DEMONYM),
        ("Iranians", "Iran", NameForm.DEMONYM),
        ("Azerbaijanis", "Azerbaijan", NameForm.DEMONYM),
        ("Turks", "Turkey", NameForm.DEMONYM),
        ("British", "United Kingdom", NameForm.DEMONYM),
        ("Frenchmen", "France", NameForm.DEMONYM),
        ("Kremlin", "Russia", NameForm.METONYM),
        ("White House", "United States", NameForm.METONYM),
        ("Downing Street", "United Kingdom", NameForm.METONYM),
        ("IRGC", "Islamic Revolutionary Guard Corps", NameForm.ALIAS),
        ("Jebrail", "Jabrayil", NameForm.ALIAS),
        ("Araz River", "Aras River", NameForm.ALIAS),
        ("Battle of Khaibar", "Battle of Khaybar", NameForm.ALIAS),
        ("recep tayyip erdogan", "Recep Tayyip Erdoğan", NameForm.FOLDED),
        ("al-Qaeda", "Al-Qaeda", NameForm.ALIAS),
    ],
)
def test_best_candidate(gazetteer, surface, name, form):
    best = gazetteer.candidates(surface)[0]
    assert (best.entry.name, best.form) == (name, form)


@pytest.mark.parametrize(
    "surface", ["who", "cis", "us", "target", "shell", "Xyzzy", ""]
)
def test_ordinary_words_name_nothing(gazetteer, surface):
    assert gazetteer.candidates(surface) == ()


def test_acronym_in_its_own_case_is_found(gazetteer):
    assert _names(gazetteer, "WHO") == [("World Health Organization", "alias")]


def test_transliteration_is_tried_last(gazetteer):
    assert ("Volodymyr Zelenskyy", "folded") in _names(gazetteer, "Volodimir Zelensky")


def test_an_office_is_found_without_the_article_of_its_state(gazetteer):
    named = _names(gazetteer, "President of United States")

    assert named == [("President of the United States", "alias")]


def test_homonyms_are_all_kept(gazetteer):
    assert [c.entry.qid for c in gazetteer.candidates("Georgia")] == ["Q230", "Q1428"]


@pytest.mark.parametrize(
    ("name", "qid", "type_name"),
    [
        ("Azerbaijan", "Q227", "State"),
        ("Iran", "Q794", "State"),
        ("Israel", "Q801", "State"),
        ("Turkey", "Q43", "State"),
        ("Ilham Aliyev", "Q57371", "Person"),
        ("Ali Khamenei", "Q57336", "Person"),
        ("Islamic Revolutionary Guard Corps", "Q271110", "ArmedForce"),
        ("Nakhchivan Autonomous Republic", "Q131083", "Region"),
        ("Battle of Khaybar", "Q565661", "Battle"),
        ("Jabrayil", None, "City"),
        ("Aras River", None, "River"),
        ("United Nations", "Q1065", "InternationalOrganization"),
    ],
)
def test_by_name(gazetteer, name, qid, type_name):
    entry = gazetteer.by_name(name)
    assert (entry.qid, entry.type) == (qid, type_name)


def test_state_by_code(gazetteer):
    assert gazetteer.state("AZ").name == "Azerbaijan"
    assert gazetteer.state("??") is None


def test_identifiers_are_unique_and_lead_back(gazetteer):
    names = [gazetteer.identifier(entry) for entry in gazetteer.entries]
    assert len(set(names)) == len(names)
    entries = gazetteer.entries
    assert all(gazetteer.entry(n) == e for n, e in zip(names, entries, strict=True))


def test_homonyms_get_type_then_identifier_as_suffix(tables):
    gazetteer = read_gazetteer(tables)
    ducks = [entry for entry in gazetteer.entries if entry.name == "Duck"]
    names = [gazetteer.identifier(entry) for entry in ducks]
    assert names == ["Duck", "Duck_(Company)", "Duck_(River)"]


def test_identifiers_do_not_depend_on_the_order_of_rows(tables):
    before = read_gazetteer(tables)
    file = tables / "entities.tsv"
    head, *rows = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([head, *reversed(rows)]) + "\n", "utf-8")
    after = read_gazetteer(tables)
    names = {entry.qid: before.identifier(entry) for entry in before.entries}
    assert names == {entry.qid: after.identifier(entry) for entry in after.entries}


def test_every_type_is_a_class_of_the_ontology(gazetteer, ontology):
    assert {entry.type for entry in gazetteer.entries} <= set(ontology.types)


@pytest.mark.parametrize(
    "surface",
    [
        "Iran",
        "Iranian",
        "Baku",
        "IRGC",
        "NATO",
        "EU",
        "Kremlin",
        "Black Sea",
        "al-Qaeda",
    ],
)
def test_safe_surfaces_are_spotted(gazetteer, surface):
    assert surface in dict(gazetteer.phrases())


@pytest.mark.parametrize(
    "surface",
    [
        "Target",
        "The Left",
        "Orange",
        "Mary",
        "Island",
        "Ministry of Defence",
        "Johnson",
    ],
)
def test_unsafe_surfaces_are_not_spotted(gazetteer, surface):
    assert surface not in dict(gazetteer.phrases())


def test_each_phrase_comes_once_with_its_best_candidate(gazetteer):
    phrases = list(gazetteer.phrases())
    assert len({surface for surface, _ in phrases}) == len(phrases)
    for surface, candidate in phrases[::500]:
        assert candidate == gazetteer.candidates(surface)[0]


def test_phrases_are_the_same_each_time(gazetteer):
    again = read_gazetteer(FOLDER)
    assert list(gazetteer.phrases()) == list(again.phrases())


def test_country_facts(gazetteer):
    facts = next(f for f in gazetteer.country_facts() if f.iso2 == "AZ")
    assert facts.capital.name == "Baku"
    assert {"IR", "AM", "GE", "RU", "TR"} == set(facts.neighbours)
    assert facts.metonyms[0] == "Baku"


def test_borders_are_mutual(gazetteer):
    neighbours = {f.iso2: set(f.neighbours) for f in gazetteer.country_facts()}
    assert all(
        one in neighbours[other]
        for one, others in neighbours.items()
        for other in others
    )


@pytest.mark.parametrize(
    ("file", "line", "problem"),
    [
        ("entities.tsv", "Q9\tX", "needs 7 cells, not 2"),
        ("entities.tsv", "9\tX\tCity\t\t\t5\tnsi", "identifier"),
        ("entities.tsv", "Q1\tX\tCity\t\t\t5\tnsi", "identifier of its own"),
        ("entities.tsv", "Q9\tX\tCity\t\t\thigh\tnsi", "prior"),
        ("entities.tsv", "Q9\t\tCity\t\t\t5\tnsi", "a name and a type"),
        ("unlinked.tsv", "Mt. Soup\tMountain\t\t", "twice"),
        (
            "countries.tsv",
            "Q99\tX\tXX\t\tState\t\t\t\t\t\tnsi",
            "Q99 needs a row in entities.tsv",
        ),
        (
            "office_holders.tsv",
            "Q3\tX\tKing\tFR\tlong ago\t\t1933\tended\tnsi",
            "'long ago'",
        ),
        (
            "office_holders.tsv",
            "Q3\tX\tKing\tFR\t1933\t\t1933\tdubious\tnsi",
            "'dubious'",
        ),
        (
            "office_holders.tsv",
            "Q99\tX\tKing\tFR\t1933\t\t1933\tended\tnsi",
            "Q99 needs a row",
        ),
        ("state_names.tsv", "FR\tnickname\tX", "demonym or metonym"),
        ("more_names.tsv", "Nobody\tPerson\tX", "'Nobody' needs a row"),
        ("spotting.tsv", "City\tlow\t1", "needs to be a number"),
        ("transliteration.tsv", "\tx", "letters to replace"),
    ],
)
def test_malformed_row_is_named(tables, file, line, problem):
    path = tables / file
    number = len(path.read_text("utf-8").splitlines()) + 1
    with path.open("a", encoding="utf-8") as table:
        table.write(line + "\n")
    with pytest.raises(GazetteerError) as caught:
        read_gazetteer(tables)
    assert str(caught.value).startswith(f"{path}:{number}: ")
    assert problem in str(caught.value)


def test_wrong_header_is_named(tables):
    (tables / "entities.tsv").write_text("qid\tname\n", "utf-8")
    with pytest.raises(
        GazetteerError, match=r"entities\.tsv:1: the header needs to be"
    ):
        read_gazetteer(tables)


@pytest.mark.parametrize("file", ["entities.tsv", "ordinary_words.txt"])
def test_missing_table_is_named(tables, file):
    (tables / file).unlink()
    with pytest.raises(GazetteerError, match=file):
        read_gazetteer(tables)


def test_binary_table_is_named(tables):
    (tables / "entities.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GazetteerError, match=r"entities\.tsv: cannot be read"):
        read_gazetteer(tables)
