"""Linking: which known entity a mention refers to, or none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking.context import Context
from kg.linking.disambiguation import decide, link
from kg.linking.scoring import candidates_for
from kg.model import Mention, MentionKind, Span


def mention(name, type_name, text=None, kind=MentionKind.NAME, **more):
    text = text or name
    return Mention(
        id=f"{name}/{type_name}/{text}",
        span=Span(0, len(text)),
        text=text,
        kind=kind,
        type=type_name,
        name=name,
        **more,
    )


@pytest.fixture
def linked(gazetteer, ontology):
    """Link mentions of one article; return the entity of the first mention."""

    def link_first(*mentions, article_id="a"):
        found, entities = link(mentions, gazetteer, ontology, article_id=article_id)
        by_id = {entity.id: entity for entity in entities}
        return by_id[found[0].entity or ""]

    return link_first


@pytest.mark.parametrize(
    ("name", "type_name", "identifier", "qid", "refined"),
    [
        ("Azerbaijan", "State", "Azerbaijan", "Q227", "State"),
        ("Iran", "State", "Iran", "Q794", "State"),
        ("Israel", "City", "Israel", "Q801", "State"),
        ("Turkey", "Place", "Turkey", "Q43", "State"),
        ("Ilham Aliyev", "Person", "Ilham_Aliyev", "Q57371", "Person"),
        ("Ayatollah Khamenei", "Person", "Ali_Khamenei", "Q57336", "Person"),
        (
            "Islamic Revolutionary Guard Corps",
            "Organization",
            "Islamic_Revolutionary_Guard_Corps",
            "Q271110",
            "ArmedForce",
        ),
        (
            "Nakhichevan Autonomous Republic",
            "City",
            "Nakhchivan_Autonomous_Republic",
            "Q131083",
            "Region",
        ),
        ("Battle of Khaibar", "Event", "Battle_of_Khaybar", "Q565661", "Battle"),
        ("Jebrail", "City", "Jabrayil", None, "City"),
        ("Jabrayil", "Place", "Jabrayil", None, "City"),
        ("Araz River", "River", "Aras_River", None, "River"),
        ("Harop", "WeaponSystem", "IAI_Harop", None, "Drone"),
        ("Congo", "City", "Democratic_Republic_of_the_Congo", "Q974", "State"),
    ],
)
def test_known_name_is_linked(linked, name, type_name, identifier, qid, refined):
    entity = linked(mention(name, type_name))
    assert (entity.id, entity.qid, entity.type) == (identifier, qid, refined)
    assert entity.score > 0


@pytest.mark.parametrize(
    ("name", "type_name", "method"),
    [
        ("Iran", "State", "exact"),
        ("IRGC", "ArmedForce", "alias"),
        ("hezbollah", "ArmedGroup", "folded"),
        ("Azerbaijanis", "State", "demonym"),
        ("Kremlin", "State", "metonym"),
    ],
)
def test_method_says_how_it_was_found(linked, name, type_name, method):
    assert linked(mention(name, type_name)).method == method


def test_mentions_get_entity_qid_and_finer_type(gazetteer, ontology):
    (found,), _ = link(
        [mention("IRGC", "Organization")], gazetteer, ontology, article_id="a"
    )
    assert found.entity == "Islamic_Revolutionary_Guard_Corps"
    assert (found.qid, found.type) == ("Q271110", "ArmedForce")


def test_finer_type_of_the_text_is_kept(linked):
    assert linked(mention("Minsk Group", "InternationalOrganization")).type == (
        "InternationalOrganization"
    )


def test_spellings_of_one_thing_are_one_entity(gazetteer, ontology):
    mentions = [mention("Jebrail", "City"), mention("Jabrayil", "Region")]
    found, entities = link(mentions, gazetteer, ontology, article_id="a")
    assert [m.entity for m in found] == ["Jabrayil", "Jabrayil"]
    assert [(e.id, e.aliases) for e in entities] == [("Jabrayil", ("Jebrail",))]


def test_demonyms_and_metonyms_are_no_aliases(linked):
    iran = linked(
        mention("Iran", "State"),
        mention("Iran", "State", "Tehran"),
        mention("Iran", "State", "Iranian"),
        mention("Iran", "State", "Islamic Republic of Iran"),
    )
    assert iran.aliases == ("Islamic Republic of Iran",)


def test_people_are_not_their_state(linked):
    iranians = linked(mention("Iranians", "Group"))
    assert (iranians.id, iranians.qid, iranians.country) == ("Iranians", None, "IR")


@pytest.mark.parametrize(
    ("name", "type_name", "identifier"),
    [
        ("Zorg Plimpton", "Person", "Zorg_Plimpton"),
        ("Plimpton Center", "ResearchInstitute", "Plimpton_Center"),
        ("Plimpton River", "River", "Plimpton_River"),
        ("Plimptonabad", "City", "Plimptonabad"),
        ("Plimpton Shield 2031", "MilitaryExercise", "Plimpton_Shield_2031"),
        ("Zorg Plimpton", "Company", "Zorg_Plimpton_(Organization)"),
        ("Plimptonabad", "Person", "Plimptonabad_(Person)"),
    ],
)
def test_unknown_name_is_nil_with_an_identifier_of_its_own(
    linked, name, type_name, identifier
):
    entity = linked(mention(name, type_name))
    assert (entity.id, entity.label) == (identifier, name)
    assert (entity.qid, entity.method, entity.score) == (None, None, 0.0)


def test_unknown_thing_never_takes_a_known_things_identifier(linked, gazetteer):
    entity = linked(mention("Iran", "Person"))
    assert entity.id == "Iran_(Person)"
    assert gazetteer.entry(entity.id) is None


def test_unknown_name_is_the_same_thing_in_two_articles(linked):
    plimpton = mention("Zorg Plimpton", "Person")
    assert linked(plimpton, article_id="a").id == linked(plimpton, article_id="b").id


def test_nameless_thing_belongs_to_its_article(linked):
    rebels = mention("rebels", "Group", kind=MentionKind.NOMINAL)
    one, other = (linked(rebels, article_id=name).id for name in "ab")
    assert one != other
    assert one.startswith("rebels_(")
    assert one == linked(rebels, article_id="a").id


def test_description_of_a_named_thing_goes_with_it(linked):
    country = mention("Iran", "State", "the country", kind=MentionKind.NOMINAL)
    assert linked(country).id == "Iran"


def test_short_form_is_no_evidence_for_another_person(linked):
    full = mention("Zorg Aliyev", "Person")
    short = mention("Zorg Aliyev", "Person", "Aliyev")
    assert linked(full, short, mention("Azerbaijan", "State")).qid is None


def test_common_surname_needs_its_country(linked):
    morrison = mention("Morrison", "Person")
    assert linked(morrison).qid is None
    found = linked(morrison, mention("Australia", "State"))
    assert found.label == "Scott Morrison"


def test_rare_acronym_needs_its_country(linked):
    bureau = mention("CBS", "Organization")
    assert linked(bureau).qid is None
    assert linked(bureau, mention("Israel", "State")).country == "IL"


def test_company_is_known_without_its_legal_form(linked):
    assert linked(mention("Lockheed Martin Corp", "Company")).label == "Lockheed Martin"


@pytest.mark.parametrize(("state", "country"), [("Egypt", "EG"), ("Iraq", "IQ")])
def test_generic_name_is_its_countrys(linked, state, country):
    ministry = mention("Ministry of Justice", "GovernmentBody")
    assert linked(ministry).qid is None
    found = linked(ministry, mention(state, "State"))
    assert (found.country, found.qid is None) == (country, False)


def test_generic_name_belongs_to_its_article(linked):
    ministry = mention("Ministry of Justice", "GovernmentBody")
    assert linked(ministry, article_id="a").id != linked(ministry, article_id="b").id


def test_other_country_counts_against_a_candidate(gazetteer, ontology):
    def score(country):
        found = candidates_for(
            "Israel Defense Forces", "ArmedForce", gazetteer, ontology, country=country
        )
        return found[0].score

    assert score("IL") > score("TR")


def test_long_name_outweighs_a_guessed_class(linked):
    assert (
        linked(mention("Islamic Revolutionary Guard Corps", "Place")).qid == "Q271110"
    )


def test_tie_between_homonyms_is_nil(gazetteer, ontology):
    (best, *_) = candidates_for("Iran", "State", gazetteer, ontology)
    decision = decide([best, replace(best, id="Iran_(Ship)")])
    assert decision.chosen is None
    assert decision.reason == "homonyms tie: Iran and Iran_(Ship)"


def test_near_rival_lowers_the_score(gazetteer, ontology):
    (best, *_) = candidates_for("Iran", "State", gazetteer, ontology)
    alone = decide([best])
    contested = decide([best, replace(best, weight=best.weight * 0.8)])
    assert 0 < contested.score < alone.score


def test_nothing_found_says_so(gazetteer, ontology):
    decision = decide(candidates_for("Xyzzyland", None, gazetteer, ontology))
    assert (decision.chosen, decision.reason) == (
        None,
        "no candidate of that name fits",
    )


def test_bad_fit_says_so(gazetteer, ontology):
    candidates = candidates_for(
        "Cameron", "Person", gazetteer, ontology, context=Context()
    )
    assert decide(candidates).reason.startswith("David_Cameron fits too badly")


def test_homonyms_are_ranked_by_prior(gazetteer, ontology):
    found = candidates_for("Georgia", None, gazetteer, ontology)
    assert [candidate.id for candidate in found] == ["Georgia", "Georgia_(USA)"]


def test_plain_name_is_surer_than_alias_and_metonym(linked):
    scores = [
        linked(mention(name, "State")).score
        for name in ("Iran", "Islamic Republic of Iran", "Kremlin")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


names = st.sampled_from(
    ["Iran", "Tehran", "Aliyev", "Iranians", "Georgia", "rebels", "Plimpton", "IRGC"]
)
types = st.sampled_from(["State", "City", "Person", "Group", "Organization", "Event"])
kinds = st.sampled_from(list(MentionKind))


@given(st.lists(st.builds(mention, names, types, kind=kinds), max_size=8), st.randoms())
def test_linking_is_total_and_free_of_order(gazetteer, ontology, mentions, random):
    """Each mention gets an entity that is listed, in whatever order they come."""
    found, entities = link(mentions, gazetteer, ontology, article_id="a")
    assert {m.entity for m in found} == {e.id for e in entities}
    assert [e.id for e in entities] == sorted(e.id for e in entities)
    assert all(0 <= e.score <= 1 for e in entities)
    assert [(m.id, m.span) for m in found] == [(m.id, m.span) for m in mentions]
    shuffled = list(mentions)
    random.shuffle(shuffled)
    _, again = link(shuffled, gazetteer, ontology, article_id="a")
    assert again == entities


@pytest.mark.parametrize(
    ("given", "identifier"),
    [
        (mention("Macedonia", "State"), "North_Macedonia"),
        (mention("Macedonia", "HistoricalState"), "Macedonia"),
        (mention("Holland", "State"), "Netherlands"),
        (
            mention("Security Council", "GovernmentBody"),
            "United_Nations_Security_Council",
        ),
        (
            mention("Security Council", "GovernmentBody", country="RU"),
            "Security_Council_of_Russia",
        ),
        (mention("Barclays", "Company"), "Barclays"),
    ],
    ids=["state", "empire", "country", "un", "said-whose", "well-known-alone"],
)
def test_what_a_name_means_by_default(given, identifier, linked):
    assert linked(given).id == identifier


def test_well_known_company_is_not_meant_by_a_name_of_another_class(linked):
    assert linked(mention("Barclays", "Person")).qid is None


def test_name_that_two_companies_go_by_is_nobody(linked):
    """Merck & Co. goes by it for short, and Merck KGaA as an alias."""
    assert linked(mention("Merck", "Company")).qid is None


def test_security_council_of_russia_needs_the_text_to_say_so(linked):
    council = mention("Security Council", "GovernmentBody", country="RU")

    assert (
        linked(council, mention("Russia", "State")).id == "Security_Council_of_Russia"
    )


@pytest.mark.parametrize(
    ("words", "states", "entity"),
    [
        ("police", ["Russia"], "Police_of_Russia"),
        ("police", ["Russia", "Serbia"], None),
        ("Police", ["Russia", "Serbia"], "Police_of_Russia"),
    ],
    ids=["its state alone", "in small letters, among states", "as a name"],
)
def test_a_body_named_by_a_mere_word_is_of_the_only_state_that_is_told(
    gazetteer, ontology, words, states, entity
):
    others = [mention(state, "State") for state in states]
    found, _ = link(
        [mention(words, "GovernmentBody"), *others], gazetteer, ontology, article_id="a"
    )

    assert (found[0].entity if found[0].qid else None) == entity


@pytest.mark.parametrize(
    ("others", "identifier"),
    [
        ([], None),
        ([mention("Taiwan", "State")], None),
        ([mention("Japan", "State")], "Q222241"),
    ],
    ids=["no state", "another state", "its state"],
)
def test_a_body_that_every_state_has_is_linked_where_its_state_is_told(
    gazetteer, ontology, others, identifier
):
    body = mention("Ministry of Foreign Affairs", "GovernmentBody")
    found, _ = link([body, *others], gazetteer, ontology, article_id="a")

    assert found[0].qid == identifier
