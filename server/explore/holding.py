"""Relations that hold though no article says them: known beforehand, or inferred."""

from collections.abc import Iterable

from rdflib import URIRef

from server.explore.asking import Asked, ask
from server.explore.filters import Kind
from server.explore.relations import Relations
from server.reading.snapshots import Snapshot
from server.things.claims import Statement


def read_holding(
    snapshot: Snapshot,
    relations: Relations,
    entities: Iterable[str],
    told: Iterable[Statement],
    *,
    around: bool,
    keep: bool,
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
        keep: Whether the answer is one to keep.
    """
    ends = frozenset(entities)
    iris = tuple(map(URIRef, sorted(ends)))
    asked = ask(
        "explore_held",
        subjects=iris,
        objects=iris if around else (),
        between=() if around else iris,
    )
    held: dict[Statement, Kind] = {}
    for row in asked.rows(snapshot, keep=keep) if ends else ():
        statement = (row["subject"], row["relation"], row["object"])
        if statement[0] != statement[2] and statement[1] in relations.labels:
            inferred = row["inferred"] == "true"
            held.setdefault(statement, Kind.INFERRED if inferred else Kind.KNOWN)
    # What articles say themselves is no news here, but other things follow from it:
    # between the same two, so that of others nothing need be known.
    pairs = {frozenset((subject, object_)) for subject, _, object_ in held}
    said = (each for each in told if frozenset((each[0], each[2])) in pairs)
    return asked, _telling(held | dict.fromkeys(said), relations)


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
