"""Names that are misspelt: what counts as such, and that all of them are found."""

import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.gazetteer import NameForm, read_gazetteer
from kg.gazetteer.misspelling import edits_between, near_keys, piece_keys
from kg.linking.scoring import candidates_for

WORDS = st.text(string.ascii_lowercase[:5], min_size=1, max_size=14)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("netanyahu", "netanjahu", 1),
        ("netanyahu", "netanyahou", 1),
        ("netanyahu", "netanyau", 1),
        ("netanyahu", "netanayhu", 1),
        ("azerbaijan", "aserbaidjan", 2),
        ("emmanuel macron", "emanuel maccron", 2),
        ("new yorktimes", "new york times", 1),
        ("vladimir putin", "vladimir puttin", 1),
    ],
    ids=[
        "replaced",
        "inserted",
        "left-out",
        "swapped",
        "two-in-a-long-word",
        "one-in-each-of-two-words",
        "space-left-out",
        "inserted-into-a-short-word",
    ],
)
def test_a_misspelt_name_is_told_by_its_edits(one, other, edits):
    assert edits_between(one, other) == edits
    assert edits_between(other, one) == edits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("netanyahu", "netanyahu"),
        ("netanyahu", "netanzzhu"),
        ("putin", "putim"),
        ("iran air", "iraq air"),
        ("west germany", "east germany"),
        ("north ossetia", "south ossetia"),
        ("boeing 737", "boeing 747"),
        ("shahed 136", "shahed 131"),
        ("kandahar airport", "xandahar airport"),
        ("austria center", "australia center"),
        ("emmanuel macron", "emanuel maccronn"),
        ("saint george", "george saint"),
    ],
    ids=[
        "the-same",
        "two-in-a-short-name",
        "too-short",
        "short-words",
        "points-of-the-compass",
        "two-letters-of-five",
        "number",
        "number-of-three-digits",
        "first-letter",
        "two-in-a-word-of-less-than-ten",
        "three-in-all",
        "words-in-another-order",
    ],
)
def test_another_name_is_not_taken_for_a_misspelt_one(one, other):
    assert edits_between(one, other) is None
    assert edits_between(other, one) is None


@settings(max_examples=300, deadline=None)
@given(name=NAMES, data=st.data())
def test_every_misspelt_name_shares_a_piece(name, data):
    other = name
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(0, len(other) - 1))
        put = data.draw(st.sampled_from(["", "a", "b", " ", other[at] * 2]))
        is_swap = data.draw(st.booleans())
        swapped = other[:at] + other[at : at + 2][::-1] + other[at + 2 :]
        other = swapped if is_swap else other[:at] + put + other[at + 1 :]
        assume(other)
    other = " ".join(other.split())
    assume(edits_between(name, other) is not None)

    assert set(near_keys(name)) & set(piece_keys(other))


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Benjamin Netanjahu", "Benjamin Netanyahu"),
        ("Recep Tayip Erdogan", "Recep Tayyip Erdoğan"),
        ("Islamic Revolutionray Guard Corps", "Islamic Revolutionary Guard Corps"),
        ("Aserbaijan", "Azerbaijan"),
        ("Lockhead Martin", "Lockheed Martin"),
    ],
)
def test_the_entry_of_a_misspelt_name_is_found(gazetteer, surface, name):
    first = gazetteer.similar(surface)[0]

    assert (first.entry.name, first.form) == (name, NameForm.FUZZY)


@pytest.mark.parametrize(
    "surface", ["", "Irna", "UNESCQ", "Xyzzy Plugh", "Boeing 748", "a" * 5000]
)
def test_what_is_no_misspelt_name_is_similar_to_nothing(gazetteer, surface):
    assert gazetteer.similar(surface) == ()


def test_the_likelier_entry_comes_first(gazetteer):
    found = gazetteer.similar("Manchestir")
    priors = [candidate.entry.prior for candidate in found]

    assert len(found) > 1
    assert priors == sorted(priors, reverse=True)


def test_the_closest_name_comes_before_the_likelier_entry(tables):
    _add_city(tables, "Q11", "Birminghamton", prior=900)
    _add_city(tables, "Q12", "Birminghamtown", prior=100)
    found = read_gazetteer(tables).similar("Birminghumtown")

    assert [c.entry.qid for c in found] == ["Q12", "Q11"]


def test_an_entry_comes_once_by_its_closest_name(tables):
    _add_city(tables, "Q11", "Birminghamton", prior=900, aliases="Birminghamtown")
    found = read_gazetteer(tables).similar("Birminghumtown")

    assert [(c.entry.qid, c.surface) for c in found] == [("Q11", "Birminghamtown")]


def test_linking_takes_a_misspelt_name_last(gazetteer, ontology):
    found = candidates_for("Lockhead Martin", "Company", gazetteer, ontology)

    assert [(c.id, c.method) for c in found] == [("Lockheed_Martin", "fuzzy")]


def _add_city(tables, qid, name, *, prior, aliases=""):
    with (tables / "entities.tsv").open("a", encoding="utf-8") as file:
        file.write(f"{qid}\t{name}\tCity\t{aliases}\tFR\t{prior}\tnsi\n")
