"""Triples as lines that sort in the order in which a writer needs them.

A record is the name of the graph, without brackets, and the three terms in N-Triples,
with a space between: only the object can hold spaces. As no name holds a character
below the space, records sort as the tuples of their parts do.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from rdflib import URIRef
from rdflib.namespace import RDF

from kg.rdf.ntriples import TripleTexts

# Triples by graph; `None` is the default graph.
type Graphs = Mapping[URIRef | None, Iterable[TripleTexts]]
type Record = tuple[str, str, str, str]

TYPE = f"<{RDF.type}>"
# As a predicate it sorts before all others.
FIRST = ""

subject_of = itemgetter(1)
predicate_of = itemgetter(2)


def record(graph: URIRef | None, texts: TripleTexts) -> bytes:
    """Return the line of a triple."""
    subject, predicate, object_ = texts
    return f"{graph or ''} {subject} {predicate} {object_}\n".encode()


def read_records(lines: Iterable[bytes]) -> Iterator[Record]:
    """Yield graph, subject, predicate and object of each line."""
    for line in lines:
        graph, subject, predicate, object_ = line[:-1].decode().split(" ", 3)
        yield graph, subject, predicate, object_


def by_graph(
    names: Iterable[URIRef | None], lines: Iterable[bytes]
) -> Iterator[tuple[URIRef | None, Iterator[Record]]]:
    """Yield each graph with its records; a graph that has none is yielded too.

    Args:
        names: All graphs.
        lines: Sorted records.
    """
    groups = groupby(read_records(lines), key=itemgetter(0))
    group = next(groups, None)
    for text, name in sorted((str(name or ""), name) for name in names):
        if group is not None and group[0] == text:
            yield name, group[1]
            group = next(groups, None)
        else:
            yield name, iter(())
