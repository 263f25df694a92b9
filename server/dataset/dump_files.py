"""Which dumps there are, what they are called, and the files that are kept of them.

A dump is written when it is first asked for and then kept beside the snapshot, which
never changes. The dump of one article is short, and made anew each time.
"""

import atexit
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import unquote

from rdflib import URIRef

from kg.errors import StoreError
from kg.rdf.dump import gzipped
from kg.rdf.formats import RDF_FORMATS, Format
from kg.rdf.terms import Names, digest
from server.http.file_body import FileBody
from server.reading.snapshots import Snapshot

ALL = "araz"
# The key of a graph that is named by a parameter of the request.
ANY = "graph"

_FORMATS = {known.name: known for known in RDF_FORMATS}
_OWN_GRAPH = re.compile(r"[A-Za-z0-9_-]+")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """A file that can be fetched: a graph (`None`: all) in a format."""

    graph: URIRef | None
    key: str
    format: Format
    compressed: bool = False

    @property
    def name(self) -> str:
        """The last part of its address: the key, and what the format adds."""
        return f"{self.key}.{self.format.name}{'.gz' if self.compressed else ''}"

    @property
    def saved_as(self) -> str:
        """A name for a file that is safe on any system."""
        return _UNSAFE.sub("_", self.name.rpartition("/")[2]).lstrip(".")

    @property
    def kept_as(self) -> str:
        """The name of its file, and what its ETag says beside the generation."""
        stem = ALL if self.graph is None else digest([self.graph])
        return f"{stem}.{self.format.name}{'.gz' if self.compressed else ''}"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The bytes of a dump in a file."""

    path: Path

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self.path.stat().st_size

    @property
    def sha256(self) -> str:
        """The checksum, in hexadecimal digits."""
        return _checksum_file(self.path).read_text(encoding="ascii")

    def part(self, start: int, length: int) -> FileBody:
        """Return a stretch of the bytes."""
        return FileBody(self.path, start, length)


def read_name(name: str, graph: str | None, names: Names) -> Dump | None:
    """Return the dump of that name, or `None` for a name that no dump has.

    Args:
        name: Key, a dot and the format's name, with `.gz` for the compressed one.
        graph: The IRI of the graph for the key `graph`.
        names: Mint the IRIs of the graphs that have a key of their own.
    """
    stem = name.removesuffix(".gz")
    key, _, suffix = stem.rpartition(".")
    if suffix not in _FORMATS:
        return None
    if key == ALL:
        iri = None
    elif key == ANY:
        iri = URIRef(graph or "")
    elif key.startswith("article/"):
        iri = names.article(key.removeprefix("article/"))
    elif _OWN_GRAPH.fullmatch(key):
        iri = names.graph(key)
    else:
        return None
    return Dump(
        graph=iri, key=key, format=_FORMATS[suffix], compressed=name.endswith(".gz")
    )


def key_of(graph: URIRef, names: Names) -> str:
    """Return the key of a graph: readable, or `graph` where only the IRI names it."""
    kind, _, rest = str(graph).removeprefix(names.base).partition("/")
    if kind == "graph" and _OWN_GRAPH.fullmatch(rest) and rest not in {ALL, ANY}:
        return rest
    key = unquote(rest)
    # Clients and proxies take paths with such segments for others.
    plain = not {"", ".", ".."} & set(key.split("/"))
    return f"article/{key}" if plain and names.article(key) == graph else ANY


def dumps_of(graph: URIRef | None, names: Names) -> tuple[Dump, ...]:
    """Return all files of a graph, or of all graphs together."""
    key = ALL if graph is None else key_of(graph, names)
    return tuple(
        Dump(graph=graph, key=key, format=known, compressed=compressed)
        for known in RDF_FORMATS
        for compressed in (False, True)
    )


def is_short(dump: Dump, names: Names) -> bool:
    """Say whether a dump is of one article, and so is not kept."""
    return dump.graph is not None and dump.graph.startswith(f"{names.base}article/")


def make_dump(dump: Dump, snapshot: Snapshot) -> Iterable[bytes]:
    """Yield the bytes of a dump.

    Raises:
        FormatError: If the format cannot hold the graph.
        StoreError: If the store cannot be read.
    """
    wanted = None if dump.graph is None else [dump.graph]
    parts = snapshot.store.dump(dump.format.name, wanted)
    return gzipped(parts) if dump.compressed else parts


def keep_dump(dump: Dump, snapshot: Snapshot) -> KeptFile:
    """Return the file of a dump, which is written first if need be.

    Raises:
        FormatError: If the format cannot hold the graph.
        StoreError: If it cannot be written.
    """
    path = dump_folder(snapshot) / dump.kept_as
    if not path.exists():
        write: Callable[[], Iterable[bytes]] = partial(make_dump, dump, snapshot)
        if dump.compressed:
            plain = keep_dump(replace(dump, compressed=False), snapshot)
            write = partial(gzipped, plain.part(0, plain.size))
        try:
            _write_once(path, write)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error}") from error
    return KeptFile(path)


def kept_size(dump: Dump, snapshot: Snapshot) -> int | None:
    """Return how long the dump is, in bytes, if it has been written already."""
    path = dump_folder(snapshot) / dump.kept_as
    return path.stat().st_size if path.exists() else None


def dump_folder(snapshot: Snapshot) -> Path:
    """Return the folder of the dumps of a snapshot.

    Raises:
        StoreError: If there is none and it cannot be made.
    """
    if snapshot.cache is None:
        return _passing_folder(snapshot)
    folder = snapshot.cache / "dumps"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made: {error}") from error
    return folder


@lru_cache(maxsize=2)
def _passing_folder(snapshot: Snapshot) -> Path:
    """Return a folder that lasts as long as this process."""
    del snapshot
    folder = Path(tempfile.mkdtemp(prefix="araz-dumps-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _write_once(path: Path, write: Callable[[], Iterable[bytes]]) -> None:
    """Write a file and its checksum, unless they are there.

    Of several processes one writes while the others wait. One that is killed leaves a
    partial file, which the next one writes anew.
    """
    unfinished = path.with_name(f"{path.name}.partial")
    with unfinished.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists():
            unfinished.unlink(missing_ok=True)
            return
        file.truncate(0)
        checksum = hashlib.sha256()
        for part in write():
            checksum.update(part)
            file.write(part)
        file.flush()
        _checksum_file(path).write_text(checksum.hexdigest(), encoding="ascii")
        os.replace(unfinished, path)  # noqa: PTH105 - the atomic one


def _checksum_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")
