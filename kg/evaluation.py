"""Precision, recall and F1 of extraction records against gold records."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.record import Record

type Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well what was found covers what is there; `name` is what was compared."""

    name: str
    correct: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.correct / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 0 where there is nothing."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.found + self.gold
        return 2 * self.correct / both if both else 0.0


def evaluate(gold: Iterable[Record], found: Mapping[str, Record]) -> tuple[Score, ...]:
    """Score records against gold records of the same articles.

    A mention is right when its span and its type are. A claim is right when its
    predicate and the spans of both ends are; "claims, in full" also asks for the
    same polarity and modality and for being reported or not. One row a relation
    follows, in the order of the alphabet.

    Args:
        gold: What is there. Articles without a gold record are not scored.
        found: What was extracted, by article.
    """
    there: dict[str, Counter[Key]] = {"mentions": Counter(), "claims": Counter()}
    here: dict[str, Counter[Key]] = {"mentions": Counter(), "claims": Counter()}
    for record in gold:
        for name, key in _keys(record):
            there.setdefault(name, Counter())[key] += 1
        for name, key in (
            _keys(found[record.article]) if record.article in found else ()
        ):
            here.setdefault(name, Counter())[key] += 1
    names = sorted({*there, *here}, key=lambda name: (_RANK.get(name, 3), name))
    empty: Counter[Key] = Counter()
    return tuple(
        _score(name, there.get(name, empty), here.get(name, empty)) for name in names
    )


_RANK = {"mentions": 0, "claims": 1, "claims, in full": 2}


def _score(name: str, gold: Counter[Key], found: Counter[Key]) -> Score:
    return Score(
        name=name,
        correct=(gold & found).total(),
        found=found.total(),
        gold=gold.total(),
    )


def _keys(record: Record) -> Iterator[tuple[str, Key]]:
    """Yield what is compared: for each row of the table the keys that belong to it."""
    spans = {mention.id: mention.span for mention in record.mentions}
    for mention in record.mentions:
        yield "mentions", (record.article, mention.span, mention.type)
    for claim in record.relation_mentions:
        ends = (spans[claim.subject], spans[claim.object])
        key = (record.article, claim.predicate, *ends)
        yield "claims", key
        said = (claim.polarity, claim.modality, claim.report is not None)
        yield "claims, in full", (*key, *said)
        yield claim.predicate, key
