import pytest

from kg.model import Modality, Polarity
from kg.nlp.cues import read_cues
from kg.nlp.factuality import Factuality, assess

ACTUAL, PLANNED, POSSIBLE = Modality.ACTUAL, Modality.PLANNED, Modality.POSSIBLE
CONDITIONAL, DEMANDED = Modality.CONDITIONAL, Modality.DEMANDED


@pytest.fixture(scope="module")
def cues():
    return read_cues()


def _assess(doc, word, cues):
    return assess(next(token for token in doc if token.text == word), cues)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        pytest.param("Iran did not attack Iraq .", "attack", id="not"),
        pytest.param("Iran never attacked Iraq .", "attacked", id="never"),
        pytest.param("No sanctions hit Iran .", "sanctions", id="no"),
        pytest.param("Neither Iran nor Iraq attacked Syria .", "attacked", id="nor"),
        pytest.param("Nobody attacked Iraq .", "attacked", id="nobody"),
        pytest.param("Iran denied attacking Iraq .", "attacking", id="denied-doing"),
        pytest.param("Iraq denied that Iran attacked it .", "attacked", id="denied"),
        pytest.param("Iran refused to attack Iraq .", "attack", id="refused"),
        pytest.param("Iran failed to attack Iraq .", "attack", id="failed"),
        pytest.param("Iran withdrew without attacking Iraq .", "attacking", id="sans"),
        pytest.param("The sale was cancelled .", "sale", id="cancelled"),
        pytest.param("The talks failed .", "talks", id="talks-failed"),
        pytest.param("Iraq rejected the sale of drones by Iran .", "sale", id="object"),
    ],
)
def test_what_the_text_negates_did_not_happen(parsed, cues, sentence, word):
    assert _assess(parsed(sentence), word, cues).polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        pytest.param("Iran attacked Iraq .", "attacked", id="plain"),
        pytest.param("Iran did not fail to attack Iraq .", "attack", id="twice"),
        pytest.param("Iran never stopped attacking Iraq .", "attacking", id="never"),
        pytest.param("Iran denied attacking Iraq .", "denied", id="the-denial"),
        pytest.param("Iran refused to attack Iraq .", "refused", id="the-refusal"),
        pytest.param("Drones supplied by Iran failed .", "supplied", id="participle"),
        pytest.param(
            "Turkey accused Iran ; Iran denied it .", "accused", id="semicolon"
        ),
        pytest.param("Iran did not wait and attacked Iraq .", "attacked", id="and"),
        pytest.param(
            "Iran did not wait and Turkey attacked Iraq .", "attacked", id="own-subject"
        ),
    ],
)
def test_what_the_text_asserts_happened(parsed, cues, sentence, word):
    assert _assess(parsed(sentence), word, cues) == Factuality(
        Polarity.POSITIVE, ACTUAL
    )


@pytest.mark.parametrize("word", ["warn", "attack"])
def test_or_shares_a_negation(parsed, cues, word):
    doc = parsed("Iran did not warn or attack Iraq .")

    assert _assess(doc, word, cues).polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    ("sentence", "word", "modality"),
    [
        pytest.param("Iran will attack Iraq .", "attack", PLANNED, id="will"),
        pytest.param("Iran may attack Iraq .", "attack", POSSIBLE, id="may"),
        pytest.param("Iran should attack Iraq .", "attack", DEMANDED, id="should"),
        pytest.param("Iran would attack Iraq .", "attack", CONDITIONAL, id="would"),
        pytest.param("Iran plans to attack Iraq .", "attack", PLANNED, id="plans"),
        pytest.param("Iran planned an attack .", "attack", PLANNED, id="planned-noun"),
        pytest.param("The attack was planned .", "attack", PLANNED, id="was-planned"),
        pytest.param(
            "Iran threatened to attack Iraq .", "attack", PLANNED, id="threat"
        ),
        pytest.param(
            "Turkey urged Iran to attack Iraq .", "attack", DEMANDED, id="urge"
        ),
        pytest.param(
            "Turkey demanded that Iran attack Iraq .", "attack", DEMANDED, id="bare"
        ),
        pytest.param("Turkey called for sanctions .", "sanctions", DEMANDED, id="call"),
        pytest.param("Iran seems to attack Iraq .", "attack", POSSIBLE, id="seems"),
        pytest.param(
            "Iran allegedly attacked Iraq .", "attacked", POSSIBLE, id="allegedly"
        ),
        pytest.param(
            "The alleged attack angered Iraq .", "attack", POSSIBLE, id="alleged"
        ),
        pytest.param(
            "The planned attack angered Iraq .", "attack", PLANNED, id="planned"
        ),
        pytest.param(
            "The fear that Iran attacked Iraq is old .",
            "attacked",
            POSSIBLE,
            id="fear",
        ),
        pytest.param(
            "If Iran attacks Iraq , Turkey will help .", "attacks", CONDITIONAL, id="if"
        ),
        pytest.param(
            "If Iran attacks Iraq , Turkey will help .", "help", CONDITIONAL, id="then"
        ),
        pytest.param("Iran will arm and attack Iraq .", "attack", PLANNED, id="conj"),
    ],
)
def test_what_did_not_happen_yet_has_a_modality(parsed, cues, sentence, word, modality):
    assert _assess(parsed(sentence), word, cues) == Factuality(
        Polarity.POSITIVE, modality
    )


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Iran did not rule out attacking Iraq .", id="not-ruled-out"),
        pytest.param("Iran did not deny attacking Iraq .", id="not-denied"),
    ],
)
def test_a_denial_denied_leaves_it_open(parsed, cues, sentence):
    assert _assess(parsed(sentence), "attacking", cues) == Factuality(
        Polarity.POSITIVE, POSSIBLE
    )


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        pytest.param("Iran plans to attack Iraq .", "plans", id="the-plan"),
        pytest.param("Iran threatened to attack Iraq .", "threatened", id="the-threat"),
        pytest.param("Turkey urged Iran to attack Iraq .", "urged", id="the-demand"),
        pytest.param(
            "Iran threatened Turkey if it attacks Iraq .", "threatened", id="past"
        ),
        pytest.param("Iran will wait and attacked Iraq .", "attacked", id="conj"),
        pytest.param("The alleged attack angered Iraq .", "angered", id="modifier"),
    ],
)
def test_a_modality_stays_within_its_scope(parsed, cues, sentence, word):
    assert _assess(parsed(sentence), word, cues).modality is ACTUAL


def test_a_chain_of_any_length_is_assessed(parse, cues):
    depth = 3000
    rows = [f"deny deny VERB VB {max(i - 1, 0)} xcomp" for i in range(depth)]
    doc = parse("\n".join(["deny deny VERB VBD 0 ROOT", *rows[1:]]))

    assert assess(doc[depth - 1], cues).modality is ACTUAL


def test_what_somebody_rules_out_doing_is_a_plan_not_to(parsed, cues):
    doc = parsed("Iran ruled out attacking Iraq .")

    assert _assess(doc, "attacking", cues) == Factuality(Polarity.NEGATIVE, PLANNED)


def test_what_somebody_rules_out_to_be_so_is_denied(parsed, cues):
    doc = parsed("Iran ruled out that Turkey attacked Iraq .")

    assert _assess(doc, "attacked", cues) == Factuality(Polarity.NEGATIVE, ACTUAL)
