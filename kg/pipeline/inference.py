"""The inferred graph, kept up to date with what it follows from."""

from pathlib import Path

from kg.config import Settings
from kg.pipeline.events import Reasoned
from kg.pipeline.fingerprints import code_fingerprint
from kg.pipeline.graphs import INFERRED, ONTOLOGY, premises
from kg.pipeline.state import State, read_state, write_state
from kg.rdf.ntriples import term_text
from kg.rdf.store import Store, open_store
from kg.rdf.terms import Names
from kg.reasoning.conclusions import Conclusions, Engine
from kg.reasoning.minimal import Contradiction


def reason(settings: Settings) -> Reasoned:
    """Bring the inferred graph of a store up to date, and publish it.

    Raises:
        StoreError: If the store cannot be opened.
        ReasoningError: If the engine cannot draw the conclusions; the inferred graph
            stays as it was.
    """
    names = Names(settings.base_iri)
    with open_store(settings.store, names=names) as store:
        engine = Engine(settings.engine)
        event = update_inferred(store, settings.store, names, engine)
        store.publish()
    return event


def update_inferred(store: Store, path: Path, names: Names, engine: Engine) -> Reasoned:
    """Bring the inferred graph up to date; unchanged premises cost nothing.

    Args:
        store: Open to write.
        path: The folder of the store, beside whose files the state lies.
        names: The knowledge graph's IRIs.
        engine: Draws the conclusions.

    Raises:
        ReasoningError: If the engine cannot draw the conclusions.
    """
    inferred = names.graph(INFERRED)
    known, version = read_state(path), f"{engine}:{code_fingerprint('reasoning')}"
    if (known.generation, known.engine) == (store.generation(), version):
        size = sum(1 for _ in store.triples(inferred))
        return Reasoned(
            inferred=size, changed=False, contradictions=known.contradictions
        )
    conclusions = read_conclusions(store, names)
    triples = conclusions.inferred(engine)
    contradictions = tuple(tell(each, names) for each in conclusions.contradictions())
    refused = tuple(" ".join(map(term_text, each)) for each in conclusions.refused())
    store.replace_graph(inferred, triples)
    state = State(
        generation=store.generation(), engine=version, contradictions=contradictions
    )
    write_state(path, state)
    return Reasoned(
        inferred=len(triples),
        changed=True,
        contradictions=contradictions,
        refused=refused,
    )


def read_conclusions(store: Store, names: Names) -> Conclusions:
    """Return what follows from a store; the ontology alone has a say in the rules."""
    return Conclusions(premises(store, names), (names.graph(ONTOLOGY),))


def tell(contradiction: Contradiction, names: Names) -> str:
    """Return a contradiction in a line: what, by which rule, and who says so."""
    graphs = ", ".join(g.removeprefix(names.base) for g in contradiction.graphs)
    return f"{contradiction.message} [{contradiction.rule}]; from {graphs}"
