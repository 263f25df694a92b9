"""A deterministic writer of RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from rdflib import BNode, Literal
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from kg.errors import FormatError
from kg.rdf.ntriples import triple_order
from kg.rdf.terms import NodeTriple

_NAME_END = re.compile(r"[A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF][\w.-]*\Z")
# XML 1.0 knows no way to write these, not even escaped.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def rdf_xml(
    triples: Iterable[NodeTriple], prefixes: Mapping[str, str]
) -> Iterator[str]:
    """Yield the parts of an RDF/XML document.

    Raises:
        FormatError: For a predicate that is no XML name, or a character that XML
            cannot hold.
    """
    ordered = sorted(set(triples), key=triple_order)
    names = _declared(ordered, prefixes)
    yield '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF'
    for namespace, prefix in sorted(names.items(), key=lambda item: item[1]):
        yield f"\n  xmlns:{prefix}={quoteattr(namespace)}"
    yield ">\n"
    for subject, about in groupby(ordered, key=lambda triple: triple[0]):
        yield f"  <rdf:Description {_node(subject, 'about')}>\n"
        for _, predicate, object_ in about:
            namespace, local = _split(predicate)
            yield f"    {_property(f'{names[namespace]}:{local}', object_)}\n"
        yield "  </rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _declared(
    triples: Iterable[NodeTriple], prefixes: Mapping[str, str]
) -> dict[str, str]:
    """Return the prefix of each namespace of a predicate, `ns1` and on if unknown."""
    known = {namespace: prefix for prefix, namespace in sorted(prefixes.items())}
    used = sorted({_split(predicate)[0] for _, predicate, _ in triples})
    unknown = [namespace for namespace in used if namespace not in known]
    numbered = {namespace: f"ns{n}" for n, namespace in enumerate(unknown, start=1)}
    names = {
        namespace: known.get(namespace) or numbered[namespace] for namespace in used
    }
    return names | {str(RDF): "rdf"}


def _split(predicate: Node) -> tuple[str, str]:
    name = _NAME_END.search(str(predicate))
    if name is None:
        raise FormatError(f"<{predicate}>: RDF/XML cannot write it as a predicate")
    return str(predicate)[: name.start()], name.group()


def _node(term: Node, attribute: str) -> str:
    if isinstance(term, BNode):
        return f"rdf:nodeID={quoteattr(str(term))}"
    return f"rdf:{attribute}={quoteattr(str(term))}"


def _property(name: str, object_: Node) -> str:
    if not isinstance(object_, Literal):
        return f"<{name} {_node(object_, 'resource')}/>"
    if _NOT_XML.search(object_):
        raise FormatError(f"{object_.n3()}: XML cannot hold a character of it")
    attribute = ""
    if object_.language:
        attribute = f' xml:lang="{object_.language}"'
    elif object_.datatype not in (None, XSD.string):
        attribute = f" rdf:datatype={quoteattr(str(object_.datatype))}"
    # An XML parser would turn a bare carriage return into a line feed.
    return f"<{name}{attribute}>{escape(object_, {'\r': '&#13;'})}</{name}>"
