"""Edits of the published knowledge graph, each with all that follows from it.

An edit happens whole or not at all: the change, the inferred graph and the snapshot
that readers see. What follows is kept in memory between edits, so that an edit costs
what it changes; the store is held only while one is made, so that `kg build` finds it
free in between.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from kg.config import Settings
from kg.errors import ForbiddenEditError
from kg.pipeline.access import load_access, service_access
from kg.pipeline.fingerprints import code_fingerprint
from kg.pipeline.graphs import INFERRED, NO_PREMISES, UNNAMED
from kg.pipeline.inference import read_conclusions, tell
from kg.pipeline.state import State, write_state
from kg.rdf.edits import Content, Sources, drop_graph, put_graph, update
from kg.rdf.oxigraph_writer import Delta, GraphTriple, OxigraphWriter
from kg.rdf.store import open_to_edit
from kg.rdf.terms import Names, NodeTriple
from kg.reasoning.conclusions import Conclusions, Engine

type Edit = Callable[[OxigraphWriter], Delta]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The generation that an edit led to, and whether its graph was there before."""

    generation: str
    existed: bool = True


class Editor:
    """Makes edits; it remembers what followed from the store after the last one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names = Names(settings.base_iri)
        self._engine = Engine(settings.engine)
        self._sources = Sources(
            services=service_access(settings), loads=load_access(settings)
        )
        self._conclusions: Conclusions | None = None
        self._generation = ""

    def update(self, text: str, base_iri: str | None) -> Edited:
        """Carry out a SPARQL Update.

        Raises:
            QueryError: For a mistake in the text.
            ServiceRefusedError: For a SERVICE that is not allowed.
            LoadRefusedError: For a LOAD that is not allowed.
            OutsideError: If what is allowed cannot be had.
            ForbiddenEditError: If it writes to the inferred graph.
            StoreLockedError: If another process is writing to the store.
        """
        return self._edit(lambda store: update(store, text, base_iri, self._sources))

    def put_graph(
        self, graph: URIRef | None, contents: Sequence[Content], *, replace: bool
    ) -> Edited:
        """Write a graph: instead of what it holds, or besides that.

        Raises:
            StatementError: If a content cannot be read.
            ForbiddenEditError: If it is the inferred graph.
            StoreLockedError: If another process is writing to the store.
        """
        return self._edit(
            lambda store: put_graph(store, graph, contents, replace=replace), graph
        )

    def drop_graph(self, graph: URIRef | None) -> Edited:
        """Remove a graph; the unnamed one is emptied.

        Raises:
            StoreLockedError: If another process is writing to the store.
        """
        return self._edit(lambda store: drop_graph(store, graph), graph)

    def _edit(self, edit: Edit, graph: URIRef | None = None) -> Edited:
        conclusions, self._conclusions = self._conclusions, None
        with open_to_edit(self._settings.store, self._names) as store:
            before, existed = store.generation(), store.has_graph(graph)
            with store.editing():
                delta = edit(store)
                if self._writes_inferred(delta):
                    raise ForbiddenEditError(
                        f"<{self._names.graph(INFERRED)}>: only what follows from the "
                        "other graphs is written there"
                    )
                if before != self._generation:
                    conclusions = None
                conclusions = self._conclude(store, conclusions, delta)
                store.publish()
            self._conclusions = conclusions
            self._generation = store.generation()
        return Edited(generation=self._generation, existed=existed)

    def _conclude(
        self, store: OxigraphWriter, known: Conclusions | None, delta: Delta
    ) -> Conclusions:
        """Bring the inferred graph up to date; return what follows now."""
        conclusions, changed = known, None
        if conclusions is not None and self._engine is Engine.ARAZ:
            changed = conclusions.change(
                self._premises(delta.removed), self._premises(delta.added)
            )
        inferred = self._names.graph(INFERRED)
        if conclusions is None or changed is None or self._touches_inferred(delta):
            conclusions = read_conclusions(store, self._names)
            store.replace_graph(inferred, conclusions.inferred(self._engine))
        else:
            store.patch_graph(inferred, changed)
        found = tuple(tell(each, self._names) for each in conclusions.contradictions())
        state = State(
            generation=store.generation(),
            engine=f"{self._engine}:{code_fingerprint('reasoning')}",
            contradictions=found,
        )
        write_state(self._settings.store, state)
        return conclusions

    def _premises(
        self, changes: Iterable[GraphTriple]
    ) -> tuple[tuple[URIRef, NodeTriple], ...]:
        """Return the changes of graphs that are reasoned over."""
        left_out = {self._names.graph(name) for name in NO_PREMISES}
        unnamed = self._names.graph(UNNAMED)
        return tuple(
            (graph or unnamed, triple)
            for graph, triple in changes
            if graph not in left_out
        )

    def _touches_inferred(self, delta: Delta) -> bool:
        """Say whether an edit took away from the graph that is the reasoner's."""
        inferred = self._names.graph(INFERRED)
        return any(graph == inferred for graph, _ in delta.removed)

    def _writes_inferred(self, delta: Delta) -> bool:
        """Say whether an edit adds to the graph that is the reasoner's."""
        inferred = self._names.graph(INFERRED)
        return any(graph == inferred for graph, _ in delta.added)
