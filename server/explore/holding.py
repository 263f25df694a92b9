"""Relations that hold though no article says them: known beforehand, or inferred."""

from collections.abc import Iterable

from rdflib import URIRef

from server.claims import Statement
from server.explore.asking import Asked, ask
from server.explore.filters import Kind
from server.explore.relations import Relations
from server.snapshots import Snapshot


def read_holding(
    snapshot: Snapshot,
    relations: Relations,
    entities: Iterable[str],
    told: Iterable[Statement],
    *,
    around: bool,
) -> tuple[Asked, list[tuple[Statement, Kind]]]:
    """Return the query, and what is known or inferred, what is known first.

    What says no more than something else that holds is left out: wider relations, and
    the same the other way round.

    Args:
        snapshot: Where to read.
        relations: Those of the ontology.
        entities: Whose relations; without `around` only those between them.
        told: What an article says itself, whatever else is known of it.
        around: Whether one end is enough.
    """
    ends = frozenset(entities)
    iris = tuple(map(URIRef, sorted(ends)))
    asked = ask("explore_held", subjects=iris, objects=iris if around else ())
    # What articles say themselves is no news here, but other things follow from it.
    kinds: dict[Statement, Kind | None] = dict.fromkeys(told)
    for row in asked.rows(snapshot) if ends else ():
        statement = (row["subject"], row["relation"], row["object"])
        inside = around or statement[2] in ends
        if inside and statement[0] != statement[2] and statement[1] in relations.labels:
            inferred = row["inferred"] == "true"
            kinds.setdefault(statement, Kind.INFERRED if inferred else Kind.KNOWN)
    return asked, _telling(kinds, relations)


def _telling(
    kinds: dict[Statement, Kind | None], relations: Relations
) -> list[tuple[Statement, Kind]]:
    """Return what is not told, less what follows trivially from something else."""
    implied: dict[Statement, frozenset[Statement]] = {
        statement: relations.implied(statement) for statement in kinds
    }
    # What says most comes first, so that of two mirrors one is left.
    order = sorted(
        kinds,
        key=lambda each: (
            kinds[each] is Kind.INFERRED,
            -len(implied[each]),
            -len(relations.wider.get(each[1], ())),
            each,
        ),
    )
    said: set[Statement] = set()
    found: list[tuple[Statement, Kind]] = []
    for statement in order:
        kind = kinds[statement]
        if kind is not None and statement not in said:
            found.append((statement, kind))
        if kind is not Kind.INFERRED or statement not in said:
            said |= implied[statement]
    return found
