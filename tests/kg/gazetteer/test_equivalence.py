"""The index says the same as dictionaries of all names: same candidates, same order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.config import Settings
from kg.gazetteer.folding import skeleton
from kg.gazetteer.reading import read_content
from tests.kg.gazetteer.oracle import Oracle

# Every so many names; another number for each way of writing, to meet other names.
SOME = 7


@pytest.fixture(scope="module")
def oracle():
    return Oracle(read_content(Settings().gazetteer))


def _differing(ask, expected, surfaces):
    """Return the first surfaces with another answer, which a failure shows."""
    return [s for s in surfaces if ask(s) != expected(s)][:5]


def test_candidates_are_the_same_for_all_surfaces(gazetteer, oracle):
    found = _differing(gazetteer.candidates, oracle.candidates, oracle.exact)

    assert not found


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        str.upper,
        str.title,
        lambda name: f"The {name}",
        lambda name: name.replace("-", " "),
        lambda name: name.replace(" ", "-"),
        lambda name: name.replace(".", ""),
        lambda name: name.removesuffix("."),
        lambda name: f"{name}'",
        lambda name: f"{name} Inc",
        lambda name: f"{name} Holdings Ltd.",
        lambda name: name.replace("i", "y").replace("ou", "u"),
        lambda name: name.replace("h", "kh").replace("k", "q"),
        lambda name: name[:-1] + name[-1:] * 2,
    ],
    ids=[
        "lower",
        "upper",
        "title",
        "article",
        "hyphens-left-out",
        "hyphens-put-in",
        "stops-left-out",
        "last-stop-left-out",
        "apostrophe",
        "legal-form",
        "two-legal-forms",
        "transliterated",
        "transliterated-otherwise",
        "doubled",
    ],
)
def test_candidates_are_the_same_however_names_are_written(gazetteer, oracle, write):
    surfaces = [write(surface) for surface in list(oracle.exact)[::SOME]]

    assert not _differing(gazetteer.candidates, oracle.candidates, surfaces)


@pytest.mark.parametrize("kind", ["folded", "skeletons", "undesignated"])
def test_candidates_are_the_same_for_the_keys_themselves(gazetteer, oracle, kind):
    keys = list(getattr(oracle, kind))[::SOME]
    surfaces = [*keys, *map(str.capitalize, keys)]

    assert not _differing(gazetteer.candidates, oracle.candidates, surfaces)


def test_names_made_from_others_are_the_same(gazetteer, oracle):
    keys = list(oracle.derivations)
    dotted = [".".join(key) for key in keys if key.isupper()]
    surfaces = [*keys, *map(str.title, keys), *map(str.upper, keys[::SOME]), *dotted]

    assert not _differing(gazetteer.derived, oracle.derived, surfaces)


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_has_the_same_candidates(gazetteer, oracle, text):
    assert gazetteer.candidates(text) == oracle.candidates(text)
    assert gazetteer.derived(text) == oracle.derived(text)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_change_of_a_name_has_the_same_candidates(gazetteer, oracle, data):
    name = data.draw(st.sampled_from(list(oracle.exact)))
    at = data.draw(st.integers(0, len(name)))
    text = name[:at] + data.draw(st.text(max_size=2)) + name[at + 1 :]

    assert gazetteer.candidates(text) == oracle.candidates(text)
    assert gazetteer.derived(text) == oracle.derived(text)


def test_half_of_a_surrogate_pair_names_nothing(gazetteer):
    text = "Teh\ud800ran"

    assert gazetteer.candidates(text) == ()
    assert gazetteer.derived(text) == ()
    assert gazetteer.entry(text) is None


def test_phrases_are_the_same_in_the_same_order(gazetteer, oracle):
    assert list(gazetteer.phrases()) == list(oracle.phrases())


def test_entries_are_those_of_the_tables_in_their_order(gazetteer, oracle):
    assert gazetteer.entries == oracle.content.entries


def test_identifiers_are_the_same_and_lead_back(gazetteer, oracle):
    identifiers = oracle.identifiers()

    assert not _differing(gazetteer.identifier, identifiers.get, identifiers)
    entries = {name: entry for entry, name in identifiers.items()}
    assert not _differing(gazetteer.entry, entries.get, [*entries, "Nothing", ""])


def test_items_lead_to_the_same_entries(gazetteer, oracle):
    entries = {entry.qid: entry for entry in oracle.content.entries if entry.qid}

    assert not _differing(gazetteer.by_qid, entries.get, [*entries, "Q0", ""])


def test_names_lead_to_the_same_entries(gazetteer, oracle):
    surfaces = [*oracle.exact, "Nothing", ""]

    assert not _differing(gazetteer.by_name, oracle.by_name, surfaces)


def test_codes_lead_to_the_same_states(gazetteer, oracle):
    states = {facts.iso2: facts.entry for facts in oracle.content.countries}

    assert not _differing(gazetteer.state, states.get, [*states, "??", ""])


def test_states_holders_and_the_date_are_those_of_the_tables(gazetteer, oracle):
    content = oracle.content

    assert gazetteer.country_facts() == content.countries
    assert gazetteer.office_holders() == content.office_holders
    assert gazetteer.as_of == content.as_of


def test_rules_of_spotting_are_those_of_the_tables(gazetteer, oracle):
    known = [found[0] for found in oracle.exact.values()][::SOME]
    spotting = oracle.content.spotting
    surfaces = [candidate.surface for candidate in known]

    assert not _differing(gazetteer.is_safe, spotting.is_safe, known)
    assert not _differing(gazetteer.is_generic, spotting.is_generic, surfaces)


def test_an_entry_of_other_tables_has_no_identifier(gazetteer, oracle):
    stranger = replace(oracle.content.entries[0], prior=0.123)

    with pytest.raises(KeyError):
        gazetteer.identifier(stranger)


def test_transliterations_are_the_same(gazetteer, oracle):
    rules = oracle.content.transliteration
    names = [skeleton(key, rules) for key in list(oracle.folded)[::SOME]]

    assert not _differing(gazetteer.candidates, oracle.candidates, names)
