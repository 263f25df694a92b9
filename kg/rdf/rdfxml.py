"""A deterministic writer of RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from rdflib.namespace import RDF

from kg.errors import FormatError
from kg.rdf.ntriples import TripleTexts, literal_parts, unquoted
from kg.rdf.records import read_records, record, subject_of
from kg.rdf.sorting import sorted_lines

_NAME_END = re.compile(r"[A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF][\w.-]*\Z")
# XML 1.0 knows no way to write these, not even escaped.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def rdf_xml(
    triples: Iterable[TripleTexts], prefixes: Mapping[str, str]
) -> Iterator[str]:
    """Yield the parts of an RDF/XML document.

    Raises:
        FormatError: Before the first part, for a predicate that is no XML name, or
            an object that XML cannot hold.
        StoreError: If there is no room to sort the triples.
    """
    used: set[str] = set()
    with sorted_lines(_checked(triples, used)) as lines:
        names = _declared(used, prefixes)
        yield '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF'
        for namespace, prefix in sorted(names.items(), key=lambda item: item[1]):
            yield f"\n  xmlns:{prefix}={quoteattr(namespace)}"
        yield ">\n"
        for subject, about in groupby(read_records(lines), key=subject_of):
            yield f"  <rdf:Description {_node(subject, 'about')}>\n"
            for _, _, predicate, object_ in about:
                namespace, local = _split(predicate)
                yield f"    {_property(f'{names[namespace]}:{local}', object_)}\n"
            yield "  </rdf:Description>\n"
        yield "</rdf:RDF>\n"


def _checked(triples: Iterable[TripleTexts], used: set[str]) -> Iterator[bytes]:
    """Yield the records; gather the namespaces that the predicates use."""
    for triple in triples:
        _, predicate, object_ = triple
        used.add(_split(predicate)[0])
        if object_.startswith('"'):
            if _NOT_XML.search(unquoted(literal_parts(object_)[0])):
                raise FormatError(f"{object_}: XML cannot hold a character of it")
        elif object_.startswith("<<"):
            raise FormatError(f"{object_}: RDF/XML cannot hold a triple term")
        yield record(None, triple)


def _declared(namespaces: set[str], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefix of each namespace of a predicate, `ns1` and on if unknown."""
    known = {namespace: prefix for prefix, namespace in sorted(prefixes.items())}
    used = sorted(namespaces)
    unknown = [namespace for namespace in used if namespace not in known]
    numbered = {namespace: f"ns{n}" for n, namespace in enumerate(unknown, start=1)}
    names = {
        namespace: known.get(namespace) or numbered[namespace] for namespace in used
    }
    return names | {str(RDF): "rdf"}


@lru_cache(maxsize=1024)
def _split(predicate: str) -> tuple[str, str]:
    iri = predicate[1:-1]
    name = _NAME_END.search(iri)
    if name is None:
        raise FormatError(f"{predicate}: RDF/XML cannot write it as a predicate")
    return iri[: name.start()], name.group()


def _node(text: str, attribute: str) -> str:
    if text.startswith("_:"):
        return f"rdf:nodeID={quoteattr(text[2:])}"
    return f"rdf:{attribute}={quoteattr(text[1:-1])}"


def _property(name: str, object_: str) -> str:
    if not object_.startswith('"'):
        return f"<{name} {_node(object_, 'resource')}/>"
    quoted, language, datatype = literal_parts(object_)
    attribute = ""
    if language:
        attribute = f' xml:lang="{language}"'
    elif datatype:
        attribute = f" rdf:datatype={quoteattr(datatype)}"
    # An XML parser would turn a bare carriage return into a line feed.
    value = escape(unquoted(quoted), {"\r": "&#13;"})
    return f"<{name}{attribute}>{value}</{name}>"
