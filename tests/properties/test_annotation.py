"""Whatever an article says: spans quote it, and evidence holds what it is for."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import Annotation, Article

pytestmark = pytest.mark.model

FRAGMENTS = [
    "Iran", "Ilham Aliyev", "Aliyev", "the Iranians", "Tehran", "NATO", "he", "its",
    "their", "The two countries", "the IRGC", "(IRGC)", "Bayraktar TB2 drones",
    "“Steadfast Defender-2024”", "the channel A News", "attacked", "did not attack",
    "accused", "of arming", "said that", "may have bought", "and its ally", "or",
    "threatened to sanction", "if", "according to", "sanctions on", "on October 5-8",
    "last year", "in Basra", "since 2016", "which", "President", "Iran's",
    "Israeli-made", "denied",
    "warned:", "“", "”", '"', "(", ")", ";", ":", ",", ".", "!", "…",
    "—", "Sign up for our Newsletter", "x", "12", "\U0001f680", "e\u0301",
    "\u05d9\u05e9\u05e8",
    "\x0b", "\u200b", "\u00a0", "ß", "\u0130ran",
]  # fmt: skip
SEPARATORS = ["", " ", " ", " ", " ", "\n", "\n\n", "\r\n", "\t", "  "]

texts = st.lists(
    st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(SEPARATORS)), max_size=40
).map(lambda parts: "".join(word + space for word, space in parts))

few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _annotate(annotator, text) -> Annotation:
    article = Article(id="a", text=text, published=date(2021, 10, 7))
    annotation: Annotation = next(annotator.annotate([article]))
    return annotation


@few
@given(text=texts)
def test_mentions_quote_the_text_in_order(annotator, text):
    mentions = _annotate(annotator, text).mentions

    assert [m.span.quote(text) for m in mentions] == [m.text for m in mentions]
    assert all(m.span.end <= len(text) for m in mentions)
    assert all(a.span.start <= b.span.start for a, b in pairwise(mentions))


@few
@given(text=texts)
def test_evidence_contains_subject_trigger_and_object(annotator, text):
    annotation = _annotate(annotator, text)

    mentions = {mention.id: mention.span for mention in annotation.mentions}
    for relation in annotation.relation_mentions:
        needed = mentions[relation.subject], relation.trigger, mentions[relation.object]
        assert all(relation.evidence.contains(span) for span in needed)
        assert relation.subject != relation.object
        assert relation.evidence.end <= len(text)
        assert 0 < relation.confidence <= 1


@few
@given(text=texts)
def test_reports_and_events_lie_in_the_text(annotator, text):
    annotation = _annotate(annotator, text)

    mentions = {mention.id for mention in annotation.mentions}
    spans = [event.trigger for event in annotation.events]
    for report in annotation.reports:
        spans += [s for s in (report.source, report.cue, *report.content) if s]
        assert report.content
        assert report.mention is None or report.mention in mentions
    assert all(span.end <= len(text) for span in spans)


@settings(few, max_examples=20)
@given(text=texts)
def test_an_annotation_depends_on_the_text_alone(annotator, text):
    assert _annotate(annotator, text) == _annotate(annotator, text)
