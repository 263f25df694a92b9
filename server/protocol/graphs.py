"""The SPARQL 1.1 Graph Store HTTP Protocol, without any HTTP library.

See https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import URIRef

from kg.rdf.formats import Format
from server.protocol.operations import ProtocolError

_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`]*")
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
# Formats that hold one graph.
_READABLE = ("ttl", "nt", "jsonld", "rdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The graph that a request is about; without a name it is the unnamed one."""

    graph: URIRef | None


def read_target(
    *, default: Sequence[str], graph: Sequence[str], address: str | None
) -> Target | None:
    """Return the graph that a request names, or `None` where it names none.

    Args:
        default: The values of the parameter `default` (section 4.2).
        graph: The values of the parameter `graph` (section 4.2).
        address: The address of the request where it names a graph itself (4.1).

    Raises:
        ProtocolError: 400 where it names more than one graph, or no absolute IRI.
    """
    if address is not None:
        if default or graph:
            raise ProtocolError(400, "this address is a graph's own; leave ?graph= out")
        if _NO_IRI.search(address):
            raise ProtocolError(400, f"the address {address!r} is no IRI")
        return Target(graph=URIRef(address))
    if default and graph:
        raise ProtocolError(400, "give ?default or ?graph=, not both")
    if default:
        return Target(graph=None)
    if not graph:
        return None
    if len(graph) > 1:
        raise ProtocolError(400, f"give one ?graph=, not {len(graph)}")
    if not _ABSOLUTE_IRI.fullmatch(graph[0]):
        raise ProtocolError(400, f"graph needs an absolute IRI, not {graph[0]!r}")
    return Target(graph=URIRef(graph[0]))


def read_format(content_type: str, formats: Sequence[Format]) -> Format:
    """Return the format of a graph that is sent.

    Raises:
        ProtocolError: 415 where it is none that holds one graph.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    for known in formats:
        if known.name in _READABLE and media_type in known.media_types:
            return known
    expected = ", ".join(f.media_type for f in formats if f.name in _READABLE)
    given = media_type or "no Content-Type"
    raise ProtocolError(415, f"a graph needs {expected}, not {given}")
