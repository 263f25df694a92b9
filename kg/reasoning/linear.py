"""Which clauses of one premise already reach all that follows from their conclusions.

The hierarchies of an ontology are closed before a program is made of it: where a class
has a wider one, and that a wider one still, there is a clause for each. So there is no
use in applying such clauses to what others of them have found.
"""

from collections import defaultdict

from kg.reasoning.program import Atom, Clause, Program, Relation, Slot


def closed_clauses(program: Program) -> frozenset[Clause]:
    """Return the clauses of one premise after which no other such has to be applied.

    These are the ones that, followed by any other clause of one premise, come to what a
    third gives at once, or to where they started.
    """
    single: dict[Relation, list[Clause]] = defaultdict(list)
    known: set[tuple[Atom, Atom]] = set()
    for clause in program.clauses:
        if clause.head is not None and len(clause.body) == 1:
            single[program.relation(clause.body[0])].append(clause)
            known.add(_numbered(clause.body[0], clause.head))
    return frozenset(
        clause
        for clauses in single.values()
        for clause in clauses
        if all(
            _is_covered(clause, other, known)
            for other in single.get(program.relation(_head(clause)), ())
        )
    )


def _head(clause: Clause) -> Atom:
    if clause.head is None:
        raise ValueError(f"{clause}: has no head")
    return clause.head


def _is_covered(clause: Clause, other: Clause, known: set[tuple[Atom, Atom]]) -> bool:
    """Say whether two clauses one after the other give what one alone does."""
    (premise,) = other.body
    names: dict[Slot, Slot] = {}
    for slot, given in (
        (premise.subject, _head(clause).subject),
        (premise.object, _head(clause).object),
    ):
        if slot < 0 and slot != given:
            return given < 0  # They never meet; with a variable, they may.
        if slot >= 0 and names.setdefault(slot, given) != given:
            return False
    head = _head(other)
    reached = Atom(
        names.get(head.subject, head.subject),
        head.predicate,
        names.get(head.object, head.object),
    )
    (start,) = clause.body
    return reached == start or _numbered(start, reached) in known


def _numbered(body: Atom, head: Atom) -> tuple[Atom, Atom]:
    """Return two atoms with their variables counted in the order of their places."""
    names: dict[Slot, Slot] = {}

    def slot(found: Slot) -> Slot:
        return found if found < 0 else names.setdefault(found, len(names))

    first = Atom(slot(body.subject), body.predicate, slot(body.object))
    return first, Atom(slot(head.subject), head.predicate, slot(head.object))
