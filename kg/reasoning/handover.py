"""From the bulk executor to the live one: a closure once drawn is not drawn again."""

from itertools import chain

from kg.reasoning.bulk import BulkReasoner
from kg.reasoning.facts import ASSERTED, FactIndex
from kg.reasoning.live import LiveReasoner


def hand_over(bulk: BulkReasoner, live: LiveReasoner) -> None:
    """Give the closure of one executor to another, which keeps it up to date.

    Args:
        bulk: What has the closure.
        live: What has that of the same ontology; it gets the data as well.
    """
    live.facts = FactIndex()
    for fact, level in bulk.facts.leveled():
        # What follows of a literal by itself stands in no layer, yet nobody gave it.
        follows = level == ASSERTED and live.literals.given(fact)
        live.facts.add(fact, ASSERTED + 1 if follows else level)
    live.equality = bulk.equality.copy()
    live.program = bulk.program
    live.originals.clear()
    for fact in chain(bulk.asserted(), live.pinned):
        kept = live.represent(fact)
        # Under one name it may have been derived, and asserted under another.
        live.facts.add(kept, ASSERTED)
        if kept != fact:
            live.originals.setdefault(kept, set()).add(fact)
    for fact in chain(bulk.asserted(), live.pinned):
        # Of a fact that was given under several names, one may be that it is kept by.
        if fact in live.originals:
            live.originals[fact].add(fact)
