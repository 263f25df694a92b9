"""What is done to the text of a SPARQL update before the engine sees it.

The engine takes no dataset for an update and would fetch what `LOAD` names from
anywhere, so the first is written into the text and the second taken out of it.
"""

from collections.abc import Callable, Sequence

import pyoxigraph as ox

from kg.errors import LoadFailedError, LoadRefusedError, OutsideError, QueryError
from kg.rdf.sparql_lexer import position
from kg.rdf.sparql_names import resolved
from kg.rdf.sparql_tokens import may_hold
from kg.rdf.update_operations import (
    Graphs,
    Load,
    Modification,
    read_update,
    union,
)

__all__ = [
    "Load",
    "loads",
    "replace_loads",
    "touched_graphs",
    "with_dataset",
    "without_loads",
]

type Fetch = Callable[[str], tuple[bytes, str]]

MAX_LOADS = 10

_NOTHING = "INSERT DATA {}"
_UNTYPED = frozenset({"", "text/plain", "application/octet-stream"})


def with_dataset(text: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """Return an update whose patterns are matched against a dataset.

    This is what `using-graph-uri` and `using-named-graph-uri` ask for (SPARQL 1.1
    Protocol, 2.2.3). `DELETE WHERE {..}` becomes `DELETE {..} USING .. WHERE {..}`;
    operations without a pattern stay as they are.

    Raises:
        QueryError: If the text has a `USING` or `WITH` of its own, if it cannot be
            read, or if a graph is no absolute IRI.
    """
    if not using and not using_named:
        return text
    clauses = [f"USING {_written(graph)} " for graph in using]
    clauses += [f"USING NAMED {_written(graph)} " for graph in using_named]
    dataset = "".join(clauses)
    # The base of the request is not known here, nor does it change where things stand.
    operations = read_update(text, "http://base.invalid/")
    pieces: list[str] = []
    done = 0
    for operation in operations:
        detail = operation.detail
        if not isinstance(detail, Modification):
            continue
        if detail.dataset is not None:
            raise QueryError(
                f"{position(text, detail.dataset)}: an update with WITH or USING takes "
                f"no dataset from the request; leave one of them out"
            )
        pieces.append(text[done : detail.where])
        if detail.short:
            pieces.append(text[slice(*detail.short)] + " ")
        pieces.append(dataset)
        done = detail.where
    return "".join([*pieces, text[done:]])


def touched_graphs(text: str, base_iri: str | None) -> Graphs:
    """Return the graphs that an update can change; None for any.

    None within the set is the default graph. A graph is in the set also if the update
    happens to change nothing of it. It may be any with `CLEAR ALL`, with a variable
    behind the `GRAPH` of a template, and if the text cannot be read with certainty.
    """
    try:
        operations = read_update(text, base_iri)
    except QueryError:
        return None
    return union(operation.changes for operation in operations)


def loads(text: str, base_iri: str | None) -> tuple[Load, ...]:
    """Return the `LOAD` operations of an update in order.

    Raises:
        QueryError: If there may be some but the text cannot be read.
    """
    if not may_hold(text, "load", "\\u"):
        return ()
    details = [operation.detail for operation in read_update(text, base_iri)]
    return tuple(detail for detail in details if isinstance(detail, Load))


def without_loads(text: str, base_iri: str | None) -> str:
    """Return an update that inserts nothing where it would load something.

    The engine accepts it exactly if it would accept the update, and fetches nothing.

    Raises:
        QueryError: As for `loads`.
    """
    found = loads(text, base_iri)
    return _replaced(text, found, [_as_long(_NOTHING, text, load) for load in found])


def replace_loads(
    text: str, base_iri: str | None, allowed: frozenset[str], fetch: Fetch
) -> str:
    """Return an update with each `LOAD` replaced by an `INSERT DATA` of what it loads.

    The documents are fetched before anything is changed. Blank nodes get labels that
    occur nowhere else in the text. The result can be long, so the extent of the text
    is to be checked before.

    Args:
        text: The update.
        base_iri: Against which relative IRIs are resolved.
        allowed: The IRIs of the documents that may be loaded.
        fetch: Returns the content and media type of a document, or raises
            OutsideError.

    Raises:
        QueryError: As for `loads`, or for more than `MAX_LOADS` of them.
        LoadRefusedError: For any other document; with `SILENT`, which always ends
            well (section 3.1.4), that loads nothing and fetches nothing.
        LoadFailedError: If one cannot be had or is no RDF graph, unless `SILENT`.
    """
    found = loads(text, base_iri)
    for load in found:
        if not load.silent:
            _check_allowed(text, load, allowed)
    if len(found) > MAX_LOADS:
        raise QueryError(f"{len(found)} documents to load; at most {MAX_LOADS} at once")
    label = "loaded"
    while label in text:
        label += "x"
    data = [
        _data(load, f"{label}{n}x", fetch) if load.source in allowed else _NOTHING
        for n, load in enumerate(found)
    ]
    return _replaced(text, found, data)


def _written(graph: str) -> str:
    iri = resolved(graph, None)
    if iri is None:
        raise QueryError(
            f"{graph!r} is no absolute IRI, as a graph of a dataset must be"
        )
    return f"<{iri}>"


def _check_allowed(text: str, load: Load, allowed: frozenset[str]) -> None:
    if load.source in allowed:
        return
    known = ", ".join(f"<{iri}>" for iri in sorted(allowed)) or "nothing"
    raise LoadRefusedError(
        f"{position(text, load.start)}: LOAD <{load.source}> is not allowed here; "
        f"what may be loaded: {known}"
    )


def _replaced(text: str, found: Sequence[Load], by: Sequence[str]) -> str:
    pieces: list[str] = []
    done = 0
    for load, replacement in zip(found, by, strict=True):
        pieces += (text[done : load.start], replacement)
        done = load.end
    return "".join([*pieces, text[done:]])


def _as_long(replacement: str, text: str, load: Load) -> str:
    """Keep what follows in its line and, unless the `LOAD` is very short, column."""
    lines = text[load.start : load.end].split("\n")
    padding = "\n" * (len(lines) - 1)
    missing = len(lines[-1]) - (0 if padding else len(replacement))
    return f"{replacement}{padding}{' ' * missing}"


def _data(load: Load, label: str, fetch: Fetch) -> str:
    """Return the `INSERT DATA` of a document, or of nothing if that is silent."""
    try:
        content, media_type = fetch(load.source)
        triples = _triples(content, media_type, load.source, label)
    except (OutsideError, SyntaxError, ValueError) as error:
        if load.silent:
            return _NOTHING
        reason = " ".join(str(error).split())
        raise LoadFailedError(f"LOAD <{load.source}> failed: {reason}") from error
    body = "\n".join(["{", *triples, "}"])
    if load.target is not None:
        body = f"{{ GRAPH <{load.target}> {body} }}"
    return f"INSERT DATA {body}"


def _triples(content: bytes, media_type: str, source: str, label: str) -> list[str]:
    rdf_format = _rdf_format(media_type, source)
    nodes: dict[str, str] = {}

    def written(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
        if isinstance(term, ox.BlankNode):
            return f"_:{nodes.setdefault(term.value, f'{label}{len(nodes)}')}"
        if isinstance(term, ox.Triple):
            parts = (term.subject, term.predicate, term.object)
            return f"<<( {' '.join(map(written, parts))} )>>"
        return str(term)

    triples = []
    for quad in ox.parse(content, format=rdf_format, base_iri=source):
        if quad.graph_name != ox.DefaultGraph():
            raise ValueError(f"expected one graph; it also has {quad.graph_name}")
        parts = (quad.subject, quad.predicate, quad.object)
        triples.append(f"{' '.join(map(written, parts))} .")
    return triples


def _rdf_format(media_type: str, source: str) -> ox.RdfFormat:
    """Return the format of a document; its name counts where the type says nothing."""
    essence = media_type.partition(";")[0].strip().lower()
    by_name = ox.RdfFormat.from_extension(source.rpartition(".")[2])
    by_type = ox.RdfFormat.from_media_type(essence) if essence else None
    found = (by_name or by_type) if essence in _UNTYPED else by_type
    if found is None:
        raise ValueError(f"its media type is {media_type!r}, which is no format of RDF")
    return found
