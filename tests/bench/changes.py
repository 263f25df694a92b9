"""Changes to a closure that is kept: a fact in, a fact out, one in a hundred more."""

import gc
import random
from dataclasses import dataclass

from kg.reasoning.bulk import BulkReasoner
from kg.reasoning.columns import encode
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.literals import Literals
from kg.reasoning.live import LiveReasoner
from kg.reasoning.retraction import Retraction
from kg.reasoning.schema import close_ontology
from tests.bench.data import Data, read
from tests.bench.latency import Latency, quantiles, timed


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes took.

    Args:
        facts: In the closure that was changed, those about literals left out.
        insert: Of one fact.
        delete: Of one fact.
        batch: How many facts were inserted together.
        batch_in: In CPU seconds.
        batch_out: The same facts deleted together, likewise.
    """

    facts: int
    insert: Latency
    delete: Latency
    batch: int
    batch_in: float
    batch_out: float


def change(data: Data, singles: int) -> Changes:
    """Measure facts that come one by one, those that go, and batches.

    Args:
        data: What is loaded first.
        singles: How many facts, drawn from all of it, go out and in again.

    Raises:
        AssertionError: If the closure is not what it was before.
    """
    reasoner, dictionary = _load(data)
    before = _count(reasoner, dictionary)
    facts = list(dictionary.encode(read(data.facts)))
    drawn = random.Random(0).sample(facts, singles)  # noqa: S311 - no secret
    more = list(dictionary.encode(read(data.more)))
    # As in a server: what is loaded stays, and need not be looked through for garbage.
    gc.collect()
    gc.freeze()
    out = quantiles(timed(_retract, reasoner, [fact]) for fact in drawn)
    into = quantiles(timed(reasoner.insert, [fact]) for fact in drawn)
    batch_in = timed(reasoner.insert, more) / 1000
    batch_out = timed(_retract, reasoner, more) / 1000
    after = _count(reasoner, dictionary)
    if after != before:
        raise AssertionError(f"{before} facts became {after}")
    return Changes(before, into, out, len(more), batch_in, batch_out)


def add_in_bulk(data: Data) -> float:
    """Return the CPU seconds of one in a hundred more facts, asserted in bulk."""
    dictionary = Dictionary()
    schema = list(dictionary.encode(read(data.schema)))
    reasoner = BulkReasoner(close_ontology(schema, dictionary, Literals(dictionary)))
    reasoner.insert(encode(dictionary.encode(read(data.facts)), reasoner.program))
    more = encode(dictionary.encode(read(data.more)), reasoner.program)
    return timed(reasoner.insert, more) / 1000


def _count(reasoner: LiveReasoner, dictionary: Dictionary) -> int:
    # The datatype of a literal holds whether anything is said of it or not.
    return sum(not dictionary.is_literal(fact[0]) for fact in reasoner.facts)


def _retract(reasoner: LiveReasoner, facts: list[Fact]) -> None:
    Retraction(reasoner).remove(facts)


def _load(data: Data) -> tuple[LiveReasoner, Dictionary]:
    dictionary = Dictionary()
    literals = Literals(dictionary)
    schema = list(dictionary.encode(read(data.schema)))
    reasoner = close_ontology(schema, dictionary, literals)
    reasoner.trusted = False
    reasoner.insert(dictionary.encode(read(data.facts)))
    return reasoner, dictionary
