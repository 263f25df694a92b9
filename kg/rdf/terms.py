"""Names: the structural vocabulary, as closed namespaces, and the minting of IRIs.

Relations and classes of the ontology are data and have no constant here.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import BNode, Literal, Namespace, URIRef
from rdflib.namespace import (
    DCTERMS,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SKOS,
    VANN,
    XSD,
    DefinedNamespace,
)
from rdflib.term import Node

# The store holds no blank nodes; the answer to a query may.
type Term = URIRef | Literal
type Triple = tuple[URIRef, URIRef, Term]
type AnyTerm = URIRef | BNode | Literal
# A triple of any graph of rdflib's, blank nodes and all.
type NodeTriple = tuple[Node, Node, Node]
type Quad = tuple[URIRef, URIRef, Term, URIRef]

WD = Namespace("http://www.wikidata.org/entity/")


class OA(DefinedNamespace):
    """Web Annotation (https://www.w3.org/TR/annotation-vocab/)."""

    _fail = True
    _NS = Namespace("http://www.w3.org/ns/oa#")

    Annotation: URIRef
    SpecificResource: URIRef
    TextPositionSelector: URIRef
    TextQuoteSelector: URIRef
    end: URIRef
    exact: URIRef
    hasSelector: URIRef  # noqa: N815 - the vocabulary's own spelling
    hasSource: URIRef  # noqa: N815
    hasTarget: URIRef  # noqa: N815
    start: URIRef


_PREFIXES = {
    "dcterms": str(DCTERMS),
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": str(OA._NS),  # noqa: SLF001 - rdflib offers no other way to the IRI
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SDO),
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": str(SKOS),
    "vann": str(VANN),
    "wd": str(WD),
    "xsd": str(XSD),
}


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of one knowledge graph, all below its base IRI."""

    base: str

    @property
    def ontology(self) -> Namespace:
        """The namespace of classes, relations and evidence vocabulary."""
        return Namespace(f"{self.base}ontology#")

    def graph(self, name: str) -> URIRef:
        """Return the IRI of one of the project's own graphs, such as `inferred`."""
        return URIRef(f"{self.base}graph/{name}")

    def entity(self, local_name: str) -> URIRef:
        """Return the IRI of an entity from its local name."""
        return URIRef(f"{self.base}entity/{_path(local_name)}")

    def article(self, article_id: str) -> URIRef:
        """Return the IRI of an article, which is also the IRI of its graph."""
        return URIRef(f"{self.base}article/{_path(article_id)}")

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of the project's own and of the vocabularies it uses."""
        own = {
            "act": f"{self.base}act/",
            "araz": str(self.ontology),
            "art": f"{self.base}article/",
            "claim": f"{self.base}claim/",
            "ent": f"{self.base}entity/",
            "graph": f"{self.base}graph/",
        }
        return dict(sorted({**_PREFIXES, **own}.items()))

    def claim(self, parts: Iterable[str]) -> URIRef:
        """Return the IRI of a claim: a hash of what, by whom and where it is said."""
        return URIRef(f"{self.base}claim/{digest(parts)}")

    def act(self, parts: Iterable[str]) -> URIRef:
        """Return the IRI of an act: a hash of who did what to whom, and when."""
        return URIRef(f"{self.base}act/{digest(parts)}")


def digest(parts: Iterable[str]) -> str:
    """Return 20 hexadecimal digits that depend on the parts and their order only."""
    joined = "\x1f".join(unicodedata.normalize("NFC", part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:20]


def _path(name: str) -> str:
    return quote(name, safe="/_.-~'()!*,:@+$")
