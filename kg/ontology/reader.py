"""Reading `geopolitics.ttl`, and all that can be wrong with it.

A mistake there would show far away, as a claim that never becomes an edge. So
everything that readers rely on is checked, and all problems are reported at once.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import VANN

from kg.errors import OntologyError
from kg.model import Iri
from kg.ontology.files import parse_turtle
from kg.ontology.values import EntityType, Ontology, Relation, upwards

if TYPE_CHECKING:
    from rdflib.term import Node

RELATIONS_FILE = "geopolitics.ttl"


def read_ontology(folder: Path) -> Ontology:
    """Read the entity types and relations of `geopolitics.ttl`.

    Raises:
        OntologyError: Once, with one line for each problem found.
    """
    path = folder / RELATIONS_FILE
    reader = _Reader(path, parse_turtle(path))
    ontology = reader.read()
    if reader.problems:
        raise OntologyError("\n".join(sorted(set(reader.problems))))
    return ontology


class _Reader:
    """Turns one graph into an ontology and collects what is wrong with it."""

    def __init__(self, path: Path, graph: Graph) -> None:
        self.path = path
        self.graph = graph
        self.problems: list[str] = []
        self.namespace = Namespace("")
        self.classes: dict[URIRef, str] = {}
        self.properties: dict[URIRef, str] = {}

    def read(self) -> Ontology:
        header = self.graph.value(predicate=RDF.type, object=OWL.Ontology)
        uri = self.graph.value(header, VANN.preferredNamespaceUri) if header else None
        if header is None or uri is None:
            self.problems.append(
                f"{self.path}: needs an owl:Ontology with vann:preferredNamespaceUri"
            )
            return Ontology(types={}, relations={}, namespace="")
        self.namespace = Namespace(str(uri))
        self.classes = self._named(OWL.Class, header)
        self.properties = self._named(OWL.ObjectProperty, header)
        ontology = Ontology(
            types={name: self._type(iri) for iri, name in self.classes.items()},
            relations={n: self._relation(iri) for iri, n in self.properties.items()},
            namespace=str(uri),
        )
        self._check_chains()
        for name, message in (
            *_cycles({n: t.parents for n, t in ontology.types.items()}),
            *_cycles({n: r.parents for n, r in ontology.relations.items()}),
            *_misfits(ontology),
        ):
            self._problem(self.namespace[name], message)
        return ontology

    def _named(self, kind: URIRef, header: "Node") -> dict[URIRef, str]:
        """Return IRI -> local name of the terms of a kind, sorted by name."""
        found = {}
        for iri in self.graph.subjects(RDF.type, kind):
            if not isinstance(iri, URIRef):
                continue
            if not iri.startswith(self.namespace):
                self._problem(iri, f"is not in the namespace {self.namespace}")
            elif (iri, RDFS.isDefinedBy, header) not in self.graph:
                self._problem(iri, f"needs rdfs:isDefinedBy <{header}>")
            else:
                found[iri] = iri.removeprefix(self.namespace)
        return dict(sorted(found.items(), key=lambda item: item[1]))

    def _type(self, iri: URIRef) -> EntityType:
        self._text(iri, SKOS.definition, "skos:definition")
        return EntityType(
            iri=Iri(str(iri)),
            name=self.classes[iri],
            label=self._text(iri, RDFS.label, "rdfs:label"),
            parents=self._names(iri, RDFS.subClassOf, self.classes, "a class"),
            record_class=self._one(
                iri,
                "record class",
                self._names(
                    iri, self.namespace["recordClass"], self.classes, "a class"
                ),
            ),
        )

    def _relation(self, iri: URIRef) -> Relation:
        relations = self.properties
        inverses = {
            *self._names(iri, OWL.inverseOf, relations, "a relation"),
            *(
                relations[other]
                for other in self.graph.subjects(OWL.inverseOf, iri)
                if isinstance(other, URIRef) and other in relations
            ),
        }
        return Relation(
            iri=Iri(str(iri)),
            name=relations[iri],
            label=self._text(iri, RDFS.label, "rdfs:label"),
            definition=self._text(iri, SKOS.definition, "skos:definition"),
            domain=self._one(
                iri, "domain", self._names(iri, RDFS.domain, self.classes, "a class")
            ),
            range=self._one(
                iri, "range", self._names(iri, RDFS.range, self.classes, "a class")
            ),
            parents=self._names(iri, RDFS.subPropertyOf, relations, "a relation"),
            inverse=self._one(iri, "inverse", tuple(sorted(inverses))),
            symmetric=(iri, RDF.type, OWL.SymmetricProperty) in self.graph,
            plover=self._plover(iri),
            performative=self._flag(iri),
            record_relation=self._one(
                iri,
                "record relation",
                self._names(
                    iri, self.namespace["recordRelation"], relations, "a relation"
                ),
            ),
        )

    def _text(self, iri: URIRef, predicate: URIRef, name: str) -> str:
        texts = [
            str(value)
            for value in self.graph.objects(iri, predicate)
            if isinstance(value, Literal) and value.language == "en" and str(value)
        ]
        if len(texts) != 1:
            self._problem(iri, f"needs one {name} in English, has {len(texts)}")
        return min(texts, default="")

    def _names(
        self, iri: URIRef, predicate: URIRef, known: Mapping[URIRef, str], kind: str
    ) -> tuple[str, ...]:
        """Return the local names of the values; anonymous ones are for the reasoner."""
        names = []
        for value in self.graph.objects(iri, predicate):
            if isinstance(value, URIRef) and value in known:
                names.append(known[value])
            elif not isinstance(value, BNode):
                word = predicate.fragment or predicate
                self._problem(iri, f"{word} {self._short(value)} is not {kind} here")
        return tuple(sorted(names))

    def _one(self, iri: URIRef, word: str, names: tuple[str, ...]) -> str | None:
        if len(names) > 1:
            self._problem(iri, f"has more than one {word}: {', '.join(names)}")
        return names[0] if names else None

    def _plover(self, iri: URIRef) -> str | None:
        codes = sorted(map(str, self.graph.objects(iri, self.namespace["plover"])))
        known = {str(code) for code in self.graph.objects(None, SKOS.notation)}
        for code in codes:
            if code not in known:
                self._problem(iri, f"PLOVER code {code} has no concept")
        return self._one(iri, "PLOVER code", tuple(codes))

    def _flag(self, iri: URIRef) -> bool:
        values = list(self.graph.objects(iri, self.namespace["performative"]))
        for value in values:
            if not (isinstance(value, Literal) and isinstance(value.value, bool)):
                self._problem(iri, f"performative must be true or false, not {value}")
        return any(isinstance(v, Literal) and v.value is True for v in values)

    def _check_chains(self) -> None:
        for iri in self.properties:
            for chain in self.graph.objects(iri, OWL.propertyChainAxiom):
                links = list(Collection(self.graph, chain))
                for link in links:
                    if link not in self.properties:
                        self._problem(
                            iri, f"chain names {self._short(link)}, no relation here"
                        )
                if len(links) < 2:
                    self._problem(iri, "has a chain of fewer than two relations")

    def _problem(self, iri: URIRef, message: str) -> None:
        self.problems.append(f"{self.path}: {self._short(iri)} {message}")

    def _short(self, term: "Node") -> str:
        return str(term).replace(str(self.namespace), "araz:")


def _cycles(supers: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for name, parents in supers.items():
        above = {a for p in parents for a in upwards(p, lambda n: supers[n])}
        if name in above:
            yield name, "lies below itself: " + ", ".join(sorted(above))


def _misfits(ontology: Ontology) -> Iterator[tuple[str, str]]:
    """Find relations whose domain or range contradicts those around them."""
    for relation in ontology.relations.values():
        name, domain, range_ = relation.name, relation.domain, relation.range
        if relation.symmetric and domain != range_:
            yield name, f"is symmetric between unlike {domain} and {range_}"
        if relation.inverse is not None:
            other = ontology.relations[relation.inverse]
            if (other.domain, other.range) != (range_, domain):
                yield name, f"has not the domain and range of {other.name}, swapped"
        for parent in map(ontology.relations.__getitem__, relation.parents):
            for word, own, wanted in (
                ("domain", domain, parent.domain),
                ("range", range_, parent.range),
            ):
                if own and wanted and not ontology.is_a(own, wanted):
                    yield name, f"{word} {own} is no {wanted}, as {parent.name} needs"
