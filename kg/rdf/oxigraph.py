"""The store on disk, read: Oxigraph behind the `Store` protocol."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Self

import pyoxigraph as ox
from rdflib import URIRef

from kg.errors import EvaluationError, QueryError, StoreError
from kg.rdf.answer import Answer
from kg.rdf.conversion import from_triple, to_named_node
from kg.rdf.dump import dump_texts
from kg.rdf.federation import inline_services
from kg.rdf.outside import Access, SparqlCaller
from kg.rdf.snapshots import ASSERTED, STORE, TEXT_INDEX, Folder, Lock
from kg.rdf.sparql_tokens import case_booleans, check_extent, has_dataset_clause
from kg.rdf.terms import Names, NodeTriple
from kg.rdf.text_index import TextIndex, search_functions

type Functions = Mapping[ox.NamedNode, Callable[..., Any]]

_SYNTAX_ERROR = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_CHARACTERS = re.compile(r"\[(?:'(?:\\.|[^'])*'|[^\]'])*\](?:, )?")


class OxigraphStore:
    """What reading and writing have in common: reading."""

    def __init__(self, folder: Folder, names: Names, opened: ox.Store) -> None:
        self._folder = folder
        self._names = names
        self._prefixes = names.prefixes
        self._opened: ox.Store | None = opened
        self._functions: Functions = {}
        self._services = Access(allowed=frozenset())

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs, sorted."""
        return tuple(sorted(URIRef(name.value) for name in self.opened.named_graphs()))

    def triples(self, graph: URIRef | None) -> Iterator[NodeTriple]:
        """Yield the triples of a graph, in no fixed order; None is the unnamed one."""
        for quad in self.opened.quads_for_pattern(None, None, None, graph_name(graph)):
            yield from_triple(quad)

    def has_graph(self, graph: URIRef | None) -> bool:
        """Say whether a graph exists, be it empty; the unnamed one always does."""
        return graph is None or self.opened.contains_named_graph(to_named_node(graph))

    def allow_services(self, access: Access) -> None:
        """Let queries ask the endpoints of an access, and no others, by `SERVICE`."""
        self._services = access

    def query(
        self,
        text: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[URIRef | None] | None = None,
        named_graphs: Sequence[URIRef] | None = None,
    ) -> Answer:
        """Answer a SPARQL query; the engine itself never reads anything outside."""
        text = self._prepared(text, base_iri)
        # Oxigraph would let the union win over FROM.
        union = default_graphs is None and not has_dataset_clause(text)
        try:
            result = self.opened.query(
                text,
                base_iri=base_iri,
                use_default_graph_as_union=union,
                default_graph=_named_nodes(default_graphs),
                named_graphs=_named_nodes(named_graphs),
                custom_functions=dict(self._functions),
            )
        except SyntaxError as error:
            raise QueryError(readable(str(error))) from error
        except (RuntimeError, ValueError) as error:
            raise EvaluationError(f"the query cannot be evaluated: {error}") from error
        except OSError as error:
            raise StoreError(f"{self._folder.path}: cannot be read: {error}") from error
        return Answer(result, self._prefixes)

    def dump(
        self,
        format: str,  # noqa: A002 - the name that callers use
        graphs: Sequence[URIRef] | None = None,
    ) -> Iterator[bytes]:
        """Yield the graphs (all, if not given) in an RDF format, sorted."""
        wanted: list[URIRef | None] = [*(self.graphs() if graphs is None else graphs)]
        if graphs is None and any(True for _ in self.triples(None)):
            wanted.insert(0, None)
        content = {graph: self._texts(graph) for graph in wanted}
        yield from dump_texts(content, format, self._prefixes)

    def _texts(self, graph: URIRef | None) -> Iterator[tuple[str, str, str]]:
        """Yield the terms of a graph's triples as N-Triples has them."""
        for quad in self.opened.quads_for_pattern(None, None, None, graph_name(graph)):
            yield str(quad.subject), str(quad.predicate), str(quad.object)

    def close(self) -> None:
        """Let go of the files; the store cannot be used any more."""
        self._opened = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def opened(self) -> ox.Store:
        """The engine's store.

        Raises:
            StoreError: If it was closed.
        """
        if self._opened is None:
            raise StoreError(f"{self._folder.path}: the store is closed")
        return self._opened

    def _prepared(self, text: str, base_iri: str | None) -> str:
        """Return the text as the engine may have it.

        Raises:
            QueryError: If it is too deep, or calls a service that is not allowed.
        """
        check_extent(text)
        allowed = self._services.allowed
        text = inline_services(
            text, base_iri, allowed, SparqlCaller(allowed, self._services)
        )
        return case_booleans(text)


class OxigraphReader(OxigraphStore):
    """What was published last, or a snapshot by its name, as it was published."""

    def __init__(
        self, folder: Folder, names: Names, generation: str | None = None
    ) -> None:
        self._lease, self._generation, opened = _open_snapshot(folder, generation)
        super().__init__(folder, names, opened)
        self._functions = search_functions_of(folder, self._generation, names)
        self.asserted: OxigraphStore | None = None
        asserted = folder.snapshot(self._generation) / ASSERTED
        if asserted.is_dir():
            opened = ox.Store.read_only(str(asserted))
            self.asserted = OxigraphStore(folder, names, opened)
            self.asserted._functions = self._functions  # noqa: SLF001 - of the same class

    def allow_services(self, access: Access) -> None:
        """Let queries ask the endpoints of an access, and no others, by `SERVICE`."""
        super().allow_services(access)
        if self.asserted is not None:
            self.asserted.allow_services(access)

    def generation(self) -> str:
        """Return a name for the content: equal content, equal name."""
        return self._generation

    def close(self) -> None:
        """Let go of the files and of the snapshot."""
        super().close()
        if self.asserted is not None:
            self.asserted.close()
        self._lease.close()

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


def graph_name(graph: URIRef | None) -> ox.NamedNode | ox.DefaultGraph:
    """Return the engine's name of a graph; `None` is the unnamed one."""
    return ox.DefaultGraph() if graph is None else to_named_node(graph)


def readable(message: str) -> str:
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


def search_functions_of(folder: Folder, generation: str, names: Names) -> Functions:
    """Return the functions that search the text index of a snapshot, if it has one."""
    path = folder.snapshot(generation) / TEXT_INDEX
    if not path.is_file():
        return {}
    functions: Functions = search_functions(open_text_index(path), names)
    return functions


@lru_cache(maxsize=2)
def open_text_index(path: Any) -> TextIndex:  # noqa: ANN401 - a Path, which is hashable
    """Return the text index in a file, opened once."""
    return TextIndex(path)


def _open_snapshot(folder: Folder, name: str | None) -> tuple[Lock, str, ox.Store]:
    # Two publications may remove a snapshot between reading its name and opening it.
    for _ in range(3):
        current = folder.current() if name is None else folder.snapshot(name)
        if current is None:
            raise StoreError(
                f"{folder.path}: nothing is published here yet; build the graph first"
            )
        lease = folder.lease(current.name)
        try:
            opened = ox.Store.read_only(str(current / STORE))
        except FileNotFoundError:
            lease.close()
            continue
        except OSError as error:
            lease.close()
            raise StoreError(f"{current}: cannot be opened: {error}") from error
        return lease, current.name, opened
    raise StoreError(f"{folder.path}: the snapshot {name or 'in CURRENT'} is missing")


def _named_nodes(
    graphs: Sequence[URIRef | None] | None,
) -> list[Any] | None:  # pyoxigraph's own list types are invariant
    return None if graphs is None else [graph_name(graph) for graph in graphs]
