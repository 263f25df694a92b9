"""Who reads the texts: this process, or the one that requests are handed over to."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Flask, Response, current_app
from rdflib import URIRef

from kg.rdf.dump import dump_graph
from kg.rdf.terms import Names, Triple
from server.messages import HANDOVER, ONWARD

if TYPE_CHECKING:
    # spaCy is loaded by the process that reads texts, or never.
    from kg.pipeline.reading import Reader

_KEY = "araz.reader"


def register_reader(app: Flask, reader: "Reader | None") -> None:
    """Give an application what reads texts, if it has that."""
    app.extensions[_KEY] = reader


def current_reader() -> "Reader | None":
    """Return what reads texts; without it requests are handed over."""
    reader: Reader | None = current_app.extensions[_KEY]
    return reader


def hand_over() -> Response:
    """Return what hands a request over to the process that reads texts."""
    response = current_app.response_class(status=202)
    response.headers[HANDOVER] = "extractor"
    return response


def hand_on(graph: URIRef, triples: Iterable[Triple], names: Names) -> Response:
    """Return what has the process that writes put a graph into the store."""
    content = b"".join(dump_graph(triples, "nt", names.prefixes))
    response = current_app.response_class(content, 202)
    response.content_type = "application/n-triples"
    # It stays in the house, where nobody takes compressed bodies.
    response.headers["Content-Encoding"] = "identity"
    response.headers[HANDOVER] = "writer"
    response.headers[ONWARD] = f"PUT /graph-store?{urlencode({'graph': graph})}"
    return response
