from dataclasses import replace
from math import inf

import pytest
import spacy
from spacy.tokens import Doc

from kg.gazetteer import CountryFacts, Gazetteer, GazetteerEntry, NameForm
from kg.gazetteer.spotting import Spotting
from kg.nlp.names import NameFinder

NOUNS = {
    "river": "River",
    "drone": "Drone",
    "channel": "MediaOrganization",
    "ministry": "GovernmentBody",
    "minister": "Person",
}
# What stands without a space before the next word, and after the last one.
OPENING = {"“", "«"}
CLOSING = {"”", "»", ",", ".", "'s"}


def _entry(name, type_name, country=None, aliases=()):
    return GazetteerEntry(
        qid=None,
        name=name,
        type=type_name,
        country=country,
        prior=0.9,
        aliases=aliases,
        source="test",
    )


def _facts(entry, iso2, demonyms, metonyms):
    return CountryFacts(
        entry=entry,
        iso2=iso2,
        iso3=None,
        capital=None,
        neighbours=(),
        demonyms=demonyms,
        metonyms=metonyms,
        continent=None,
        source="test",
    )


@pytest.fixture(scope="module")
def known():
    iran = _entry("Iran", "State", "IR", ("Islamic Republic of Iran",))
    armenia = _entry("Armenia", "State", "AM")
    types = ("State", "City", "Person", "Drone", "Missile", "ArmedForce")
    return Gazetteer(
        entries=[
            iran,
            armenia,
            _entry("Tehran", "City", "IR"),
            _entry("Harop", "Drone"),
            _entry("Strike", "Drone"),
        ],
        countries=[
            _facts(iran, "IR", ("Iranian", "Iranians"), ("Tehran",)),
            _facts(armenia, "AM", ("Armenian",), ("Yerevan",)),
        ],
        office_holders=(),
        spotting=Spotting(
            ordinary=frozenset(),
            word=dict.fromkeys(types, 0.1),
            acronym=dict.fromkeys(types, inf),
            well_known=frozenset(),
            generic=frozenset(),
            designators=frozenset(),
        ),
        transliteration=(),
    )


@pytest.fixture(scope="module")
def names_in(known, lexicon, ontology):
    """Find the names of a text: each word with its part of speech and its label."""
    nlp = spacy.blank("en")
    finder = NameFinder(nlp, known, replace(lexicon, nouns=NOUNS), ontology)

    def find(text):
        rows = [(*token.split("/"), "O")[:3] for token in text.split()]
        words, pos, ents = (list(column) for column in zip(*rows, strict=True))
        last = len(words) - 1
        doc = Doc(
            nlp.vocab,
            words=words,
            spaces=[
                word not in OPENING and after not in CLOSING
                for word, after in zip(words, [*words[1:], "."], strict=True)
            ],
            pos=pos,
            tags=["POS" if word in {"'s", "’s"} else "NN" for word in words],
            lemmas=[word.lower().removesuffix("s") for word in words],
            heads=[min(i + 1, last) for i in range(len(words))],
            deps=["ROOT" if i == last else "dep" for i in range(len(words))],
            ents=ents,
        )
        return {doc[n.start : n.end].text: n.senses for n in finder.find(doc)}

    return find


def _types(senses):
    return [sense.type for sense in senses]


def test_a_name_of_the_gazetteer_is_found_without_the_recogniser(names_in):
    (sense,) = names_in("Iran/PROPN spoke/VERB")["Iran"]

    assert (sense.type, sense.name, sense.country) == ("State", "Iran", "IR")
    assert sense.form is NameForm.NAME


def test_an_alias_has_the_full_name(names_in):
    found = names_in("Islamic/PROPN Republic/PROPN of/ADP Iran/PROPN spoke/VERB")

    assert [sense.name for sense in found["Islamic Republic of Iran"]] == ["Iran"]


def test_the_longer_name_wins(names_in):
    found = names_in("Islamic/PROPN Republic/PROPN of/ADP Iran/PROPN spoke/VERB")

    assert list(found) == ["Islamic Republic of Iran"]


def test_a_capital_is_a_city_and_stands_for_its_government(names_in):
    senses = names_in("Tehran/PROPN/B-GPE spoke/VERB")["Tehran"]

    assert _types(senses) == ["City", "State"]
    assert senses[1].form is NameForm.METONYM


def test_a_metonym_that_the_gazetteer_lacks_as_a_place_is_the_state(names_in):
    (sense,) = names_in("Yerevan/PROPN spoke/VERB")["Yerevan"]

    assert (sense.name, sense.form) == ("Armenia", NameForm.METONYM)


@pytest.mark.parametrize("word", ["Iranian", "Iranians"])
def test_a_demonym_names_its_state(names_in, word):
    (sense,) = names_in(f"{word}/ADJ/B-NORP drivers/NOUN")[word]

    assert (sense.name, sense.form) == ("Iran", NameForm.DEMONYM)


@pytest.mark.parametrize(
    ("label", "type_name"),
    [
        ("PERSON", "Person"),
        ("ORG", "Organization"),
        ("NORP", "Group"),
        ("GPE", "City"),
        ("FAC", "Facility"),
    ],
)
def test_an_unknown_name_has_the_class_of_its_label(names_in, label, type_name):
    (sense,) = names_in(f"Xandor/PROPN/B-{label} spoke/VERB")["Xandor"]

    assert (sense.type, sense.name, sense.form) == (type_name, "Xandor", None)


@pytest.mark.parametrize("label", ["DATE", "CARDINAL", "MONEY", "LANGUAGE"])
def test_what_names_nothing_is_no_name(names_in, label):
    assert names_in(f"Monday/PROPN/B-{label} came/VERB") == {}


def test_the_head_noun_tells_the_class(names_in):
    found = names_in("Araz/PROPN/B-LOC River/PROPN/I-LOC flows/VERB")

    assert _types(found["Araz River"]) == ["River"]


def test_a_verb_is_no_name(names_in):
    assert names_in("They/PRON Strike/VERB") == {}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("the/DET/B-ORG Xandor/PROPN/I-ORG spoke/VERB", id="article"),
        pytest.param("Xandor/PROPN/B-ORG 's/PART/I-ORG army/NOUN", id="possessive"),
        pytest.param("“/PUNCT/B-ORG Xandor/PROPN/I-ORG ”/PUNCT/I-ORG", id="quotes"),
        pytest.param("Xandor/PROPN/B-ORG ,/PUNCT/I-ORG spoke/VERB", id="comma"),
    ],
)
def test_a_name_is_trimmed(names_in, text):
    assert list(names_in(text)) == ["Xandor"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“/PUNCT/B-ORG ”/PUNCT/I-ORG", id="punctuation"),
        pytest.param("the/DET/B-ORG army/NOUN", id="article"),
        pytest.param("1,000/NUM/B-ORG army/NOUN", id="number"),
        pytest.param("council/NOUN/B-ORG spoke/VERB", id="lower-case"),
    ],
)
def test_what_is_left_without_letters_or_capital_is_no_name(names_in, text):
    assert names_in(text) == {}


def test_what_the_recogniser_ran_together_is_split(names_in):
    found = names_in(
        "Guard/PROPN/B-ORG Corps/PROPN/I-ORG ,/PUNCT/I-ORG Colonel/PROPN/I-ORG "
        "Xandor/PROPN/I-ORG spoke/VERB"
    )

    assert list(found) == ["Guard Corps", "Colonel Xandor"]


def test_a_name_ends_with_the_cell_of_a_table(names_in):
    found = names_in(
        "Guard/PROPN/B-ORG Corps/PROPN/I-ORG |/PUNCT/I-ORG Xandor/PROPN/I-ORG"
    )

    assert list(found) == ["Guard Corps", "Xandor"]


def test_a_run_of_known_names_is_no_name_of_its_own(names_in):
    found = names_in("Armenia/PROPN/B-ORG Iran/PROPN/I-ORG met/VERB")

    assert list(found) == ["Armenia", "Iran"]


def test_what_stands_before_the_noun_of_a_weapon_is_its_name(names_in):
    found = names_in("a/DET Xandor-3/PROPN drone/NOUN fell/VERB")

    assert _types(found["Xandor-3"]) == ["Drone"]


def test_a_known_weapon_keeps_its_name(names_in):
    (sense,) = names_in("a/DET Harop/PROPN drone/NOUN fell/VERB")["Harop"]

    assert (sense.name, sense.form) == ("Harop", NameForm.NAME)


def test_the_nationality_of_a_weapon_is_no_weapon(names_in):
    found = names_in("Iranian/PROPN/B-NORP drones/NOUN fell/VERB")

    assert _types(found["Iranian"]) == ["State"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HMS/PROPN Xandor/PROPN sailed/VERB", "HMS Xandor"),
        ("FS/PROPN Jean/PROPN de/X Xandor/PROPN sailed/VERB", "FS Jean de Xandor"),
    ],
)
def test_what_follows_the_prefix_of_a_ship_names_it(names_in, text, name):
    assert _types(names_in(text)[name]) == ["Ship"]


def test_the_prefix_of_a_ship_alone_names_none(names_in):
    assert names_in("the/DET INS/PROPN sailed/VERB") == {}


@pytest.mark.parametrize(
    ("opening", "type_name"),
    [("Operation", "Event"), ("Exercise", "MilitaryExercise")],
)
def test_the_first_word_tells_the_class_of_an_operation(names_in, opening, type_name):
    found = names_in(f"{opening}/PROPN/B-ORG Xandor/PROPN/I-ORG began/VERB")

    assert _types(found[f"{opening} Xandor"]) == [type_name]


def test_a_rank_is_no_name(names_in):
    assert names_in("Sgt./PROPN/B-PERSON 3/NUM came/VERB") == {}


def test_an_ordinary_word_before_a_weapon_is_no_name(names_in):
    assert names_in("The/DET drone/NOUN fell/VERB") == {}


def test_a_name_follows_the_noun_of_its_class(names_in):
    found = names_in("the/DET channel/NOUN A/PROPN News/PROPN said/VERB")

    assert _types(found["A News"]) == ["MediaOrganization"]


def test_the_name_after_a_person_noun_is_left_to_the_recogniser(names_in):
    found = names_in("the/DET minister/NOUN Xandor/PROPN/B-PERSON said/VERB")

    assert _types(found["Xandor"]) == ["Person"]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ("«", "»")])
def test_a_quoted_name_that_ends_in_a_year_is_an_exercise(names_in, opening, closing):
    found = names_in(
        f"{opening}/PUNCT Steadfast/PROPN Defender-2024/PROPN {closing}/PUNCT is/AUX"
    )

    assert _types(found["Steadfast Defender-2024"]) == ["MilitaryExercise"]


def test_a_number_without_quotes_is_no_exercise(names_in):
    assert names_in("On/ADP October/PROPN 12/NUM they/PRON met/VERB") == {}


def test_names_come_in_text_order_and_do_not_overlap(names_in):
    found = names_in(
        "Tehran/PROPN/B-GPE and/CCONJ Armenia/PROPN/B-GPE met/VERB Iranians/NOUN"
    )

    assert list(found) == ["Tehran", "Armenia", "Iranians"]


def test_an_empty_doc_has_no_names(known, lexicon, ontology):
    nlp = spacy.blank("en")

    assert NameFinder(nlp, known, lexicon, ontology).find(Doc(nlp.vocab)) == ()
