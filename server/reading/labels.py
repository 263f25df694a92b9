"""What things are called, asked for once for all rows of a page."""

from collections.abc import Iterable, Sequence

from rdflib import URIRef

from server.queries import fill, read_query
from server.reading.links import Link, Links
from server.reading.results import Row, select
from server.reading.snapshots import Snapshot


def with_labels(
    snapshot: Snapshot, rows: Iterable[Row], variables: Iterable[str]
) -> tuple[Row, ...]:
    """Return the rows, each with a `<variable>Label` where a thing has a label."""
    rows, variables = tuple(rows), tuple(variables)
    query = fill(read_query("labels"), things=map(URIRef, things_in(rows, variables)))
    found = select(snapshot.store, query, base_iri=snapshot.names.base)
    return put_labels(rows, variables, found)


def things_in(rows: Iterable[Row], variables: Sequence[str]) -> tuple[str, ...]:
    """Return the things that stand in some columns, sorted, each once."""
    return tuple(
        sorted({row[name] for row in rows for name in variables if name in row})
    )


def put_labels(
    rows: Iterable[Row], variables: Sequence[str], found: Iterable[Row]
) -> tuple[Row, ...]:
    """Return the rows with the labels that were found, the first of each thing."""
    labels: dict[str, str] = {}
    for each in found:
        labels.setdefault(each["thing"], each["label"])
    return tuple(
        {
            **row,
            **{
                f"{name}Label": labels[row[name]]
                for name in variables
                if row.get(name) in labels
            },
        }
        for row in rows
    )


def linked(row: Row, name: str, links: Links) -> Link:
    """Return the link for a variable of a row, called by its `<name>Label`."""
    iri = row[name]
    return links.link(iri, row.get(f"{name}Label") or links.name(iri))
