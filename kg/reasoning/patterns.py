"""The patterns of a rule, spread over a list and written with other variables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rdflib.namespace import OWL
from rdflib.term import Node

from kg.reasoning.ruleset import Each, Pair, Pattern, Route, Rule, Slot, Variable


def spread(condition: Each | Route, items: Sequence[Node]) -> Iterator[Pattern]:
    """Yield the patterns of a condition that speaks of all items of a list."""
    if isinstance(condition, Each):
        for place, item in enumerate(items):
            known: dict[Variable, Slot] = {condition.item: item}
            for pattern in condition.patterns:
                yield _renamed(pattern, known, condition.own, f"#{place}")
        return
    inner = [Variable(f"{condition.start.name}#{n}") for n in range(1, len(items))]
    stops = [condition.start, *inner, condition.end]
    for (start, end), item in zip(pairwise(stops), items, strict=True):
        yield Pattern(start, item, end)


def _renamed(
    pattern: Pattern, known: Mapping[Variable, Slot], own: frozenset[str], mark: str
) -> Pattern:
    def rename(slot: Slot) -> Slot:
        if not isinstance(slot, Variable):
            return slot
        if slot in known:
            return known[slot]
        return Variable(slot.name + mark) if slot.name in own else slot

    return Pattern(
        rename(pattern.subject), rename(pattern.predicate), rename(pattern.object)
    )


def without_identity(rule: Rule) -> Rule:
    """Write one variable for two that a rule says are the same thing.

    What is the same is one term in all facts, as each thing has a representative. Two
    items of a list are left, since the axiom tells which they are.
    """
    listed = {
        name
        for condition in rule.body
        if isinstance(condition, Pair)
        for name in (condition.first, condition.second)
    }
    body = rule.body
    for pattern in rule.body:
        if isinstance(pattern, Pattern) and pattern.predicate == OWL.sameAs:
            one, other = pattern.subject, pattern.object
            if one in listed or not isinstance(other, Variable):
                continue
            known = {other: one}
            body = tuple(
                _renamed(each, known, frozenset(), "")
                for each in body
                if isinstance(each, Pattern) and each is not pattern
            )
    return replace(rule, body=body)
