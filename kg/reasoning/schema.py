"""The closure of an ontology, and the program that the rules become with it."""

from collections.abc import Iterable

from rdflib.namespace import OWL, RDF

from kg.reasoning.compiler import compile_program
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.literals import Literals
from kg.reasoning.live import LiveReasoner
from kg.reasoning.program import Program


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
    known = -1
    while known != len(reasoner.facts):
        known = len(reasoner.facts)
        reasoner.adopt(compile_program(reasoner.facts, reasoner.originals, dictionary))
    return reasoner
