"""The engines side by side: each loads the same files and draws all conclusions.

Loading is what happens before the first conclusion: reading files, numbering terms.
Imports are not counted, nor is counting the answers.
"""

import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, Graph, Literal, URIRef
from reasonable import PyReasoner

from kg.rdf.terms import NodeTriple
from kg.reasoning.bulk import BulkReasoner
from kg.reasoning.columns import Relations, encode
from kg.reasoning.dictionary import Dictionary
from kg.reasoning.expansion import ExpandedFacts
from kg.reasoning.facts import OPEN
from kg.reasoning.literals import Literals
from kg.reasoning.program import Program
from kg.reasoning.schema import close_ontology
from tests.bench.apart import peak_memory
from tests.bench.data import Data, read

_DATA = "http://example.org/campus/data/"
_VOCABULARY = "http://www.w3.org/"


@dataclass(frozen=True, slots=True)
class Run:
    """What an engine took.

    Args:
        load: CPU seconds.
        closure: CPU seconds.
        memory: At most, in MB.
        answers: How many triples about the data hold in the end (see `count`).
    """

    load: float
    closure: float
    memory: float
    answers: int


def run_araz(data: Data, *, keep_layers: bool = True) -> Run:
    """Measure the project's reasoner, in bulk.

    Args:
        data: What to close.
        keep_layers: Whether to keep the layers of the closure, which is all that is
            recorded for proofs.
    """
    start = time.process_time()
    dictionary = Dictionary()
    literals = Literals(dictionary)
    numbers = dictionary.number(RDF.type), dictionary.number(OWL.sameAs)
    schema = list(dictionary.encode(read(data.schema)))
    facts = encode(dictionary.encode(read(data.facts)), Program((), *numbers))
    loaded = time.process_time()
    reasoner = BulkReasoner(close_ontology(schema, dictionary, literals))
    if not keep_layers:
        reasoner.layers = _Unkept()
    reasoner.insert(facts)
    closed, memory = time.process_time(), peak_memory()
    expanded = ExpandedFacts(reasoner.facts, reasoner.equality)
    answers = count(
        (dictionary.node(subject), dictionary.node(predicate), dictionary.node(object_))
        for predicate in expanded.predicates()
        for subject, object_ in expanded.find(OPEN, predicate, OPEN)
    )
    return Run(loaded - start, closed - loaded, memory, answers)


class _Unkept(list[Relations]):
    """Layers that nobody will ask for."""

    def append(self, layer: Relations) -> None:
        """Keep nothing."""


def run_owlrl(data: Data) -> Run:
    """Measure owlrl."""
    start = time.process_time()
    graph = Graph(bind_namespaces="none")
    for path in (data.schema, data.facts):
        for triple in read(path):
            graph.add(triple)
    loaded = time.process_time()
    OWLRL_Semantics(graph, False, False).closure()  # noqa: FBT003 - its signature
    closed, memory = time.process_time(), peak_memory()
    return Run(loaded - start, closed - loaded, memory, count(graph))


def run_reasonable(data: Data) -> Run:
    """Measure reasonable, which hands over all triples when it is done."""
    start = time.process_time()
    reasoner = PyReasoner()
    for path in (data.schema, data.facts):
        reasoner.load_file(str(path))
    loaded = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        closed_triples = reasoner.reason()
    closed, memory = time.process_time(), peak_memory()
    return Run(loaded - start, closed - loaded, memory, count(closed_triples))


def count(triples: Iterable[NodeTriple]) -> int:
    """Return how many triples about the data are among triples, without the trivial.

    These are triples about a thing of the data, and some other thing or value, neither
    of the vocabulary nor without a name; so the same for all engines.
    """
    return len(
        {
            (subject, predicate, str(object_))
            for subject, predicate, object_ in triples
            if str(subject).startswith(_DATA)
            and isinstance(subject, URIRef)
            and isinstance(object_, URIRef | Literal)
            and object_ != subject
            and not object_.startswith(_VOCABULARY)
            and predicate != OWL.differentFrom
        }
    )


ENGINES: Mapping[str, Callable[[Data], Run]] = {
    "Araz": run_araz,
    "reasonable": run_reasonable,
    "owlrl": run_owlrl,
}
