"""A place named with the larger place it lies in is two names."""

import pytest
import spacy

from kg.gazetteer import NameForm
from kg.nlp.addresses import with_wholes
from kg.nlp.name_index import NameIndex
from kg.nlp.senses import Name, Sense

GHANA = Sense("State", "Ghana", "GH", NameForm.NAME)
TAMALE = Sense("City", "Tamale", "GH", NameForm.NAME)


@pytest.fixture
def doc():
    return spacy.blank("en")("Rain fell on Tamale, Ghana")


def find(doc, ontology, names, known):
    return with_wholes(doc, names, NameIndex(known), ontology)


def test_the_larger_place_after_the_comma_is_a_name_inside_the_other(doc, ontology):
    whole = Name(3, 6, (Sense("Place", "Tamale, Ghana"),))
    ghana = Name(5, 6, (GHANA,))

    first, second = find(doc, ontology, [whole], [ghana])

    assert (first.start, first.end, first.senses[0].name) == (3, 6, "Tamale")
    assert second == ghana


def test_an_address_is_the_known_place_it_begins_with(doc, ontology):
    whole = Name(3, 6, (Sense("Place", "Tamale, Ghana"),))

    first, _ = find(
        doc, ontology, [whole], [Name(3, 4, (TAMALE,)), Name(5, 6, (GHANA,))]
    )

    assert first.senses == (TAMALE,)


def test_a_name_that_is_no_place_stays_whole(doc, ontology):
    firm = Name(3, 6, (Sense("Company", "Tamale, Ghana"),))

    assert find(doc, ontology, [firm], [Name(5, 6, (GHANA,))]) == (firm,)


def test_a_demonym_after_the_comma_is_no_larger_place(doc, ontology):
    whole = Name(3, 6, (Sense("Place", "Tamale, Ghana"),))
    people = Sense("State", "Ghana", "GH", NameForm.DEMONYM)

    assert find(doc, ontology, [whole], [Name(5, 6, (people,))]) == (whole,)
