import pytest

from kg.model import MentionKind
from kg.nlp.mentions import CONFIDENCE, Referent, Referents, choose, make_mentions
from kg.nlp.names import Name, Sense

CITY = Sense("City", "Tehran", "IR")
STATE = Sense("State", "Iran", "IR")
PERSON = Sense("Person", "Ilham Aliyev")


def _referent(start, end, *senses, kind=MentionKind.NAME, members=()):
    return Referent(start, end, kind, senses, members)


@pytest.fixture
def doc(parsed):
    return parsed("Iran met Turkey . Its army left .")


def test_a_name_refers_by_name():
    referent = Referent.of_name(Name(0, 2, (PERSON,)))

    assert referent == _referent(0, 2, PERSON)


def test_a_token_leads_to_its_referent(doc):
    iran, turkey = _referent(0, 1, STATE), _referent(2, 3, CITY)

    referents = Referents.of([turkey, iran])

    assert referents.at(doc[2]) == turkey
    assert referents.at(doc[1]) is None


def test_referents_come_in_text_order():
    iran, turkey = _referent(0, 1, STATE), _referent(2, 3, CITY)

    assert Referents.of([turkey, iran]).all == (iran, turkey)


def test_all_tokens_of_referents_are_named():
    referents = Referents.of([_referent(0, 2, STATE), _referent(4, 5, CITY)])

    assert referents.tokens == {0, 1, 4}


@pytest.mark.parametrize(
    ("types", "chosen"),
    [
        pytest.param(["State", "City"], CITY, id="the-likelier"),
        pytest.param(["State"], STATE, id="the-fitting"),
        pytest.param(["Person"], None, id="none"),
        pytest.param([], None, id="nothing-asked"),
        pytest.param([None], None, id="no-type"),
    ],
)
def test_the_likeliest_sense_of_a_wanted_class_is_chosen(types, chosen):
    assert choose(_referent(0, 1, CITY, STATE), types) == chosen


def test_a_mention_quotes_the_text_and_has_its_first_sense(doc):
    referents = Referents.of([_referent(2, 3, CITY, STATE)])

    (mention,) = make_mentions(doc, referents, {}).values()

    assert mention.span.quote(doc.text) == mention.text == "Turkey"
    assert (mention.type, mention.name, mention.country) == ("City", "Tehran", "IR")


def test_a_relation_can_ask_for_another_sense(doc):
    referent = _referent(2, 3, CITY, STATE)

    mentions = make_mentions(doc, Referents.of([referent]), {referent: STATE})

    assert (mentions[referent].type, mentions[referent].name) == ("State", "Iran")


def test_a_group_is_no_mention_but_its_members_are(doc):
    iran, turkey = _referent(0, 1, STATE), _referent(2, 3, CITY)
    both = _referent(4, 5, kind=MentionKind.PRONOUN, members=(iran, turkey))

    mentions = make_mentions(doc, Referents.of([iran, turkey, both]), {})

    assert set(mentions) == {iran, turkey}


def test_mentions_are_numbered_in_text_order(doc):
    iran, turkey = _referent(0, 1, STATE), _referent(2, 3, CITY)

    mentions = make_mentions(doc, Referents.of([turkey, iran]), {})

    assert [(r, m.id) for r, m in mentions.items()] == [(iran, "m1"), (turkey, "m2")]


@pytest.mark.parametrize("kind", list(MentionKind))
def test_a_name_is_surer_than_a_description_and_a_pronoun(doc, kind):
    referent = _referent(4, 5, STATE, kind=kind)

    mention = make_mentions(doc, Referents.of([referent]), {})[referent]

    assert (mention.kind, mention.confidence) == (kind, CONFIDENCE[kind])
    assert CONFIDENCE[kind] <= CONFIDENCE[MentionKind.NAME]
