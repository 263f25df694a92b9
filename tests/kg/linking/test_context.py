"""What the names of an article say about one another."""

from kg.linking.context import Context, read_context
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
