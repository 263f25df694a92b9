"""The files of the ontology: which they are, and their graphs."""

from pathlib import Path

from rdflib import OWL, RDF, Graph, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax

from kg.errors import OntologyError
from kg.ontology.skolem import skolemize


def read_ontology_graph(folder: Path) -> Graph:
    """Read all that belongs in the graph of the ontology, alignments included.

    The lexicon holds words and the shapes hold constraints; neither belongs there.
    IRIs stand for the blank nodes; `is_anonymous` tells them.

    Raises:
        OntologyError: If a file cannot be read as Turtle; one line for each.
    """
    graph, problems = Graph(bind_namespaces="none"), []
    for path in ontology_files(folder):
        try:
            part = parse_turtle(path)
        except OntologyError as error:
            problems.append(str(error))
            continue
        graph += part
        for prefix, namespace in part.namespaces():
            graph.bind(prefix, namespace)
    if problems:
        raise OntologyError("\n".join(problems))
    return skolemize(graph, _base(graph))


def ontology_files(folder: Path) -> tuple[Path, ...]:
    """Return the Turtle files that make up the graph of the ontology, sorted.

    Raises:
        OntologyError: If there are none.
    """
    files = tuple(
        path
        for path in sorted(folder.glob("*.ttl"))
        if path.name != "shapes.ttl" and not path.name.startswith("lexicon.")
    )
    if not files:
        raise OntologyError(f"{folder}: no ontology found; expected Turtle files there")
    return files


def parse_turtle(path: Path) -> Graph:
    """Read one Turtle file into a graph of its own.

    Raises:
        OntologyError: If it cannot be read, with the line of a syntax error.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return Graph(bind_namespaces="none").parse(data=text, format="turtle")
    except BadSyntax as error:
        reason = " ".join(str(error.message).split())
        message = f"{path}:{error.lines + 1}: not Turtle: {reason}"
        raise OntologyError(message) from error
    except (OSError, ValueError) as error:
        raise OntologyError(f"{path}: cannot be read: {error}") from error


def _base(graph: Graph) -> str:
    """Return the IRI below which the ontology lies, without a slash at the end."""
    header = graph.value(predicate=RDF.type, object=OWL.Ontology)
    if not isinstance(header, URIRef):
        raise OntologyError("the ontology has no owl:Ontology that names it")
    return header.rpartition("/")[0]
