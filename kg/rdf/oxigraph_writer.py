"""The store on disk, written: by one process at a time, graph by graph or by edits."""

import hashlib
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef

from kg.errors import StoreError, StoreLockedError
from kg.rdf.conversion import from_triple, to_named_node, to_quad
from kg.rdf.coverage import coverage_predicates, write_coverage
from kg.rdf.oxigraph import OxigraphStore, graph_name
from kg.rdf.snapshots import ASSERTED, COVERAGE, STORE, TEXT_INDEX, Folder
from kg.rdf.terms import Names, NodeTriple, Triple
from kg.rdf.text_documents import TEXT_PREDICATES
from kg.rdf.text_index import write_text_index

_DIGEST_SIZE = 1 << 128
# With so few graphs, to name all but one in a query is as quick as a store without it.
_FEW_GRAPHS = 64

type GraphTriple = tuple[URIRef | None, NodeTriple]
# Quads, and the names of graphs, which may be empty.
type _Content = ox.Quad | ox.NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What an edit took away and what it added, by graph; None is the unnamed one."""

    removed: frozenset[GraphTriple] = frozenset()
    added: frozenset[GraphTriple] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.removed or self.added)


@dataclass(frozen=True, slots=True)
class _Beside:
    """A file beside a snapshot, and the predicates that decide what it holds."""

    name: str
    predicates: frozenset[str]
    write: Callable[["OxigraphWriter", Names, Path], None]


class OxigraphWriter(OxigraphStore):
    """The store itself, held by this process alone."""

    def __init__(self, folder: Folder, names: Names) -> None:
        self._lock = folder.lock_live()
        folder.restore_live()
        super().__init__(folder, names, _open_live(folder))
        current = folder.current() if folder.is_published() else None
        # A snapshot is named by a sum over its quads, which changes can go on from.
        self._sum = int(current.name, 16) if current else None
        self._beside = (
            _Beside(TEXT_INDEX, TEXT_PREDICATES, write_text_index),
            _Beside(COVERAGE, coverage_predicates(names), write_coverage),
        )
        # Which of them say something else than the published ones.
        self._stale = {
            each.name
            for each in self._beside
            if current is None or not (current / each.name).is_file()
        }

    def generation(self) -> str:
        """Return a name for the content: equal content, equal name."""
        if self._sum is None:
            graphs = map(_digest, self.opened.named_graphs())
            self._sum = (sum(map(_digest, self.opened)) + sum(graphs)) % _DIGEST_SIZE
        return f"{self._sum:032x}"

    def replace_graph(self, graph: URIRef, triples: Iterable[NodeTriple]) -> None:
        """Make a graph hold exactly these triples, all at once or not at all."""
        name = to_named_node(graph)
        new = _as_stored(to_quad(triple, name) for triple in triples)
        old = self._content([graph])
        if new == old - {name}:
            return
        with self._changing():
            if not new:
                self.opened.remove_graph(name)
            elif new > old:
                self.opened.extend(new - old)
            else:
                self.opened.update(_update(name, old - new - {name}, new - old))
        self._note(old, self._content([graph]))

    def patch_graph(self, graph: URIRef, triples: Mapping[Triple, bool]) -> None:
        """Make a graph hold some triples and not hold others, and leave the rest."""
        name = to_named_node(graph)
        quads = {to_quad(triple, name): held for triple, held in triples.items()}
        added = {q for q, held in quads.items() if held and q not in self.opened}
        removed = {q for q, held in quads.items() if not held and q in self.opened}
        if not added and not removed:
            return
        existed: set[_Content] = {name} if self.has_graph(graph) else set()
        with self._changing():
            self.opened.update(_update(name, {*removed}, added))
        self._note({*removed, *existed}, {*added, name})

    def drop_graph(self, graph: URIRef) -> None:
        """Remove a graph and all it holds."""
        self.replace_graph(graph, ())

    def change(
        self,
        apply: Callable[[ox.Store], None],
        touched: Iterable[URIRef | None] | None,
    ) -> Delta:
        """Change the store by the engine's own means, and tell what changed.

        Args:
            apply: Makes the change, in one transaction.
            touched: The graphs that it may change; None for any.
        """
        graphs = None if touched is None else sorted(touched, key=str)
        before = self._content(graphs)
        with self._changing():
            apply(self.opened)
        after = self._content(graphs)
        self._note(before, after)
        return Delta(
            removed=frozenset(_graph_triples(before - after)),
            added=frozenset(_graph_triples(after - before)),
        )

    @contextmanager
    def editing(self) -> Iterator[None]:
        """Make all that is done within happen, or nothing of it.

        If it fails, or the process is killed, the store is as it was before. It is
        closed after a failure.
        """
        self._folder.keep_live(lambda path: self.opened.backup(str(path)))
        try:
            yield
        except BaseException as error:
            self._opened = None
            # What the error remembers of the engine would keep the files open.
            _forget_frames(error)
            try:
                self._folder.restore_live()
            finally:
                self.close()
            raise
        self._folder.drop_kept()

    def publish(self) -> None:
        """Let readers see what has been written; nothing new changes nothing."""
        if not self._folder.is_published():
            self._folder.publish(self.generation(), self._write_snapshot)
            self._stale.clear()

    def close(self) -> None:
        """Let go of the files and of the right to write."""
        super().close()
        self._lock.close()

    def _write_snapshot(self, path: Path) -> None:
        self.opened.backup(str(path / STORE))
        inferred = to_named_node(self._names.graph("inferred"))
        graphs = sum(1 for _ in self.opened.named_graphs())
        if graphs > _FEW_GRAPHS and self.opened.contains_named_graph(inferred):
            # The files are shared with the snapshot; what is removed is marked so.
            self.opened.backup(str(path / ASSERTED))
            asserted = ox.Store(str(path / ASSERTED))
            asserted.remove_graph(inferred)
            asserted.flush()
        current = self._folder.current()
        for each in self._beside:
            if each.name in self._stale or current is None:
                each.write(self, self._names, path / each.name)
            else:
                os.link(current / each.name, path / each.name)

    def _content(self, graphs: Iterable[URIRef | None] | None) -> set[_Content]:
        """Return the quads of some graphs, or of all, and the names of those named."""
        if graphs is None:
            return {*self.opened, *self.opened.named_graphs()}
        found: set[_Content] = set()
        for graph in graphs:
            name = graph_name(graph)
            found.update(self.opened.quads_for_pattern(None, None, None, name))
            if graph is not None and self.opened.contains_named_graph(name):
                found.add(to_named_node(graph))
        return found

    def _note(self, before: set[_Content], after: set[_Content]) -> None:
        added, removed = after - before, before - after
        changed = {
            content.predicate.value
            for content in chain(added, removed)
            if isinstance(content, ox.Quad)
        }
        self._stale |= {each.name for each in self._beside if each.predicates & changed}
        if self._sum is not None:
            change = sum(map(_digest, added)) - sum(map(_digest, removed))
            self._sum = (self._sum + change) % _DIGEST_SIZE

    @contextmanager
    def _changing(self) -> Iterator[None]:
        try:
            self._folder.note_change()
            yield
        except OSError as error:
            message = f"{self._folder.path}: cannot be written: {error}"
            raise StoreError(message) from error


def _open_live(folder: Folder) -> ox.Store:
    try:
        return ox.Store(str(folder.live))
    except OSError as error:
        if "/LOCK: " in str(error):
            message = f"{folder.path}: another process is writing to this store"
            raise StoreLockedError(message) from error
        raise StoreError(f"{folder.path}: cannot be opened: {error}") from error


def _as_stored(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return the quads as the store gives them back, literals in canonical form."""
    memory = ox.Store()
    memory.extend(quads)
    return set(memory)


def _update(graph: ox.NamedNode, old: set[_Content], new: set[ox.Quad]) -> str:
    # One update is one transaction.
    return "; ".join(
        f"{verb} DATA {{ GRAPH {graph} {{ {_triples(quads)} }} }}"
        for verb, quads in (("DELETE", old), ("INSERT", new))
        if quads
    )


def _triples(quads: Iterable[_Content]) -> str:
    return "".join(f"{q.triple} .\n" for q in quads if isinstance(q, ox.Quad))


def _forget_frames(error: BaseException | None) -> None:
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _digest(content: _Content) -> int:
    return int.from_bytes(hashlib.sha256(str(content).encode()).digest())


def _graph_triples(contents: Iterable[_Content]) -> Iterator[GraphTriple]:
    for quad in contents:
        if isinstance(quad, ox.Quad):
            named = isinstance(quad.graph_name, ox.NamedNode)
            graph = URIRef(quad.graph_name.value) if named else None  # type: ignore[union-attr]
            yield graph, from_triple(quad)
