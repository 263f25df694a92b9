"""The rules, specialised to an ontology: partial evaluation.

Patterns about the ontology, such as `?p rdfs:domain ?c`, are matched here, once. What
remains of each match is a clause about data. Only facts given to `compile_program` are
matched, and those are of graphs that are trusted: no article can change the program.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import cast

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from kg.errors import OntologyError
from kg.reasoning.datatypes import value_of
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.facts import ASSERTED, OPEN, FactIndex
from kg.reasoning.lists import read_list
from kg.reasoning.patterns import spread, without_identity
from kg.reasoning.program import Atom, Clause, Program
from kg.reasoning.ruleset import (
    Condition,
    Each,
    Member,
    Pair,
    Pattern,
    Route,
    Rule,
    Slot,
    Variable,
)

type _Binding = dict[str, int]

_BUILTIN = (str(OWL), str(RDFS), str(RDF))
# Of the vocabulary of OWL, these relate things, and so are data.
_RELATING = frozenset((OWL.sameAs, OWL.differentFrom))
_PLAIN_CLASSES = frozenset((OWL.Thing, OWL.Nothing))


def compile_program(
    rules: Iterable[Rule],
    facts: FactIndex,
    originals: Mapping[Fact, Collection[Fact]],
    dictionary: Dictionary,
) -> Program:
    """Return what the rules make of an ontology.

    Args:
        rules: Of the tables, or some of them.
        facts: About the ontology; the program is as complete as they are closed.
        originals: How facts were asserted that are kept in other terms.
        dictionary: Of the terms in the facts; terms of the rules are added.
    """
    compiler = _Compiler(facts, originals, dictionary)
    clauses: dict[tuple[tuple[Atom, ...], Atom | None], Clause] = {}
    for rule in rules:
        if rule.means is None:
            for clause in compiler.clauses(without_identity(rule)):
                # Several axioms may say the same. One reason is enough, but it must
                # not rest on what it gives: that of the lowest level does not.
                known = clauses.setdefault((clause.body, clause.head), clause)
                if clause.level < known.level:
                    clauses[clause.body, clause.head] = clause
    return Program(
        tuple(clauses.values()),
        type=dictionary.number(RDF.type),
        same=dictionary.number(OWL.sameAs),
    )


def of_schema(rule: Rule) -> bool:
    """Say whether a rule needs nothing but axioms."""
    return not any(
        isinstance(each, Each | Route)
        or (isinstance(each, Pattern) and not is_schema(each))
        for each in rule.body
    )


def is_schema(pattern: Pattern) -> bool:
    """Say whether a pattern speaks of the ontology, rather than of data."""
    predicate, object_ = pattern.predicate, pattern.object
    if isinstance(predicate, Variable) or predicate in _RELATING:
        return False
    if predicate == RDF.type:
        return _is_builtin(object_) and object_ not in _PLAIN_CLASSES
    return _is_builtin(predicate)


def _is_builtin(slot: Slot) -> bool:
    return isinstance(slot, URIRef) and str(slot).startswith(_BUILTIN)


@dataclass(frozen=True, slots=True)
class _Match:
    """Axioms that fit a rule, what they bind, and what is left of the rule."""

    binding: _Binding
    axioms: tuple[Fact, ...]
    data: tuple[Pattern, ...]

    def bound(self, binding: _Binding) -> "_Match":
        return replace(self, binding={**self.binding, **binding})


class _Compiler:
    def __init__(
        self,
        facts: FactIndex,
        originals: Mapping[Fact, Collection[Fact]],
        dictionary: Dictionary,
    ) -> None:
        self._facts = facts
        self._originals = originals
        self._dictionary = dictionary

    def clauses(self, rule: Rule) -> Iterator[Clause]:
        """Yield what is left of a rule for each way its axioms can be matched."""
        matches = [_Match({}, (), ())]
        for condition in rule.body:
            matches = [
                longer for found in matches for longer in self._meet(condition, found)
            ]
        for found in matches:
            level = self._level(found.axioms)
            if found.data or not self._is_idle(rule, found, level):
                yield from self._finish(rule, found, level)

    def _is_idle(self, rule: Rule, found: _Match, level: int) -> bool:
        """Say whether axioms give only axioms that are there, and rest on no others."""
        facts = (
            tuple(
                self._open(slot, found.binding)
                for slot in (head.subject, head.predicate, head.object)
            )
            for head in rule.heads
        )
        levels = [self._facts.level((s, p, o)) for s, p, o in facts]
        return bool(levels) and all(
            known is not None and known <= level for known in levels
        )

    def _meet(self, condition: Condition, found: _Match) -> Iterator[_Match]:
        """Yield the match with each way in which a condition can hold as well."""
        if not isinstance(condition, Pattern):
            yield from self._meet_list(condition, found)
        elif is_schema(condition):
            yield from self._axioms(condition, found)
        else:
            yield replace(found, data=(*found.data, condition))

    def _meet_list(
        self, condition: Member | Pair | Each | Route, found: _Match
    ) -> Iterator[_Match]:
        try:
            items = read_list(
                found.binding[condition.list.name],
                self._facts,
                self._originals,
                self._dictionary,
            )
        except OntologyError:
            return  # It makes no clause; the check of the ontology names it.
        match condition:
            case Member(item):
                for each in items:
                    yield found.bound({item.name: each})
            case Pair(first, second):
                for one, other in combinations(items, 2):
                    yield found.bound({first.name: one, second.name: other})
            case Each() | Route() if items:
                nodes = [self._dictionary.node(item) for item in items]
                yield replace(found, data=(*found.data, *spread(condition, nodes)))

    def _axioms(self, pattern: Pattern, found: _Match) -> Iterator[_Match]:
        """Yield the match with each axiom that a pattern fits."""
        predicate = self._open(pattern.predicate, found.binding)
        for subject, object_ in self._facts.find(
            self._open(pattern.subject, found.binding),
            predicate,
            self._open(pattern.object, found.binding),
        ):
            binding = dict(found.binding)
            if self._fits(pattern.subject, subject, binding) and self._fits(
                pattern.object, object_, binding
            ):
                axioms = (*found.axioms, (subject, predicate, object_))
                yield _Match(binding, axioms, found.data)

    def _open(self, slot: Slot, binding: _Binding) -> int:
        number = self._value(slot, binding)
        return OPEN if number is None else number

    def _fits(self, slot: Slot, term: int, binding: _Binding) -> bool:
        if isinstance(slot, Variable):
            return binding.setdefault(slot.name, term) == term
        if isinstance(slot, Literal):
            # One number can be written in several ways.
            node = self._dictionary.node(term)
            return isinstance(node, Literal) and value_of(node) == value_of(slot)
        return True

    def _finish(self, rule: Rule, found: _Match, level: int) -> Iterator[Clause]:
        numbering: dict[Variable, int] = {}
        body: list[Atom] = []
        for pattern in found.data:
            atom = self._atom(pattern, found.binding, numbering)
            if atom is None:
                return
            if not self._is_identity(atom):
                body.append(atom)
        heads = [self._atom(head, found.binding, numbering) for head in rule.heads]
        for head in heads if rule.heads else [None]:
            if (head is not None or not rule.heads) and head not in body:
                yield Clause(
                    rule=rule.name,
                    body=tuple(body),
                    head=head,
                    axioms=found.axioms,
                    variables=len(numbering),
                    level=level,
                )

    def _atom(
        self, pattern: Pattern, binding: _Binding, numbering: dict[Variable, int]
    ) -> Atom | None:
        """Return a pattern as an atom, None if its predicate can relate nothing."""
        predicate = self._value(pattern.predicate, binding)
        if predicate is None:
            raise ValueError(f"{pattern}: no axiom says what the predicate is")
        if not isinstance(self._dictionary.node(predicate), URIRef):
            return None

        def slot(term: Slot) -> int:
            number = self._value(term, binding)
            if number is not None:
                return ~number
            return numbering.setdefault(cast("Variable", term), len(numbering))

        return Atom(slot(pattern.subject), predicate, slot(pattern.object))

    def _level(self, axioms: Iterable[Fact]) -> int:
        return max(
            (self._facts.level(axiom) or ASSERTED for axiom in axioms), default=0
        )

    def _is_identity(self, atom: Atom) -> bool:
        """Say whether an atom says of a thing that it is itself."""
        same = self._dictionary.number(OWL.sameAs)
        return atom.predicate == same and atom.subject == atom.object

    def _value(self, slot: Slot, binding: _Binding) -> int | None:
        """Return the term of a slot; a literal of a rule stands for all like it."""
        if isinstance(slot, Variable):
            return binding.get(slot.name)
        return None if isinstance(slot, Literal) else self._dictionary.number(slot)
