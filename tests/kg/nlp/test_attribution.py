import pytest
from spacy.tokens import Doc

from kg.nlp.attribution import by_sentence, find_speech, speech_about
from kg.nlp.cues import read_cues
from kg.nlp.quotes import Quotes
from kg.nlp.speech import phrase_of
from kg.nlp.syntax import read_syntax
from kg.nlp.walker import Surroundings, Walker


@pytest.fixture(scope="module")
def speeches_of():
    """Find the speech in a doc, with the tokens of the given words named."""
    cues, functions = read_cues(), read_syntax().functions

    def find(doc, *names):
        named = frozenset(token.i for token in doc if token.text in names)
        surroundings = Surroundings(named=named, words={"support": frozenset()})
        return find_speech(doc, Walker(functions, surroundings), cues)

    return find


def _content(doc, speech):
    return [doc[start:end].text.strip(" ,.“”") for start, end in speech.content]


def _token(doc, word):
    return next(token for token in doc if token.text == word)


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content"),
    [
        pytest.param(
            "Iran said that Iraq attacked Syria .",
            "Iran",
            "said",
            ["that Iraq attacked Syria"],
            id="indirect",
        ),
        pytest.param(
            "“ Iraq attacked Syria last night , ” Iran said on Monday .",
            "Iran",
            "said",
            ["Iraq attacked Syria last night"],
            id="direct",
        ),
        pytest.param(
            "Iran said : “ Iraq attacked Syria last night . ”",
            "Iran",
            "said",
            ["Iraq attacked Syria last night"],
            id="after-a-colon",
        ),
        pytest.param(
            "According to Iran , Iraq attacked Syria .",
            "Iran",
            "According",
            ["Iraq attacked Syria"],
            id="according-before",
        ),
        pytest.param(
            "Iraq attacked Syria , according to Iranian officials .",
            "officials",
            "according",
            ["Iraq attacked Syria"],
            id="according-after",
        ),
        pytest.param(
            "Iran accused Turkey of arming Syria .",
            "Iran",
            "accused",
            ["arming Syria"],
            id="accused-of",
        ),
        pytest.param(
            "The claim by Iran that Iraq attacked Syria is old .",
            "Iran",
            "claim",
            ["that Iraq attacked Syria"],
            id="noun-that",
        ),
        pytest.param(
            "Accusations of arming Syria are old .",
            None,
            "Accusations",
            ["arming Syria"],
            id="noun-of",
        ),
        pytest.param(
            "Iran denied attacking Iraq .",
            "Iran",
            "denied",
            ["attacking Iraq"],
            id="denied-doing",
        ),
        pytest.param(
            "Iran denied the sale .", "Iran", "denied", ["the sale"], id="denied-act"
        ),
        pytest.param(
            "Iraq , Iran said , attacked Syria .",
            "Iran",
            "said",
            ["Iraq", "attacked Syria"],
            id="interrupted",
        ),
        pytest.param(
            "A failure from the start , Iran said on Monday .",
            "Iran",
            "said",
            ["A failure from the start"],
            id="closed-by-its-cue",
        ),
    ],
)
def test_a_report_has_source_cue_and_content(
    parsed, speeches_of, sentence, source, cue, content
):
    doc = parsed(sentence)

    (speech,) = speeches_of(doc)

    assert (speech.source.text if speech.source else None) == source
    assert speech.cue.text == cue
    assert _content(doc, speech) == content


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Iran attacked Iraq .", id="no-cue"),
        pytest.param("Iran spoke .", id="no-content"),
        pytest.param("Iran denied Turkey .", id="a-name-is-no-act"),
        pytest.param("Iran reported the sale .", id="needs-a-clause"),
        pytest.param("After the sale , Iran replied .", id="only-says-when"),
    ],
)
def test_what_nobody_says_is_no_report(parsed, speeches_of, sentence):
    assert speeches_of(parsed(sentence)) == ()


def test_a_word_in_quotes_is_no_speech(parsed, speeches_of):
    doc = parsed("Iran called it a “ big lie ” and left .")

    (judgement,) = speeches_of(doc)

    assert not judgement.asserts


def test_a_quote_in_the_next_sentence_after_a_colon_is_the_content(parsed, speeches_of):
    doc = parsed("Iran replied on Monday : “ Iraq attacked Syria last night . ”")

    (speech,) = speeches_of(doc)

    assert len(list(doc.sents)) == 2
    assert _content(doc, speech) == ["Iraq attacked Syria last night"]


def test_the_whole_quote_is_content_not_only_the_clause(parsed, speeches_of):
    doc = parsed("Iran said “ Iraq lies . It attacked Syria ” on Monday .")

    (speech,) = speeches_of(doc)

    assert speech.says(_token(doc, "lies"))
    assert speech.says(_token(doc, "attacked"))


@pytest.mark.parametrize(
    ("sentence", "cue", "content"),
    [
        ("Iran plans to attack Iraq .", "plans", ["to attack Iraq"]),
        ("Iran threatened to attack Iraq .", "threatened", ["to attack Iraq"]),
        ("Turkey called for sanctions .", "called", ["sanctions"]),
        ("Iran offered help to Iraq .", "offered", ["help to Iraq"]),
        (
            "Iran is afraid that Iraq attacked Syria .",
            "afraid",
            ["that Iraq attacked Syria"],
        ),
        ("Turkey called the sale a threat .", "called", ["a threat"]),
        ("The records show two payments .", "show", ["two payments"]),
        ("The sale was announced by Iran .", "announced", ["The sale"]),
        (
            "Iran grasped that Iraq attacked Syria .",
            "grasped",
            ["that Iraq attacked Syria"],
        ),
        ("Iran had doubts about the sale .", "had", ["the sale"]),
        (
            "Iran had hopes that Iraq attacked Syria .",
            "had",
            ["that Iraq attacked Syria"],
        ),
    ],
)
def test_what_somebody_wants_or_speaks_of_is_a_report_that_asserts_nothing(
    parsed, speeches_of, sentence, cue, content
):
    doc = parsed(sentence)

    (speech,) = speeches_of(doc)

    assert not speech.asserts
    assert speech.source.text in {"Iran", "Turkey", "records"}
    assert speech.cue.text == cue
    assert _content(doc, speech) == content
    assert by_sentence(doc, [speech]) == {}


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Iran offered Iraq to Turkey .", id="a-name-is-no-statement"),
        pytest.param("Turkey called the drone Araz .", id="a-name-is-no-judgement"),
        pytest.param("Iran said that it plans to attack Iraq .", id="its-own-plan"),
        pytest.param("The soldiers show two rockets .", id="soldiers-are-no-records"),
        pytest.param("It ensured that Iraq attacked Syria .", id="it-is-nobody"),
        pytest.param("Iran has rockets in Syria .", id="rockets-are-no-thought"),
    ],
)
def test_neither_names_nor_ones_own_plans_are_reports(parsed, speeches_of, sentence):
    assert all(speech.asserts for speech in speeches_of(parsed(sentence)))


def test_the_innermost_report_is_who_says_it(parsed, speeches_of):
    doc = parsed("Iran said that Iraq denied that Turkey attacked Syria .")
    speeches = speeches_of(doc)

    inner = speech_about(_token(doc, "attacked"), speeches)
    outer = speech_about(_token(doc, "denied"), speeches)

    assert inner is not None
    assert outer is not None
    assert (inner.cue.text, str(inner.source)) == ("denied", "Iraq")
    assert (outer.cue.text, str(outer.source)) == ("said", "Iran")


def test_a_cue_is_not_part_of_what_it_reports(parsed, speeches_of):
    doc = parsed("Iran said that Iraq attacked Syria .")

    assert speech_about(_token(doc, "said"), speeches_of(doc)) is None


def test_a_cue_inside_a_quote_reports_nothing_outside_of_it(parsed, speeches_of):
    doc = parsed("“ Turkey said that Iraq attacked Syria , ” Iran wrote on Monday .")

    said, wrote = speeches_of(doc)

    assert not said.says(_token(doc, "Monday"))
    assert not said.says(_token(doc, "wrote"))
    assert wrote.says(_token(doc, "said"))


def test_of_several_subjects_the_named_one_speaks(parsed, speeches_of):
    doc = parsed("Officials in Tehran , Zarif , said that Iraq attacked Syria .")

    (speech,) = speeches_of(doc, "Zarif")

    assert speech.source.text == "Zarif"


def test_reports_come_in_the_order_of_their_cues(parsed, speeches_of):
    doc = parsed("Iran said that Iraq denied that Turkey attacked Syria .")

    assert [speech.cue.text for speech in speeches_of(doc)] == ["said", "denied"]


def test_a_quote_that_never_closes_is_no_quote(parsed, speeches_of):
    doc = parsed("“ Iraq attacked Syria last night , Iran said on Monday .")

    (speech,) = speeches_of(doc)

    assert not speech.says(_token(doc, "Monday"))


def test_a_content_of_any_length_is_found(parse, speeches_of):
    rows = [
        "Iran Iran PROPN NNP 1 nsubj",
        "said say VERB VBD 1 ROOT",
        *(f"say say VERB VB {i + 1} ccomp" for i in range(1000)),
    ]

    speeches = speeches_of(parse("\n".join(rows)))

    # Only the outermost has a source.
    assert [speech.length for speech in speeches] == [1000]


def test_a_quote_goes_on_after_the_sentence_with_its_cue(parsed, speeches_of):
    doc = parsed("“ Iraq attacked Syria , ” Iran said . “ It will end soon . ”")

    (speech,) = speeches_of(doc)

    assert _content(doc, speech) == ["Iraq attacked Syria", "It will end soon"]


def test_who_says_what_it_believes_is_one_source(parsed, speeches_of):
    doc = parsed("Iran said that it believed that Iraq attacked Syria .")

    (speech,) = speeches_of(doc)

    assert speech.cue.text == "said"


def test_what_is_yet_to_be_said_is_no_quotation(parsed, speeches_of):
    doc = parsed("Iran said that Iraq had to admit that Turkey attacked Syria .")

    assert [speech.cue.text for speech in speeches_of(doc)] == ["said"]


def test_a_claim_that_is_made_is_one_report(parsed, speeches_of):
    doc = parsed("Iran made the claim that Iraq attacked Syria .")

    assert [speech.cue.text for speech in speeches_of(doc)] == ["claim"]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        pytest.param(
            "The minister , who had left , denied the sale .",
            "The minister , who had left",
            id="with-its-clause",
        ),
        pytest.param(
            "The minister from Iran , who denied the sale , left .",
            "who",
            id="the-pronoun-that-stands-for-it",
        ),
        pytest.param(
            "A letter saying that Iraq attacked Syria was lost .",
            "A letter",
            id="without-what-it-says",
        ),
    ],
)
def test_the_source_is_a_whole_phrase_without_what_it_says(
    parsed, speeches_of, sentence, source
):
    doc = parsed(sentence)

    (speech,) = speeches_of(doc)
    span = phrase_of(speech.source, speech.cue)

    assert doc.text[span.start : span.end] == source


@pytest.mark.parametrize(("start", "end"), [("“", "”"), ('"', '"'), ("``", "''")])
def test_a_quote_goes_over_into_the_next_paragraph(vocab, start, end):
    text = f"{start} It was a cowardly act .|{start} It must never happen again . {end}"
    first, second = (paragraph.split() for paragraph in text.split("|"))
    words = [*first, "\n\n", *second]

    quotes = Quotes.of(Doc(vocab, words=words))

    assert [(a, b) for a, b in quotes.ranges if a > 0] == [(8, len(words))]
    assert bool(quotes.touching(0, len(first))) == (start != "``")


def test_words_in_quotes_are_said_by_who_does_what_their_verb_says(parsed, speeches_of):
    doc = parsed("Iran denounced “ a cowardly act of war ” by Iraq .")

    (speech,) = speeches_of(doc)

    assert speech.asserts
    assert (speech.source.text, speech.cue.text) == ("Iran", "denounced")
    assert _content(doc, speech) == ["a cowardly act of war ” by Iraq"]


def test_what_nobody_known_is_said_to_show_is_no_report_of_its_own(parsed, speeches_of):
    doc = parsed("Iran said that reports suggest that Iraq attacked Syria .")

    assert [speech.cue.text for speech in speeches_of(doc)] == ["said"]
