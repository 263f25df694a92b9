"""What the names of an article say about one another."""

import re

import pytest

from kg.linking.context import Context, read_context
from kg.linking.disambiguation import link
from kg.linking.scoring import candidates_for
from kg.model import Mention, MentionKind, Span


def names(*given):
    return [
        Mention(
            id=name,
            span=Span(0, len(name)),
            text=name,
            kind=MentionKind.NAME,
            type="Place",
            name=name,
        )
        for name in given
    ]


def test_states_that_are_named_are_the_context(gazetteer):
    assert read_context(names("Iran", "Tabriz"), gazetteer).countries == {"IR"}


def test_a_list_of_provinces_makes_the_context_regional(gazetteer):
    provinces = names("Misiones", "Chaco", "Entre Rios", "Cordoba")

    assert read_context(provinces, gazetteer).regional == {"AR"}


def test_cities_among_them_speak_against_it(gazetteer):
    mixed = names("Misiones", "Chaco", "Rosario", "Mendoza", "Bariloche", "Salta")

    assert not read_context(mixed, gazetteer).regional


def test_among_provinces_a_name_is_that_of_a_province(gazetteer, ontology):
    def best(context):
        found = candidates_for("Cordoba", "City", gazetteer, ontology, context=context)
        return found[0].entry.type

    here = frozenset({"AR"})
    assert best(Context(countries=here)) == "City"
    assert best(Context(countries=here, regional=here)) == "Region"


MARKED = re.compile(r"\[([^]]+)\]|\{([^}]+)\}")


def marked(given):
    """Return a text and its mentions: [names of places] and {words for regions}."""
    text, mentions = "", []
    for part in re.split(r"(\[[^]]+\]|\{[^}]+\})", given):
        match = MARKED.fullmatch(part)
        words = (match[1] or match[2]) if match else part
        if match:
            mentions.append(
                Mention(
                    id=words,
                    span=Span(len(text), len(text) + len(words)),
                    text=words,
                    kind=MentionKind.NAME if match[1] else MentionKind.NOMINAL,
                    type="City" if match[1] else "Region",
                    name=words,
                )
            )
        text += words
    return text, mentions


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("[Donetsk] and [Luhansk], two {regions}, voted.", {"Donetsk", "Luhansk"}),
        ("the {regions} of [Donetsk], [Kherson] and [Luhansk]", {"Donetsk", "Kherson"}),
        ("[Donetsk] {region}", {"Donetsk"}),
        ("the {region} of [Kherson], [Kyiv] said", {"Kherson"}),
        ("[Paris], [Donetsk], a {region} in the east", {"Donetsk"}),
        ("[Donetsk] was shelled. {Regions} in the east burned.", set()),
        ("[Kyiv] sent help to the {regions}.", set()),
    ],
    ids=["behind", "before", "close", "one-of-a-list", "last", "elsewhere", "verb"],
)
def test_text_says_which_names_are_of_regions(given, called, gazetteer):
    text, mentions = marked(given)

    found = read_context(mentions, gazetteer, text).called_regions

    assert called <= found
    assert called or not found
    assert not found & {"Kyiv", "Paris"}


def test_what_the_text_calls_a_region_is_not_the_city_of_that_name(gazetteer, ontology):
    said = "[Donetsk] and [Luhansk], two {regions}, broke away."
    unsaid = "A shell fell on [Donetsk]."

    def first(given):
        text, mentions = marked(given)
        linked, _ = link(mentions, gazetteer, ontology, article_id="a", text=text)
        return linked[0].entity

    assert first(said) == "Donetsk_Oblast"
    assert first(unsaid) == "Donetsk"
