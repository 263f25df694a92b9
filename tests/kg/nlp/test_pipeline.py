"""The whole analysis of an article, with the real model: nothing makes it stumble."""

import time
from datetime import date

import pytest

from kg.model import (
    Article,
    MentionKind,
    Modality,
    Period,
    Polarity,
)

pytestmark = pytest.mark.model

DENIAL = (
    "TEHRAN — Iran denied on Tuesday that it had supplied drones to Russia. "
    "Iranian President Ebrahim Raisi accused Ukraine of spreading rumours. "
    "“We have never sold a single drone to Moscow since the war began,” Raisi said.\n\n"
    "Sign up for our Newsletter\n\n"
    "Armenia and Azerbaijan may sign a peace treaty. The two countries met in Doha."
)

TEXTS = {
    "empty": "",
    "space": " ",
    "whitespace": " \n\t \r\n \u00a0\u2003\n\n",
    "newlines": "\n" * 500,
    "one-letter": "a",
    "one-sign": "“",
    "plain": DENIAL,
    "capitals": DENIAL.upper(),
    "lower-case": DENIAL.lower(),
    "windows-newlines": DENIAL.replace("\n", "\r\n"),
    "old-mac-newlines": DENIAL.replace("\n", "\r"),
    "line-separators": DENIAL.replace("\n\n", "\u2028").replace(". ", ".\u0085"),
    "leading-space": "\n \t" + DENIAL,
    "double-spaces": DENIAL.replace(" ", "  "),
    "no-break-spaces": DENIAL.replace(" ", "\u00a0"),
    "no-spaces": DENIAL.replace(" ", ""),
    "tabs": DENIAL.replace(" ", "\t"),
    "open-quotes": "“" + DENIAL.replace("”", "") + " “Iran attacked Iraq",
    "many-quotes": '"“«' * 300 + DENIAL + '”»"' * 300,
    "nested-brackets": "(" * 300 + DENIAL + ")" * 300,
    "table": "State\tArms\tYear\n"
    + "Iran\tdrones\t2022\n| Russia | tanks | 2021 |\n" * 40,
    "bullets": "".join(
        f"• Iran attacked Iraq ({n})\n - it denied it;\n" for n in range(40)
    ),
    "emoji": DENIAL.replace(" ", " \U0001f680\U0001f1ee\U0001f1f7 ", 20),
    "joined-emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 hit Iraq \u2764\ufe0f.",
    "combining": "I\u0307ran hit Erdog\u0306an\u0308\u0308\u0308 in Tu\u0308rkiye.",
    "right-to-left": (
        "\u0639\u0644\u06cc \u062e\u0627\u0645\u0646\u0647\u200c\u0627\u06cc "
        "(Ali Khamenei) threatened \u05d9\u05e9\u05e8\u05d0\u05dc (Israel). "
        "\u202bIran\u202c denied it."
    ),
    "control-characters": DENIAL.replace(" ", "\x01\x0b ", 15)
    + "\x1b[31mIran attacked Iraq\x1b[0m\x7f",
    "zero-width": DENIAL.replace("Iran", "I\u200bran").replace(" ", " \ufeff", 5),
    "private-use": "\ue000Iran\U000f0000 attacked \ufffdIraq\ufffe.",
    "astral-letters": "\U0001d5dc\U0001d5ff\U0001d5ee\U0001d5fb attacked Iraq.",
    "german": "Der Iran hat am Dienstag bestritten, dass er Drohnen geliefert habe.",
    "azerbaijani": "Prezident İlham Əliyev İranı təhdid etdi; Bakı bunu təkzib etdi.",
    "chinese": "伊朗星期二否认向俄罗斯提供无人机。" * 5,
    "markup": "<p>Iran <b>attacked</b> Iraq &amp; Syria</p>\n<script>i = 1;</script>",
    "address": "https://example.org/" + "a/" * 400 + " Iran attacked Iraq.",
    "long-word": "x" * 12_000 + " attacked Iraq.",
    "long-capitals": "A" * 12_000,
    "dashes": "-" * 3000 + "Iran—attacked—Iraq" + "—" * 3000,
    "numbers": " ".join(map(str, range(1500))),
    "only-names": "Iran Iraq Syria Turkey Russia " * 60,
    "only-pronouns": "He said it told them that their " * 60,
    "only-dates": "October 5, 2021 Tuesday 2019 last year " * 40,
    "only-furniture": "Sign up for our Newsletter\nAdvertisement\n" * 30,
}


def _article(text):
    return Article(id="a", text=text, published=date(2022, 10, 20))


@pytest.fixture(scope="module")
def annotate(annotator):
    def run(text):
        (annotation,) = annotator.annotate([_article(text)])
        return annotation

    return run


def _check_spans(annotation):
    """Check that all spans lie in the text, quote it, and hold what they claim."""
    text = annotation.article.text
    mentions = {mention.id: mention for mention in annotation.mentions}
    assert len(mentions) == len(annotation.mentions)
    for mention in annotation.mentions:
        assert mention.span.quote(text) == mention.text
        assert mention.text.strip() == mention.text
        assert mention.span.end <= len(text)
    for relation in annotation.relation_mentions:
        ends = mentions[relation.subject], mentions[relation.object]
        for span in (*(mention.span for mention in ends), relation.trigger):
            assert relation.evidence.contains(span)
        assert relation.evidence.end <= len(text)
        assert relation.place is None or relation.place in mentions
    for report in annotation.reports:
        for span in (report.source, report.cue, *report.content):
            assert span is None or span.end <= len(text)
        assert report.content
        assert report.mention is None or report.mention in mentions
    for event in annotation.events:
        assert event.trigger.end <= len(text)
        assert -3.0 <= event.factuality <= 3.0


@pytest.mark.parametrize("text", list(TEXTS.values()), ids=list(TEXTS))
def test_any_text_is_annotated_with_spans_that_quote_it(annotate, text):
    _check_spans(annotate(text))


@pytest.mark.parametrize("text", list(TEXTS.values()), ids=list(TEXTS))
def test_the_doc_says_what_the_text_says(annotator, text):
    assert annotator.parse(text).text == text


@pytest.mark.parametrize(
    "text",
    [TEXTS["empty"], TEXTS["whitespace"], TEXTS["newlines"]],
    ids=["empty", "whitespace", "newlines"],
)
def test_a_text_without_words_says_nothing(annotate, text):
    annotation = annotate(text)

    assert annotation.mentions == ()
    assert annotation.relation_mentions == ()
    assert annotation.reports == ()
    assert annotation.events == ()


@pytest.mark.parametrize("name", ["plain", "capitals", "bullets", "emoji"])
def test_the_same_text_has_the_same_annotation(annotate, name):
    assert annotate(TEXTS[name]) == annotate(TEXTS[name])


def test_an_article_is_annotated_alike_alone_and_among_others(annotator, annotate):
    names = ["plain", "empty", "german", "plain"]

    found = list(annotator.annotate([_article(TEXTS[name]) for name in names]))

    assert found == [annotate(TEXTS[name]) for name in names]


@pytest.mark.parametrize("name", ["windows-newlines", "leading-space"])
def test_the_form_of_whitespace_changes_no_relation(annotate, name):
    def said(text):
        annotation = annotate(text)
        names = {mention.id: mention.name for mention in annotation.mentions}
        return [
            (names[r.subject], r.predicate, names[r.object], r.polarity, r.modality)
            for r in annotation.relation_mentions
        ]

    assert said(TEXTS[name]) == said(DENIAL)
    assert said(DENIAL)


def test_page_furniture_is_left_out(annotate):
    annotation = annotate("Iran attacked Iraq.\n\nSign up for our Iran Newsletter\n")

    assert [mention.text for mention in annotation.mentions] == ["Iran", "Iraq"]


def test_an_article_becomes_mentions_relations_and_reports(annotate):
    annotation = annotate("On Tuesday, Russia denied that Iran had attacked Iraq.")

    names = {mention.id: mention.name for mention in annotation.mentions}
    attack = next(r for r in annotation.relation_mentions if r.predicate == "attacks")
    assert (names[attack.subject], names[attack.object]) == ("Iran", "Iraq")
    assert attack.polarity is Polarity.NEGATIVE
    assert attack.modality is Modality.ACTUAL
    assert attack.report is not None
    assert names[attack.report.mention] == "Russia"
    assert attack.report.cue.quote(annotation.article.text) == "denied"
    assert attack.frame is not None


def test_an_act_has_its_date_and_its_place(annotate):
    annotation = annotate("Iran attacked Iraq in Basra on Tuesday.")

    places = {mention.id: mention.name for mention in annotation.mentions}
    attack = next(r for r in annotation.relation_mentions if r.predicate == "attacks")
    assert attack.time == Period(date(2022, 10, 18), date(2022, 10, 18))
    assert attack.place is not None
    assert places[attack.place] == "Basra"


def test_an_unsure_argument_makes_a_claim_less_sure(annotate):
    def attack_in(text):
        annotation = annotate(text)
        kinds = {mention.id: mention.kind for mention in annotation.mentions}
        (attack,) = (
            r for r in annotation.relation_mentions if r.predicate == "attacks"
        )
        assert (kinds[attack.subject] is MentionKind.PRONOUN) == ("It" in text)
        return attack

    named = attack_in("Iran met Iraq on Monday. Iran attacked Syria on Tuesday.")
    unnamed = attack_in("Iran met Iraq on Monday. It attacked Syria on Tuesday.")

    assert 0 < unnamed.confidence < named.confidence < 1


def test_events_have_a_factuality(annotate):
    text = "Iran did not attack Iraq. Turkey attacked Syria. Russia may attack Ukraine."

    events = {
        event.trigger.quote(text) + str(event.trigger.start): event.factuality
        for event in annotate(text).events
    }

    assert sorted(events.values()) == [-3.0, 1.0, 3.0]


def _seconds(annotate, text):
    started = time.process_time()
    _check_spans(annotate(text))
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Iran attacked the army of Iraq and said it", id="verbs"),
        pytest.param("Iran Iraq and their ally Turkey which", id="names"),
        pytest.param("ATTACKED IRAN AND THE UNITED NATIONS", id="capitals"),
        pytest.param("“ said Iran that “ he", id="quotes"),
    ],
)
def test_a_sentence_without_end_takes_time_in_proportion(annotate, words):
    def seconds(count):
        return _seconds(annotate, " ".join((f"{words} " * count).split()[:count]))

    seconds(500)

    # Four times the words; quadratic work would take sixteen times as long.
    assert seconds(8_000) < 8 * seconds(2_000)
