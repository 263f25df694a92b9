"""A deterministic writer of JSON-LD (1.1): flattened, compact where that is certain.

rdflib's own writer orders nodes by hash, and so differently in every run.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from kg.rdf.ntriples import triple_order
from kg.rdf.terms import NodeTriple

type _Value = str | dict[str, str]

_LOCAL = re.compile(r"\w[\w.-]*")


def json_ld(
    graphs: Mapping[URIRef | None, Iterable[NodeTriple]], prefixes: Mapping[str, str]
) -> Iterator[str]:
    """Yield the parts of a JSON-LD document.

    Args:
        graphs: Triples by graph; `None` is the default graph.
        prefixes: From prefix to namespace; they make up the context.
    """
    distinct = {graph: set(triples) for graph, triples in graphs.items()}
    names = _Names(distinct, prefixes)
    context = json.dumps(names.prefixes, ensure_ascii=False, indent=1)
    yield f'{{"@context": {context},\n"@graph": ['
    separator = "\n"
    for graph in sorted(distinct, key=lambda name: name or ""):
        nodes = _nodes(distinct[graph], names)
        if graph is not None:
            yield f'{separator}{{"@id": {_text(names.iri(graph))}, "@graph": ['
            separator = "\n"
        for node in nodes:
            yield separator + _text(node)
            separator = ",\n"
        if graph is not None:
            yield "\n]}"
            separator = ",\n"
    yield "\n]}\n"


class _Names:
    """Compacts IRIs by those prefixes that cannot be mistaken for a scheme."""

    def __init__(
        self,
        graphs: Mapping[URIRef | None, Iterable[NodeTriple]],
        prefixes: Mapping[str, str],
    ) -> None:
        schemes = {
            iri.partition(":")[0]
            for triples in graphs.values()
            for triple in triples
            for iri in triple
            if isinstance(iri, URIRef)
        }
        schemes.update(str(graph).partition(":")[0] for graph in graphs)
        self.prefixes = {
            prefix: namespace
            for prefix, namespace in sorted(prefixes.items())
            if prefix not in schemes and namespace.endswith(("/", "#"))
        }
        self._longest = sorted(
            self.prefixes.items(), key=lambda item: (-len(item[1]), item[0])
        )

    def iri(self, term: Node) -> str:
        """Return an IRI, compact if that is safe, or a blank node's label."""
        if isinstance(term, BNode):
            return f"_:{term}"
        for prefix, namespace in self._longest:
            local = str(term).removeprefix(namespace)
            if local != str(term):
                return f"{prefix}:{local}" if _LOCAL.fullmatch(local) else str(term)
        return str(term)

    def value(self, term: Node) -> _Value:
        """Return the object of a triple."""
        if not isinstance(term, Literal):
            return {"@id": self.iri(term)}
        if term.language:
            return {"@value": str(term), "@language": term.language}
        if term.datatype in (None, XSD.string):
            return str(term)
        return {"@value": str(term), "@type": self.iri(term.datatype)}


def _nodes(
    triples: Iterable[NodeTriple], names: _Names
) -> Iterator[dict[str, str | list[str] | list[_Value]]]:
    ordered = sorted(triples, key=triple_order)
    for subject, about in groupby(ordered, key=lambda triple: triple[0]):
        node: dict[str, str | list[str] | list[_Value]] = {"@id": names.iri(subject)}
        described = list(about)
        types = [t for _, p, t in described if _is_type(p, t)]
        if types:
            node["@type"] = [names.iri(type_) for type_ in types]
        rest = [triple for triple in described if not _is_type(*triple[1:])]
        for predicate, same in groupby(rest, key=lambda triple: triple[1]):
            node[names.iri(predicate)] = [names.value(o) for _, _, o in same]
        yield node


def _is_type(predicate: Node, object_: Node) -> bool:
    return predicate == RDF.type and not isinstance(object_, Literal)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
