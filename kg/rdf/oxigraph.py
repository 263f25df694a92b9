"""The store on disk: Oxigraph behind the `Store` protocol."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

import pyoxigraph as ox
from rdflib import URIRef

from kg.errors import QueryError, StoreError, StoreLockedError
from kg.rdf.answer import Answer
from kg.rdf.conversion import from_triple, to_named_node, to_quad
from kg.rdf.dump import dump_dataset
from kg.rdf.snapshots import Folder
from kg.rdf.sparql_tokens import check_extent, check_offline, has_dataset_clause
from kg.rdf.terms import NodeTriple

_SYNTAX_ERROR = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_CHARACTERS = re.compile(r"\[(?:'(?:\\.|[^'])*'|[^\]'])*\](?:, )?")
_DIGEST_BITS = 128


class _OxigraphStore:
    """What reading and writing have in common: reading."""

    def __init__(
        self, folder: Folder, prefixes: Mapping[str, str], opened: ox.Store
    ) -> None:
        self._folder = folder
        self._prefixes = prefixes
        self._opened: ox.Store | None = opened

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs, sorted."""
        return tuple(sorted(URIRef(name.value) for name in self._store.named_graphs()))

    def triples(self, graph: URIRef) -> Iterator[NodeTriple]:
        """Yield the triples of a graph, in no fixed order."""
        for quad in self._quads(to_named_node(graph)):
            yield from_triple(quad)

    def query(
        self,
        text: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[URIRef] | None = None,
        named_graphs: Sequence[URIRef] | None = None,
    ) -> Answer:
        """Answer a SPARQL query; nothing outside the store is ever read."""
        check_extent(text)
        check_offline(text)
        # Oxigraph would let the union win over FROM.
        union = default_graphs is None and not has_dataset_clause(text)
        try:
            result = self._store.query(
                text,
                base_iri=base_iri,
                use_default_graph_as_union=union,
                default_graph=_named_nodes(default_graphs),
                named_graphs=_named_nodes(named_graphs),
            )
        except SyntaxError as error:
            raise QueryError(_readable(str(error))) from error
        except (RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be evaluated: {error}") from error
        except OSError as error:
            raise StoreError(f"{self._folder.path}: cannot be read: {error}") from error
        return Answer(result, self._prefixes)

    def dump(
        self,
        format: str,  # noqa: A002 - the name that callers use
        graphs: Sequence[URIRef] | None = None,
    ) -> Iterator[bytes]:
        """Yield the graphs (all, if not given) in an RDF format, sorted."""
        wanted = self.graphs() if graphs is None else graphs
        content = {graph: self.triples(graph) for graph in wanted}
        yield from dump_dataset(content, format, self._prefixes)

    def close(self) -> None:
        """Let go of the files; the store cannot be used any more."""
        self._opened = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def _store(self) -> ox.Store:
        if self._opened is None:
            raise StoreError(f"{self._folder.path}: the store is closed")
        return self._opened

    def _quads(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(None, None, None, graph)


class OxigraphReader(_OxigraphStore):
    """What was published last, as it was when this was opened."""

    def __init__(self, folder: Folder, prefixes: Mapping[str, str]) -> None:
        self._generation, opened = _open_snapshot(folder)
        super().__init__(folder, prefixes, opened)

    def generation(self) -> str:
        """Return a name for the content: equal content, equal name."""
        return self._generation

    def replace_graph(self, graph: URIRef, triples: Iterable[NodeTriple]) -> None:
        """Refuse to write."""
        del triples
        raise self._refusal(f"replace <{graph}>")

    def drop_graph(self, graph: URIRef) -> None:
        """Refuse to write."""
        raise self._refusal(f"drop <{graph}>")

    def publish(self) -> None:
        """Refuse to write."""
        raise self._refusal("publish")

    def _refusal(self, what: str) -> StoreError:
        return StoreError(f"{self._folder.path}: cannot {what}: opened to read only")


class OxigraphWriter(_OxigraphStore):
    """The store itself, held by this process alone."""

    def __init__(self, folder: Folder, prefixes: Mapping[str, str]) -> None:
        super().__init__(folder, prefixes, _open_live(folder))

    def generation(self) -> str:
        """Return a name for the content: equal content, equal name."""
        if self._folder.is_published() and (current := self._folder.current()):
            return current.name
        return _content_digest(self._store)

    def replace_graph(self, graph: URIRef, triples: Iterable[NodeTriple]) -> None:
        """Make a graph hold exactly these triples, all at once or not at all."""
        name = to_named_node(graph)
        new = _as_stored(to_quad(triple, name) for triple in triples)
        old = set(self._quads(name))
        if new == old:
            return
        with self._changing():
            if not new:
                self._store.remove_graph(name)
            elif new > old:
                self._store.extend(new - old)
            else:
                self._store.update(_update(name, old - new, new - old))

    def drop_graph(self, graph: URIRef) -> None:
        """Remove a graph and all it holds."""
        self.replace_graph(graph, ())

    def publish(self) -> None:
        """Let readers see what has been written; nothing new changes nothing."""
        if not self._folder.is_published():
            self._folder.publish(self.generation(), self._store.backup)

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
        folder.path.mkdir(parents=True, exist_ok=True)
        return ox.Store(str(folder.live))
    except OSError as error:
        if "/LOCK: " in str(error):
            message = f"{folder.path}: another process is writing to this store"
            raise StoreLockedError(message) from error
        raise StoreError(f"{folder.path}: cannot be opened: {error}") from error


def _open_snapshot(folder: Folder) -> tuple[str, ox.Store]:
    # Two publications may remove a snapshot between reading its name and opening it.
    for _ in range(3):
        current = folder.current()
        if current is None:
            raise StoreError(
                f"{folder.path}: nothing is published here yet; build the graph first"
            )
        try:
            return current.name, ox.Store.read_only(str(current))
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StoreError(f"{current}: cannot be opened: {error}") from error
    raise StoreError(f"{folder.path}: the snapshot that CURRENT names is missing")


def _as_stored(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return the quads as the store gives them back, literals in canonical form."""
    memory = ox.Store()
    memory.extend(quads)
    return set(memory)


def _update(graph: ox.NamedNode, old: set[ox.Quad], new: set[ox.Quad]) -> str:
    # One update is one transaction.
    return "; ".join(
        f"{verb} DATA {{ GRAPH {graph} {{ {_triples(quads)} }} }}"
        for verb, quads in (("DELETE", old), ("INSERT", new))
        if quads
    )


def _triples(quads: set[ox.Quad]) -> str:
    return "".join(f"{quad.triple} .\n" for quad in quads)


def _content_digest(store: ox.Store) -> str:
    """Return a digest of all quads that does not depend on their order."""
    total = 0
    for quad in store:
        total += int.from_bytes(hashlib.sha256(str(quad).encode()).digest())
    return f"{total % (1 << _DIGEST_BITS):032x}"


def _named_nodes(
    graphs: Sequence[URIRef] | None,
) -> list[Any] | None:  # pyoxigraph's own list types are invariant
    return None if graphs is None else [to_named_node(graph) for graph in graphs]


def _readable(message: str) -> str:
    """Return the parser's message as one line with line and column."""
    found = _SYNTAX_ERROR.fullmatch(message)
    if found is None:
        return " ".join(message.split())
    line, column, expected = found.groups()
    # The grammar's classes of characters would fill a screen and tell nobody much.
    words = " ".join(_CHARACTERS.sub("", expected).split()).rstrip(" ,")
    if "," not in words:
        words = words.replace("expected one of", "expected").rstrip()
    if words == "expected":
        words = "expected something else"
    if "Prefix not found" in words:
        words = "the prefix is not declared"
    return f"line {line}, column {column}: {words}"
