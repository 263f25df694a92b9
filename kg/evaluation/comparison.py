"""Compare extraction records with gold records of the same articles."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.evaluation.scores import Evaluation, Leak, Score, matched
from kg.evaluation.statements import (
    Statement,
    fits,
    is_same_pair,
    is_same_reading,
    is_same_world,
    overlap,
    statements_of,
)
from kg.model import Event, Mention, Report, Span
from kg.record import Record

if TYPE_CHECKING:
    from kg.ontology import Ontology

# Determiners and numbers, and the genitive, count on neither side of a mention.
_BEFORE = re.compile(
    r"(?:(?:the|an?|his|her|its|their|both|all|\d[\d,.]*|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|dozens of|hundreds of|thousands of)\s+)+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"['’]s?$")
# Contents are the same where they share more than this of all they cover.
_SAME_CONTENT = 0.5
# An event that was not found is taken for certain, as a reader would.
_CERTAIN = 3.0
_DOUBT = 0.5

type _Pairs = Sequence[tuple[Record, Record]]
type _Statements = Sequence[tuple[tuple[Statement, ...], tuple[Statement, ...]]]
type _Keys = list[tuple[set[tuple[Span, str]], set[tuple[Span, str]]]]


def evaluate(
    gold: Iterable[Record], found: Mapping[str, Record], ontology: "Ontology"
) -> Evaluation:
    """Score records against gold records of the same articles.

    Args:
        gold: What is there. Articles without a gold record are not scored.
        found: What was extracted, by article.
        ontology: Says which relations are symmetric, inverse or performative.
    """
    pairs = [
        (record, found.get(record.article, _nothing(record.article))) for record in gold
    ]
    statements = [
        (statements_of(there, ontology), statements_of(here, ontology))
        for there, here in pairs
    ]
    scores = (
        *_mention_scores(pairs),
        *_claim_scores(statements),
        *_attribution_scores(pairs),
        *_factuality_scores(pairs),
        *_relation_scores(statements),
        *_type_scores(pairs),
    )
    return Evaluation(scores=scores, leak=_leak(statements))


def _nothing(article: str) -> Record:
    return Record(article=article, mentions=(), relation_mentions=())


def _mention_scores(pairs: Sequence[tuple[Record, Record]]) -> Iterator[Score]:
    for name, key in (("span", _span_of), ("span and type", _typed_span_of)):
        yield _score("mentions", name, _mention_keys(pairs, key))


def _type_scores(pairs: Sequence[tuple[Record, Record]]) -> Iterator[Score]:
    types = sorted({m.type for there, _ in pairs for m in there.mentions})
    keys = _mention_keys(pairs, _typed_span_of)
    for name in types:
        yield _score("type", name, [(_of(name, a), _of(name, b)) for a, b in keys])


def _of(type_name: str, keys: set[tuple[Span, str]]) -> set[tuple[Span, str]]:
    return {key for key in keys if key[1] == type_name}


def _mention_keys(
    pairs: Sequence[tuple[Record, Record]],
    key: Callable[[Mention], tuple[Span, str]],
) -> _Keys:
    return [
        ({key(m) for m in there.mentions}, {key(m) for m in here.mentions})
        for there, here in pairs
    ]


def _score(group: str, name: str, keys: _Keys) -> Score:
    return Score(
        group=group,
        name=name,
        correct=sum(len(there & here) for there, here in keys),
        found=sum(len(here) for _, here in keys),
        gold=sum(len(there) for there, _ in keys),
    )


def _span_of(mention: Mention) -> tuple[Span, str]:
    """Return the span without leading determiners and a trailing 's."""
    before = _BEFORE.match(mention.text)
    after = _AFTER.search(mention.text)
    start = mention.span.start + (before.end() if before else 0)
    end = mention.span.end - (len(after[0]) if after else 0)
    return (Span(start, end) if start < end else mention.span, "")


def _typed_span_of(mention: Mention) -> tuple[Span, str]:
    return (_span_of(mention)[0], mention.type)


def _claim_scores(statements: _Statements) -> Iterator[Score]:
    yield matched("claims", "pair", statements, is_same_pair)
    yield matched("claims", "pair and relation", statements, fits)
    yield matched("claims", "with polarity and modality", statements, is_same_world)
    yield matched("claims", "in full, with speaker", statements, is_same_reading)


def _relation_scores(statements: _Statements) -> Iterator[Score]:
    everything = [s for pair in statements for each in pair for s in each]
    for name in sorted({statement.relation for statement in everything}):
        yield matched("relation", name, _only(name, statements), fits)


def _only(relation: str, statements: _Statements) -> _Statements:
    return [
        (
            tuple(s for s in there if s.relation == relation),
            tuple(s for s in here if s.relation == relation),
        )
        for there, here in statements
    ]


def _leak(statements: _Statements) -> Leak:
    doubtful = edges = 0
    for there, here in statements:
        facts = [s for s in there if s.is_edge]
        wrong = [
            s for s in here if s.is_edge and not any(fits(fact, s) for fact in facts)
        ]
        doubts = [s for s in there if not s.is_edge]
        doubtful += len(doubts)
        edges += sum(any(fits(doubt, s) for s in wrong) for doubt in doubts)
    return Leak(doubtful=doubtful, edges=edges)


def _attribution_scores(pairs: Sequence[tuple[Record, Record]]) -> Iterator[Score]:
    reports = [(there.reports, here.reports) for there, here in pairs]
    yield matched("attributions", "cue and content touch", reports, _same_statement)
    yield matched("attributions", "source, cue and content", reports, _same_report)


def _same_statement(gold: Report, found: Report) -> bool:
    cues = overlap(filter(None, [gold.cue]), filter(None, [found.cue]))
    return cues and overlap(gold.content, found.content)


def _same_report(gold: Report, found: Report) -> bool:
    sources = [[each.source] if each.source else [] for each in (gold, found)]
    if any(sources) and not overlap(*sources):
        return False
    covered = [
        {i for piece in each.content for i in range(piece.start, piece.end)}
        for each in (gold, found)
    ]
    shared, both = covered[0] & covered[1], covered[0] | covered[1]
    return _same_statement(gold, found) and len(shared) > _SAME_CONTENT * len(both)


def _factuality_scores(pairs: _Pairs) -> Iterator[Score]:
    """Score the events of the gold, each by the found event that overlaps it."""
    values = [
        (event.factuality, _factuality(event, here.events))
        for there, here in pairs
        for event in there.events
    ]
    kinds: dict[str, Callable[[float], bool]] = {
        "negated": lambda value: value < -_DOUBT,
        "uncertain": lambda value: -_DOUBT <= value <= _CERTAIN - 1,
    }
    for name, belongs in kinds.items():
        yield Score(
            group="factuality",
            name=name,
            correct=sum(belongs(gold) and belongs(found) for gold, found in values),
            found=sum(belongs(found) for _, found in values),
            gold=sum(belongs(gold) for gold, _ in values),
        )


def _factuality(gold: Event, found: Iterable[Event]) -> float:
    events = (event for event in found if event.trigger.overlaps(gold.trigger))
    event = next(events, None)
    return event.factuality if event else _CERTAIN
