"""The ontology as a page of Markdown, for people who do not read Turtle.

python -m kg.ontology.documentation ontology docs/ontology.md
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SDO, SKOS, Graph, URIRef
from rdflib.collection import Collection

from kg.ontology.files import parse_turtle
from kg.ontology.reader import RELATIONS_FILE, read_ontology
from kg.ontology.values import EntityType, Ontology, Relation

EVIDENCE_FILE = "evidence.ttl"


def document_ontology(folder: Path) -> str:
    """Return a page about all classes, relations and terms of evidence.

    Raises:
        OntologyError: If the ontology cannot be read; one line a problem.
    """
    ontology = read_ontology(folder)
    graph = parse_turtle(folder / RELATIONS_FILE)
    evidence = parse_turtle(folder / EVIDENCE_FILE)
    lines = [
        "# The ontology",
        "",
        "Generated from `ontology/*.ttl` by `python -m kg.ontology.documentation`;",
        "edit those files instead, as `ontology/README.md` says. All names are in",
        f"`araz:` = `{ontology.namespace}`.",
        "",
        "## Classes",
        "",
        *_tree(ontology, graph),
        "",
        "## Relations",
        "",
        "*Performative*: saying it is doing it, so a report of the actor's own words",
        "makes an edge. *Through* shows a chain: the ends of that path stand in the",
        "relation, so that what a representative does, the represented does.",
        "",
        "| relation | from | to | means | kind | PLOVER |",
        "|---|---|---|---|---|---|",
        *(_row(each, ontology, graph) for each in ontology.relations.values()),
        "",
        "## Evidence",
        "",
        "| term | of | means |",
        "|---|---|---|",
        *_evidence(evidence, ontology.namespace),
    ]
    return "\n".join(lines) + "\n"


def _tree(ontology: Ontology, graph: Graph) -> Iterator[str]:
    children: dict[str | None, list[EntityType]] = {}
    for each in ontology.types.values():
        for parent in each.parents or (None,):
            children.setdefault(parent, []).append(each)

    def below(parent: str | None, depth: int) -> Iterator[str]:
        for each in children.get(parent, []):
            text = graph.value(URIRef(each.iri), SKOS.definition)
            yield f"{'  ' * depth}- **{each.name}**: {text}"
            yield from below(each.name, depth + 1)

    return below(None, 0)


def _row(relation: Relation, ontology: Ontology, graph: Graph) -> str:
    note = graph.value(URIRef(relation.iri), SKOS.scopeNote)
    cells = (
        f"`{relation.name}`",
        relation.domain or "anything",
        relation.range or "anything",
        f"{relation.definition} {note}" if note else relation.definition,
        "; ".join(_traits(relation, graph, ontology.namespace)),
        ontology.plover(relation.name) or "",
    )
    return f"| {' | '.join(cells)} |"


def _traits(relation: Relation, graph: Graph, namespace: str) -> Iterator[str]:
    iri = URIRef(relation.iri)
    if relation.parents:
        yield "below " + ", ".join(f"`{name}`" for name in relation.parents)
    if relation.inverse:
        yield f"inverse of `{relation.inverse}`"
    for kind, word in (
        (OWL.SymmetricProperty, "symmetric"),
        (OWL.TransitiveProperty, "transitive"),
        (OWL.AsymmetricProperty, "asymmetric"),
        (OWL.IrreflexiveProperty, "irreflexive"),
    ):
        if (iri, RDF.type, kind) in graph:
            yield word
    if relation.performative:
        yield "performative"
    chains = graph.objects(iri, OWL.propertyChainAxiom)
    for links in sorted(
        " · ".join(str(link).removeprefix(namespace) for link in Collection(graph, c))
        for c in chains
    ):
        yield f"through `{links}`"


def _evidence(graph: Graph, namespace: str) -> Iterator[str]:
    for iri in sorted(set(map(str, graph.subjects(RDFS.isDefinedBy)))):
        term = URIRef(iri)
        classes = sorted(
            f"`{graph.qname(str(c))}`" for c in graph.objects(term, SDO.domainIncludes)
        )
        text = graph.value(term, SKOS.definition)
        note = graph.value(term, SKOS.scopeNote)
        means = f"{text} {note}" if note else str(text)
        name = iri.removeprefix(namespace)
        yield f"| `{name}` | {', '.join(classes)} | {means} |"


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_text(document_ontology(source), encoding="utf-8")
