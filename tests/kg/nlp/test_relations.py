"""The matcher on written-down parses, with frames of its own."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kg.gazetteer import NameForm
from kg.lexicon import Frame, Lexicon
from kg.model import Iri, MentionKind
from kg.nlp.mentions import Referent, Referents
from kg.nlp.names import Sense
from kg.nlp.relations import RelationFinder
from kg.nlp.syntax import read_syntax
from kg.ontology import Ontology, read_ontology

ROOT = Path(__file__).parents[3]
PARSES = Path(__file__).with_name("relation_parses.txt")

NAMES: dict[str, Sense] = {
    "Belarus": Sense("State", "Belarus"),
    "India": Sense("State", "India"),
    "Iran": Sense("State", "Iran", "IR"),
    "Iranian": Sense("State", "Iran", "IR"),
    "Iraq": Sense("State", "Iraq"),
    "Iraqi": Sense("State", "Iraq"),
    "Japan": Sense("State", "Japan"),
    "Japanese": Sense("State", "Japan", "JP"),
    "Kherson": Sense("City", "Kherson"),
    "Putin": Sense("Person", "Vladimir Putin"),
    "Qatar": Sense("State", "Qatar"),
    "Russia": Sense("State", "Russia"),
    "Russian": Sense("State", "Russia", "RU", NameForm.DEMONYM),
    "Syria": Sense("State", "Syria"),
    "Syrian": Sense("State", "Syria"),
    "Hamas": Sense("ArmedGroup", "Hamas"),
    "Grad": Sense("Missile", "Grad"),
}

NOUNS = {
    "attack": "Attack",
    "ally": "Person",
    "baker": "Person",
    "base": "Facility",
    "bunker": "Facility",
    "crane": "Asset",
    "drone": "Drone",
    "farmer": "Person",
    "government": "GovernmentBody",
    "guard": "Person",
    "police": "GovernmentBody",
    "rebel": "ArmedGroup",
    "rival": "Actor",
    "tank": "Vehicle",
    "tourist": "Person",
    "troop": "Person",
    "truck": "Vehicle",
}

# Those of the nouns that stand for themselves in these sentences.
DESCRIPTIONS = {"attack", "baker", "bunker", "crane", "farmer", "guard", "truck"}


def frame(syntax: str, relation: str, *lemmas: str, **asked: object) -> Frame:
    """Return a frame that asks for nothing but what is told."""
    nothing: dict[str, object] = dict.fromkeys(
        (
            "themes", "theme_types", "particles", "modifiers", "exclusions",
            "subject_types", "object_types",
        ),
        frozenset(),
    )  # fmt: skip
    told = {
        name: frozenset(value) if isinstance(value, set) else value
        for name, value in asked.items()
    }
    values = {
        "iri": Iri(f"https://example.org/{syntax}-{relation}"),
        "markers": (),
        "inverse": False,
        "reciprocal": False,
        "examples": (),
        **nothing,
        **told,
    }
    return Frame(
        syntax=syntax,
        relation=relation,
        lemmas=frozenset(lemmas),
        **values,  # type: ignore[arg-type]  # the values are told by name in the tests
    )


ATTACK = frame("TransitiveFrame", "attacks", "attack")
ATTACK_ON = frame("NounPPFrame", "attacks", "attack", "strike", markers=("on",))
KILL = frame("TransitiveFrame", "kills", "kill")
MEET = frame("TransitiveFrame", "consultsWith", "meet")
ASK = frame("TransitiveFrame", "requests", "urge", "demand")
PURCHASE = frame(
    "TransitivePPFrame",
    "purchasesFrom",
    "buy",
    markers=("from",),
    theme_types={"WeaponSystem"},
)
ALLY = frame("NounPredicateFrame", "alliesWith", "ally", markers=("of",))
PRESIDENT = frame("NounPredicateFrame", "headOfStateOf", "president")
REJECT = frame(
    "GenitiveTransitiveFrame", "rejects", "reject", themes={"proposal", "demand"}
)
TURN_DOWN = frame(
    "GenitiveTransitiveFrame",
    "rejects",
    "turn",
    themes={"offer"},
    particles={"down"},
)
GIVE = frame("DitransitiveFrame", "suppliesTo", "give", theme_types={"WeaponSystem"})
CLASH = frame(
    "IntransitivePPFrame", "attacks", "clash", markers=("with",), reciprocal=True
)
TENSIONS = frame(
    "NounPPFrame", "opposes", "tension", markers=("with",), reciprocal=True
)
FALL_TO = frame(
    "IntransitivePPFrame",
    "controls",
    "fall",
    markers=("to",),
    inverse=True,
    object_types={"City"},
)
WITHDRAW = frame("IntransitivePPFrame", "retreatsFrom", "withdraw", markers=("from",))
MASS = frame(
    "TransitivePPFrame",
    "mobilizesAgainst",
    "mass",
    markers=("on border with", "on border 's"),
    themes={"troop"},
)
EXERCISE = frame(
    "NounPPFrame",
    "conductsExerciseWith",
    "exercise",
    markers=("with",),
    modifiers={"joint"},
)
HIT = frame("TransitiveFrame", "attacks", "hit", exclusions={"with"})
EASE = frame("TransitivePPFrame", "concedesTo", "ease", markers=("on",), themes={"ban"})
REBUFF = frame("TransitiveFrame", "rejects", "reject")
SEEK = frame("TransitiveFrame", "requests", "ease")
ARREST = frame("TransitiveFrame", "arrests", "arrest")
HARM = frame(
    "TransitiveFrame", "harms", "hit", "kill", subject_types={"Attack", "WeaponSystem"}
)
HARM_OF = frame(
    "NounPPFrame", "harms", "attack", markers=("on",), subject_types={"Attack"}
)
WILL_HELP = frame("IntransitiveInfinitiveSCFrame", "agreesWith", "say", themes={"help"})
WILL_NOT = frame(
    "IntransitiveInfinitiveSCFrame",
    "rejects",
    "say",
    themes={"help"},
    modifiers={"not"},
)
TELL = frame("TransitiveInfinitiveOCFrame", "requests", "tell")
IN_PLACE = frame(
    "PPFrame",
    "locatedIn",
    "in",
    "'s",
    subject_types={"ArmedGroup", "City"},
    object_types={"City", "State"},
)
HAPPENS = frame(
    "PPFrame", "takesPlaceIn", "in", "near", subject_types={"Attack", "Event"}
)
INCLUDING = frame("PPFrame", "partOf", "including", inverse=True)
HELD = frame("AdjectiveAttributiveFrame", "operates", "hold", inverse=True)
ACCUSE = frame("TransitiveFrame", "accuses", "accuse")
THREATEN = frame("IntransitiveInfinitiveSCFrame", "threatens", "threaten")
CAPTURE = frame("TransitiveFrame", "attacks", "capture")
STRIKE = frame("IntransitiveFrame", "protestsAgainst", "strike")
COMMA = frame("PrepositionalFrame", "locatedIn", ",", object_types={"Region"})

type Find = Callable[[str, Iterable[Frame]], list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(ROOT / "ontology")


@pytest.fixture(scope="module")
def sentences() -> dict[str, str]:
    blocks = PARSES.read_text(encoding="utf-8").strip().split("\n\n")
    pairs = (block.partition("\n") for block in blocks)
    return {head.removeprefix("# "): rows for head, _, rows in pairs}


@pytest.fixture
def find(
    parse: Callable[[str], Doc], sentences: dict[str, str], ontology: Ontology
) -> Find:
    """Return what frames find in a sentence: subject, relation and object names."""

    def found(sentence: str, frames: Iterable[Frame]) -> list[tuple[str, str, str]]:
        lexicon = Lexicon(
            frames=tuple(frames),
            nouns=NOUNS,
            support_verbs=frozenset({"hold", "launch"}),
            copular_verbs=frozenset({"be"}),
            topic_verbs=frozenset(),
            subject_control_verbs=frozenset({"use"}),
            privatives=frozenset({"former"}),
            counterparts=frozenset({"ally", "rival"}),
            private_persons=frozenset({"tourist"}),
            partitives=frozenset(),
            mass_nouns=frozenset(),
            name_nouns=frozenset(),
            befalling_verbs=frozenset({"attack", "capture"}),
            documents=frozenset({"report"}),
            issuing_verbs=frozenset({"issue"}),
        )
        doc = parse(sentences[sentence])
        finder = RelationFinder(lexicon, read_syntax(), ontology)
        return [
            (match.subject_sense.name, match.frame.relation, match.object_sense.name)
            for match in finder.find(doc, _referents(doc))
        ]

    return found


def _referents(doc: Doc) -> Referents:
    names = (
        Referent(t.i, t.i + 1, MentionKind.NAME, (NAMES[t.text],))
        for t in doc
        if t.text in NAMES
    )
    nominals = (
        Referent(t.i, t.i + 1, MentionKind.NOMINAL, (Sense(NOUNS[t.lemma_], t.text),))
        for t in doc
        if t.lemma_ in DESCRIPTIONS and t.pos_ == "NOUN"
    )
    return Referents.of(names, nominals)


@pytest.mark.parametrize(
    ("sentence", "evoked", "pairs"),
    [
        pytest.param("Iran attacked Iraq .", ATTACK, ["Iran Iraq"], id="active"),
        pytest.param(
            "Iraq was attacked by Iran .", ATTACK, ["Iran Iraq"], id="passive"
        ),
        pytest.param(
            "Iran , which attacked Iraq , lost .",
            ATTACK,
            ["Iran Iraq"],
            id="relative clause on the agent",
        ),
        pytest.param(
            "The base in Syria , which Iran attacked , burned .",
            ATTACK,
            ["Iran Syria"],
            id="relative clause on the patient",
        ),
        pytest.param(
            "Iraq , attacked by Iran , lost .",
            ATTACK,
            ["Iran Iraq"],
            id="participle",
        ),
        pytest.param(
            "Iran met Qatar and attacked Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="coordinated verbs share a subject",
        ),
        pytest.param(
            "Iran attacked Iraq and Syria .",
            ATTACK,
            ["Iran Iraq", "Iran Syria"],
            id="coordinated objects",
        ),
        pytest.param(
            "Iran and Syria attacked Iraq .",
            ATTACK,
            ["Iran Iraq", "Syria Iraq"],
            id="coordinated subjects",
        ),
        pytest.param(
            "Iran vowed to attack Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="control by the subject",
        ),
        pytest.param(
            "Iran urged Iraq to attack Syria .",
            ATTACK,
            ["Iraq Syria"],
            id="control by the object",
        ),
        pytest.param(
            "Iran used drones to attack Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="control by the subject past an object",
        ),
        pytest.param(
            "Iran responded by attacking Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="gerund after a preposition",
        ),
        pytest.param(
            "Iran is committed to attacking Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="gerund after what somebody is committed to",
        ),
        pytest.param(
            "Iran demanded that Iraq leave .",
            ASK,
            ["Iran Iraq"],
            id="the subject of a demanded clause",
        ),
        pytest.param(
            "Iran launched an attack on Iraq .",
            ATTACK_ON,
            ["Iran Iraq"],
            id="light verb",
        ),
        pytest.param(
            "Iran 's attack on Iraq continued .",
            ATTACK_ON,
            ["Iran Iraq"],
            id="possessive agent of a noun",
        ),
        pytest.param(
            "An attack by Iran on Iraq failed .",
            ATTACK_ON,
            ["Iran Iraq"],
            id="agent of a noun after by",
        ),
        pytest.param(
            "The Iranian attack on Iraq failed .",
            ATTACK_ON,
            ["Iran Iraq"],
            id="agent of a noun as an adjective",
        ),
        pytest.param(
            "Belarus , an ally of Russia , abstained .",
            ALLY,
            ["Belarus Russia"],
            id="apposition",
        ),
        pytest.param(
            "Belarus is an ally of Russia .",
            ALLY,
            ["Belarus Russia"],
            id="copula",
        ),
        pytest.param(
            "Russia 's ally Belarus abstained .",
            ALLY,
            ["Belarus Russia"],
            id="possessive before a description",
        ),
        pytest.param(
            "Russian President Putin spoke .",
            PRESIDENT,
            ["Vladimir Putin Russia"],
            id="title before a name",
        ),
        pytest.param(
            "Iran rejected Iraq 's proposal .",
            REJECT,
            ["Iran Iraq"],
            id="possessor of a theme",
        ),
        pytest.param(
            "Iran rejected the Iraqi proposal .",
            REJECT,
            ["Iran Iraq"],
            id="nationality of a theme",
        ),
        pytest.param(
            "Iran turned down Iraq 's offer .",
            TURN_DOWN,
            ["Iran Iraq"],
            id="particle",
        ),
        pytest.param("Iran gave Iraq drones .", GIVE, ["Iran Iraq"], id="recipient"),
        pytest.param(
            "Iran bought tanks from Iraq .",
            PURCHASE,
            ["Iran Iraq"],
            id="theme of a class",
        ),
        pytest.param(
            "India and Japan clashed .",
            CLASH,
            ["India Japan"],
            id="reciprocal plural subject",
        ),
        pytest.param(
            "India clashed with Japan .",
            CLASH,
            ["India Japan"],
            id="reciprocal with a marker",
        ),
        pytest.param(
            "Tensions between India and Japan rose .",
            TENSIONS,
            ["India Japan"],
            id="reciprocal noun with between",
        ),
        pytest.param(
            "Kherson fell to Russia .", FALL_TO, ["Russia Kherson"], id="inverse"
        ),
        pytest.param(
            "Iran massed troops on the border with Iraq .",
            MASS,
            ["Iran Iraq"],
            id="marker of several words",
        ),
        pytest.param(
            "Iran massed troops on Iraq 's border .",
            MASS,
            ["Iran Iraq"],
            id="possessive marker",
        ),
        pytest.param(
            "Iran held a joint exercise with Iraq .",
            EXERCISE,
            ["Iran Iraq"],
            id="modifier",
        ),
        pytest.param(
            "Iranian police attacked Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="an organ acts for its state",
        ),
        pytest.param(
            "Hamas rebels attacked Iraq .",
            ATTACK,
            ["Hamas Iraq"],
            id="rebels act for their group",
        ),
        pytest.param(
            "The government of Iran attacked Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="a government acts for its state",
        ),
        pytest.param(
            "Iranian drones attacked Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="a weapon acts for its owner",
        ),
        pytest.param(
            "Iran attacked a base in Syria .",
            ATTACK,
            ["Iran Syria"],
            id="a place stands for what it lies in",
        ),
        pytest.param(
            "Iran eased a ban on sales of oil to Iraq .",
            EASE,
            ["Iran Iraq"],
            id="a concession to who stands inside its complement",
        ),
        pytest.param(
            "The Iranian government said it attacked Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="a speaker taken up by it",
        ),
        pytest.param(
            "Iranian police said they attacked Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="speakers taken up by they",
        ),
        pytest.param(
            "The Iranian - led strike on Iraq failed .",
            ATTACK_ON,
            ["Iran Iraq"],
            id="agent before a hyphen",
        ),
        pytest.param(
            "Iran launched a strike mission on Iraq .",
            ATTACK_ON,
            ["Iran Iraq"],
            id="act before a noun of endeavour",
        ),
        pytest.param(
            "Iran rejected terms laid out by Iraq .",
            REBUFF,
            ["Iran Iraq"],
            id="maker of what is rejected",
        ),
        pytest.param(
            "Iran issued a report accusing Iraq .",
            ACCUSE,
            ["Iran Iraq"],
            id="a document speaks for who issues it",
        ),
        pytest.param(
            "Iran said it will not help until Iraq yields .",
            WILL_NOT,
            ["Iran Iraq"],
            id="whose act a refusal waits for",
        ),
        pytest.param(
            "Iran is guilty of attacking Iraq .",
            ATTACK,
            ["Iran Iraq"],
            id="who is guilty of a deed",
        ),
        pytest.param(
            "Guards at Hamas went on strike .",
            STRIKE,
            ["Guards Hamas"],
            id="whom strikers work for",
        ),
        pytest.param(
            "Iran threatened today to attack Iraq .",
            THREATEN,
            ["Iran Iraq"],
            id="a deed behind an adverb",
        ),
        pytest.param(
            "Iran captured up to 16 Iraqi trucks .",
            CAPTURE,
            ["Iran Iraq"],
            id="up to so many",
        ),
        pytest.param(
            "Iran urged that Iraq yield .",
            ASK,
            ["Iran Iraq"],
            id="subjunctive tagged as a present",
        ),
    ],
)
def test_construction_is_read(
    find: Find, sentence: str, evoked: Frame, pairs: list[str]
) -> None:
    found = [f"{subject} {object_}" for subject, _, object_ in find(sentence, [evoked])]

    assert sorted(found) == pairs


@pytest.mark.parametrize(
    ("sentence", "evoked"),
    [
        pytest.param(
            "Iran bought oil from Iraq .", PURCHASE, id="a theme of another class"
        ),
        pytest.param("Iran turned Iraq 's offer .", TURN_DOWN, id="no particle"),
        pytest.param("Iran held an exercise with Iraq .", EXERCISE, id="no modifier"),
        pytest.param(
            "Iran launched an exercise near Iraq .",
            ATTACK_ON,
            id="another noun after a light verb",
        ),
        pytest.param("Iran hit Iraq with tariffs .", HIT, id="an excluded word"),
        pytest.param(
            "Iran withdrew an envoy from Iraq .",
            WITHDRAW,
            id="an object of an intransitive verb",
        ),
        pytest.param(
            "Kherson fell to Russia .",
            frame("IntransitivePPFrame", "attacks", "fall", markers=("to",)),
            id="a subject out of the domain",
        ),
        pytest.param(
            "Kherson fell to Russia .",
            frame(
                "IntransitivePPFrame",
                "controls",
                "fall",
                markers=("to",),
                inverse=True,
                object_types={"River"},
            ),
            id="an object of another class than the frame asks for",
        ),
        pytest.param(
            "Putin was killed in an Iranian strike .",
            KILL,
            id="a noun that is no act known to the lexicon",
        ),
        pytest.param(
            "Iranian tourists attacked Iraq .",
            ATTACK,
            id="private persons do not act for their state",
        ),
        pytest.param(
            "Iran 's rivals attacked Iraq .",
            ATTACK,
            id="a rival does not act for its rival",
        ),
        pytest.param(
            "Syrian rebels attacked Iraq .",
            ATTACK,
            id="rebels do not act for their state",
        ),
        pytest.param(
            "Iran arrested a tourist in Syria .",
            ARREST,
            id="a person does not stand for the place of the act",
        ),
        pytest.param(
            "Iran attacked Iraq and Syria .",
            frame("IntransitivePPFrame", "attacks", "attack", markers=("on",)),
            id="no marker",
        ),
        pytest.param(
            "Iran eased a ban on sales of oil to Iraq .",
            SEEK,
            id="a request to who stands inside its complement",
        ),
        pytest.param(
            "Iranian police said it attacked Iraq .",
            ATTACK,
            id="it after several speakers",
        ),
        pytest.param(
            "At Hamas from Iraq , Iran bought tanks .",
            PURCHASE,
            id="what stands behind a name belongs to the name",
        ),
    ],
)
def test_construction_is_not_read(find: Find, sentence: str, evoked: Frame) -> None:
    assert find(sentence, [evoked]) == []


def test_what_an_act_befalls_is_where_the_clause_says(find: Find) -> None:
    sentence = "In Kherson , Iran attacked Iraqi troops and captured Hamas ."

    assert find(sentence, [IN_PLACE]) == [("Hamas", "locatedIn", "Kherson")]


def test_near_read_as_part_of_a_name_is_a_preposition(find: Find) -> None:
    found = find("Near Kherson the attack hit trucks .", [HAPPENS])

    assert found == [("attack", "takesPlaceIn", "Kherson")]


def test_who_acts_and_what_happens_are_where_the_clause_says(find: Find) -> None:
    found = find("In Kherson , Hamas launched an attack .", [IN_PLACE, HAPPENS])

    assert found == [
        ("Hamas", "locatedIn", "Kherson"),
        ("attack", "takesPlaceIn", "Kherson"),
    ]


def test_whom_an_act_is_against_is_where_it_happens(find: Find) -> None:
    found = find("The attack on Hamas in Kherson failed .", [IN_PLACE, ATTACK_ON])

    assert ("Hamas", "locatedIn", "Kherson") in found


def test_a_series_of_acts_is_done_by_who_does_the_acts(find: Find) -> None:
    found = find("A series of Iranian attacks hit trucks .", [HIT, ATTACK_ON])

    assert found == [("Iran", "attacks", "trucks")]


def test_including_lists_the_parts_of_what_stands_before_it(find: Find) -> None:
    found = find("Russia including Kherson and Grad fell .", [INCLUDING])

    assert found == [("Kherson", "partOf", "Russia"), ("Grad", "partOf", "Russia")]


def test_office_and_its_body_may_follow_between_commas(find: Find) -> None:
    found = find("Putin , president , Russia , replied .", [PRESIDENT])

    assert found == [("Vladimir Putin", "headOfStateOf", "Russia")]


def test_participle_before_a_noun_is_said_of_that_noun_alone(find: Find) -> None:
    found = find("Hamas - held trucks and bunkers burned .", [HELD])

    assert found == [("Hamas", "operates", "trucks")]


def test_possessive_ending_works_like_a_preposition(find: Find) -> None:
    sentence = "Iran 's Kherson fell ."

    assert find(sentence, [IN_PLACE]) == [("Kherson", "locatedIn", "Iran")]


def test_adjective_of_a_state_is_no_place(find: Find) -> None:
    assert find("Hamas in Russian replied .", [IN_PLACE]) == []


def test_after_a_comma_an_unknown_name_is_no_larger_place(find: Find) -> None:
    assert find("Kherson , Putin and Qatar fell .", [COMMA]) == []


def test_withdrawing_without_an_object_is_read(find: Find) -> None:
    found = find("Iran withdrew from Iraq .", [WITHDRAW])

    assert found == [("Iran", "retreatsFrom", "Iraq")]


def test_excluded_word_is_what_blocks_a_frame(find: Find) -> None:
    assert find("Iran hit Iraq .", [HIT]) == [("Iran", "attacks", "Iraq")]


def test_act_noun_leads_to_who_acts(find: Find) -> None:
    found = find("Putin was killed in an Iranian strike .", [KILL, ATTACK_ON])

    assert found == [("Iran", "kills", "Vladimir Putin")]


def test_frames_of_several_triggers_are_all_found(find: Find) -> None:
    found = find("Iran met Qatar and attacked Iraq .", [ATTACK, MEET])

    assert found == [("Iran", "consultsWith", "Qatar"), ("Iran", "attacks", "Iraq")]


def test_what_is_remote_yields_to_what_is_near(find: Find) -> None:
    near = frame("TransitivePPFrame", "tradesWith", "ease", markers=("on sale to",))

    found = find("Iran eased a ban on sales of oil to Iraq .", [EASE, near])

    assert found == [("Iran", "tradesWith", "Iraq")]


def test_frame_that_asks_for_less_is_dropped(find: Find) -> None:
    weaker = frame(
        "TransitivePPFrame", "tradesWith", "buy", markers=("from",), themes=set()
    )

    found = find("Iran bought tanks from Iraq .", [weaker, PURCHASE])

    assert found == [("Iran", "purchasesFrom", "Iraq")]


def test_frame_that_asks_for_less_stays_where_the_other_does_not_fit(
    find: Find,
) -> None:
    weaker = frame("TransitivePPFrame", "tradesWith", "buy", markers=("from",))

    found = find("Iran bought oil from Iraq .", [weaker, PURCHASE])

    assert found == [("Iran", "tradesWith", "Iraq")]


def test_relation_below_another_wins_at_one_trigger(find: Find) -> None:
    broad = frame("TransitiveFrame", "coerces", "arrest", "attack")
    narrow = frame("TransitiveFrame", "expels", "attack")

    found = find("Iran attacked Iraq .", [broad, narrow])

    assert found == [("Iran", "expels", "Iraq")]


def _vetoes(find: Find, sentence: str) -> list[tuple[str, str, str]]:
    aid = frame("NounPPFrame", "aids", "aid", markers=("to",))
    veto = frame(
        "TransitivePPFrame", "rejects", "veto", themes={"aid"}, markers=("to",)
    )
    return [each for each in find(sentence, [veto, aid]) if each[1] == "rejects"]


def test_who_stops_a_deed_of_another_rejects_the_other(find: Find) -> None:
    found = _vetoes(find, "Iran vetoed Japanese aid to Syria .")

    assert found == [("Iran", "rejects", "Japan")]


def test_who_stops_a_deed_of_its_own_rejects_whom_it_is_done_to(find: Find) -> None:
    found = _vetoes(find, "Iran vetoed Iranian aid to Syria .")

    assert found == [("Iran", "rejects", "Syria")]


def test_a_mutual_act_goes_both_ways_beside_an_agreement(find: Find) -> None:
    agree = frame("IntransitivePPFrame", "agreesWith", "agree", reciprocal=True)
    threaten = frame("TransitiveFrame", "threatens", "threaten")
    sentence = "Iran and Iraq agreed not to threaten each other with attacks ."

    found = find(sentence, [agree, threaten])

    assert found == [
        ("Iran", "agreesWith", "Iraq"),
        ("Iran", "threatens", "Iraq"),
        ("Iraq", "threatens", "Iran"),
    ]


def test_each_pair_is_found_once_in_a_relation(find: Find) -> None:
    twin = frame("TransitiveFrame", "attacks", "attack", modifiers=set())

    assert len(find("Iran attacked Iraq .", [ATTACK, twin])) == 1


def test_nobody_does_a_thing_to_itself(find: Find) -> None:
    own = frame("NounPPFrame", "opposes", "attack", markers=("by",))

    assert find("An attack by Iran on Iraq failed .", [own]) == []


def test_weapon_harms_where_nobody_is_named(find: Find) -> None:
    found = find("Kherson was hit by Grad , killing Putin .", [HIT, HARM, KILL])

    assert found == [
        ("Grad", "harms", "Kherson"),
        ("Grad", "harms", "Vladimir Putin"),
    ]


def test_weapon_yields_to_who_uses_it(find: Find) -> None:
    assert find("Iran and Grad hit Kherson .", [HARM]) == [("Grad", "harms", "Kherson")]
    assert find("Iran and Grad hit Kherson .", [HIT, HARM]) == [
        ("Iran", "attacks", "Kherson")
    ]


def test_a_list_of_things_is_read_through_appositions(find: Find) -> None:
    found = find("Grad hit two trucks , a bunker and a crane .", [HARM])

    assert [object_ for _, _, object_ in found] == ["trucks", "bunker", "crane"]


def test_what_describes_persons_is_no_list(find: Find) -> None:
    found = find("Grad hit two farmers , a baker and a guard .", [HARM])

    assert [object_ for _, _, object_ in found] == ["farmers"]


def test_attack_without_an_attacker_harms_by_itself(find: Find) -> None:
    frames = [ATTACK_ON, HARM_OF]

    assert find("The attack on Kherson failed .", frames) == [
        ("attack", "harms", "Kherson")
    ]
    assert find("The attack by Iran on Kherson failed .", frames) == [
        ("Iran", "attacks", "Kherson")
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Iran told Iraq to withdraw .", [("Iran", "requests", "Iraq")]),
        ("Iran told Iraq that it lost .", []),
    ],
)
def test_who_is_only_informed_is_asked_for_nothing(
    find: Find, sentence: str, expected: list[tuple[str, str, str]]
) -> None:
    assert find(sentence, [TELL]) == expected


def test_who_will_not_help_undertakes_nothing_and_refuses(find: Find) -> None:
    sentence = "Iran said it will not help Iraq ."

    assert find(sentence, [WILL_HELP]) == []
    assert find(sentence, [WILL_NOT]) == [("Iran", "rejects", "Iraq")]


def test_verb_of_a_demand_may_be_tagged_as_a_noun(find: Find) -> None:
    sentence = "Iran demanded that Iraq resign ."

    assert find(sentence, [ASK]) == [("Iran", "requests", "Iraq")]
