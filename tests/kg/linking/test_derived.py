"""Names that are made from names: how they are made, and when they are believed."""

import pytest

from kg.gazetteer.derived import NameParts, derived_names
from kg.gazetteer.values import GazetteerEntry, NameForm
from kg.linking.context import Context
from kg.linking.disambiguation import decide
from kg.linking.scoring import candidates_for

PARTS = NameParts(
    prefixes=(("United States", "US"), ("US", "US")),
    suffixes=(("of the United States", "US"),),
    heads=(("Department", ""),),
    tails=(("University", "University"),),
)


def entry(name, type_name="GovernmentBody", country="US", prior=0.3):
    return GazetteerEntry(
        qid=None,
        name=name,
        type=type_name,
        country=country,
        prior=prior,
        aliases=(),
        source="test",
    )


@pytest.mark.parametrize(
    ("given", "surface", "form"),
    [
        (entry("Senate of the United States"), "senate", NameForm.BARE),
        (entry("United States Coast Patrol"), "coast patrol", NameForm.BARE),
        (entry("United States Coast Patrol"), "us coast patrol", NameForm.TURNED),
        (entry("Department of Ferries"), "ferries department", NameForm.TURNED),
        (entry("Board of Safe Ferries and Ships"), "BSFS", NameForm.INITIALS),
        (entry("Zell Works", "Company", prior=0.8), "ZW", NameForm.INITIALS),
        (entry("Zell University", "University"), "zell", NameForm.SHORT),
        (entry("Ada Zell", "Person"), "zell", NameForm.SURNAME),
    ],
    ids=["suffix", "prefix", "respelt", "turned", "initials", "two", "tail", "surname"],
)
def test_a_name_is_made(given, surface, form):
    found = derived_names([given], PARTS)[surface]

    assert [(c.entry, c.form) for c in found] == [(given, form)]


@pytest.mark.parametrize(
    "given",
    [
        entry("senate of the United States", country="FR"),
        entry("Zell Works", "Company", prior=0.5),
        entry("Ada", "Person"),
        entry("Ada Zell Jr", "Person"),
        entry("society of ferrymen"),
    ],
    ids=["another state", "two letters", "one word", "no surname", "small letters"],
)
def test_no_name_is_made(given):
    assert not derived_names([given], PARTS)


def chosen(name, type_name, gazetteer, ontology, *countries):
    context = Context(countries=frozenset(countries))
    found = candidates_for(name, type_name, gazetteer, ontology, context=context)
    best = decide(found).chosen
    return best and best.entry.name


@pytest.mark.parametrize(
    ("name", "type_name", "expected"),
    [
        ("FAO", "Organization", "Food and Agriculture Organization"),
        ("Justice Department", "GovernmentBody", "United States Department of Justice"),
        ("General Motors Corp", "Company", "General Motors"),
        ("Australian Defense Force", "ArmedForce", "Australian Defence Force"),
    ],
    ids=["initials", "state understood", "legal form", "spelling"],
)
def test_a_made_name_is_linked(name, type_name, expected, gazetteer, ontology):
    assert chosen(name, type_name, gazetteer, ontology) == expected


@pytest.mark.parametrize(
    ("name", "type_name"),
    [("FAO", "Person"), ("Ryan", "Person"), ("Foreign Ministry", "GovernmentBody")],
    ids=["of another class", "a surname alone", "of many states"],
)
def test_a_made_name_alone_is_not_believed(name, type_name, gazetteer, ontology):
    assert chosen(name, type_name, gazetteer, ontology) is None


def test_the_state_in_the_text_tells_whose_body_it_is(gazetteer, ontology):
    found = chosen("Navy", "ArmedForce", gazetteer, ontology, "RU")

    assert found == "Russian Navy"


def test_what_begins_with_a_state_again_is_no_name():
    """The "US United States .." of a name is not what is left of it."""
    given = entry("US United States Ferry Board")

    found = derived_names([given], PARTS)

    assert "united states ferry board" not in {
        key for key, made in found.items() if made[0].form is NameForm.BARE
    }


def test_american_company_is_nobody(gazetteer, ontology):
    found = candidates_for("American company", "Company", gazetteer, ontology)

    assert decide(found).chosen is None


def test_initials_of_a_well_known_company_are_believed(gazetteer, ontology):
    found = candidates_for("GM", "Organization", gazetteer, ontology, context=Context())

    chosen = decide(found).chosen
    assert chosen
    assert chosen.id == "General_Motors"


def test_initials_of_others_are_not(gazetteer, ontology):
    found = candidates_for(
        "AFP", "Organization", gazetteer, ontology, context=Context()
    )

    assert found
    assert decide(found).chosen is None
