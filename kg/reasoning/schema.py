"""The closure of an ontology, and the program that the rules become with it."""

from collections.abc import Iterable, Sequence

from rdflib.namespace import OWL, RDF

from kg.reasoning.axioms import is_builtin
from kg.reasoning.compiler import compile_program, of_schema
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.literals import Literals
from kg.reasoning.live import LiveReasoner
from kg.reasoning.program import Program
from kg.reasoning.ruleset import Rule, read_rules

# What is of one of these may be a thing like any other.
_THINGS = frozenset((OWL.Thing, OWL.Nothing, OWL.NamedIndividual))


def close_ontology(
    facts: Iterable[Fact], dictionary: Dictionary, literals: Literals
) -> LiveReasoner:
    """Return the closure of facts that are trusted to say what the rules are about.

    What they imply may be an axiom in turn, so the program is compiled anew until it
    stays as it is.
    """
    empty = Program((), dictionary.number(RDF.type), dictionary.number(OWL.sameAs))
    reasoner = LiveReasoner(empty, literals, trusted=True)
    asserted = frozenset(facts)
    reasoner.insert(sorted(asserted))
    reasoner.pinned = asserted
    # Most axioms follow from axioms alone. With these at hand, what follows by way of
    # data is soon complete, too.
    _saturate(reasoner, dictionary, [rule for rule in read_rules() if of_schema(rule)])
    _saturate(reasoner, dictionary, read_rules())
    reasoner.vocabulary = reasoner.program.vocabulary | _declared(reasoner, dictionary)
    return reasoner


def _declared(reasoner: LiveReasoner, dictionary: Dictionary) -> frozenset[int]:
    """Return classes, properties and datatypes, also those that no rule is about."""
    facts, type_ = reasoner.facts, reasoner.program.type
    return frozenset(
        term
        for kind in facts.values(type_)
        if is_builtin(dictionary.node(kind)) and dictionary.node(kind) not in _THINGS
        for term in facts.subjects(type_, kind)
    )


def _saturate(
    reasoner: LiveReasoner, dictionary: Dictionary, rules: Sequence[Rule]
) -> None:
    known = -1
    while known != len(reasoner.facts):
        known = len(reasoner.facts)
        program = compile_program(rules, reasoner.facts, reasoner.originals, dictionary)
        reasoner.adopt(program)
