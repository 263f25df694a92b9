"""The store: named graphs on disk, queried with SPARQL, written by one process.

Nothing of pyoxigraph leaves `kg.rdf`. A graph is replaced in one transaction, and
readers see a published snapshot, so no half-written state is ever visible.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, Self

from rdflib import URIRef

from kg.config import Settings
from kg.rdf.answer import Answer
from kg.rdf.outside import Access
from kg.rdf.oxigraph import OxigraphReader
from kg.rdf.oxigraph_writer import OxigraphWriter
from kg.rdf.snapshots import Folder
from kg.rdf.terms import Names, NodeTriple

__all__ = ["Answer", "Store", "has_published", "open_store", "open_to_edit"]


class Store(Protocol):
    """A set of named graphs; there is no other default graph than their union."""

    def graphs(self) -> tuple[URIRef, ...]:
        """Return the names of all graphs, sorted."""

    def triples(self, graph: URIRef | None) -> Iterator[NodeTriple]:
        """Yield the triples of a graph, in no fixed order; None is the unnamed one."""

    def has_graph(self, graph: URIRef | None) -> bool:
        """Say whether a graph exists, be it empty; the unnamed one always does."""

    def allow_services(self, access: Access) -> None:
        """Let queries ask the endpoints of an access, and no others, by `SERVICE`."""

    def replace_graph(self, graph: URIRef, triples: Iterable[NodeTriple]) -> None:
        """Make a graph hold exactly these triples, all at once or not at all.

        Equal content changes nothing; a graph without triples is dropped.
        """

    def drop_graph(self, graph: URIRef) -> None:
        """Remove a graph and all it holds."""

    def query(
        self,
        text: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[URIRef | None] | None = None,
        named_graphs: Sequence[URIRef] | None = None,
    ) -> Answer:
        """Answer a SPARQL query; nothing outside the store is read without leave.

        Args:
            text: SPARQL 1.1 (and what the engine knows of 1.2).
            base_iri: Against which relative IRIs are resolved.
            default_graphs: They win over FROM in the text, None for the unnamed one;
                without both, the default graph is the union of all graphs.
            named_graphs: Those that GRAPH can reach; all, if not given.

        Raises:
            QueryError: For a mistake in the text, or a SERVICE that is not allowed.
        """

    def dump(
        self,
        format: str,  # noqa: A002 - the name that callers use
        graphs: Sequence[URIRef] | None = None,
    ) -> Iterator[bytes]:
        """Yield the graphs (all, if not given) in an RDF format, sorted."""

    def publish(self) -> None:
        """Let readers see what has been written; nothing new changes nothing."""

    def generation(self) -> str:
        """Return a name for the content: equal content, equal name."""

    def close(self) -> None:
        """Let go of the files; the store cannot be used any more."""

    def __enter__(self) -> Self:
        """Use the store in a `with` block, which closes it."""

    def __exit__(self, *exception: object) -> None:
        """Close the store."""


def open_store(
    path: Path,
    *,
    read_only: bool = False,
    names: Names | None = None,
    generation: str | None = None,
) -> Store:
    """Open the store in a folder.

    Args:
        path: The folder; a writer makes it if needed.
        read_only: Open what was published last, beside whoever is writing.
        names: The knowledge graph's IRIs.
        generation: To read this snapshot instead of the newest.

    Raises:
        StoreLockedError: If another process is writing to it.
        StoreError: If it cannot be opened, or nothing was published yet.
    """
    folder, names = Folder(Path(path)), names or Names(Settings().base_iri)
    if read_only:
        return OxigraphReader(folder, names, generation)
    return OxigraphWriter(folder, names)


def has_published(path: Path) -> bool:
    """Say whether the store in a folder has a snapshot that readers can open."""
    return Folder(Path(path)).current() is not None


def open_to_edit(path: Path, names: Names) -> OxigraphWriter:
    """Open the store in a folder for edits by the engine's own means.

    Raises:
        StoreLockedError: If another process is writing to it.
        StoreError: If it cannot be opened.
    """
    return OxigraphWriter(Folder(Path(path)), names)
