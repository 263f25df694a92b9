"""The closure of an ontology, and the program that the rules become with it."""

from collections.abc import Iterable, Sequence

from rdflib.namespace import OWL, RDF

from kg.reasoning.compiler import compile_program, of_schema
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.literals import Literals
from kg.reasoning.live import LiveReasoner
from kg.reasoning.program import Program
from kg.reasoning.ruleset import Rule, read_rules


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
    return reasoner


def _saturate(
    reasoner: LiveReasoner, dictionary: Dictionary, rules: Sequence[Rule]
) -> None:
    known = -1
    while known != len(reasoner.facts):
        known = len(reasoner.facts)
        program = compile_program(rules, reasoner.facts, reasoner.originals, dictionary)
        reasoner.adopt(program)
