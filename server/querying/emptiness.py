"""Why a query finds nothing, in the words of its own parts.

Terms that the graph does not know come first, then what nothing matches, then what does
not fit together, then conditions that leave nothing; and whether inference would help.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from rdflib import RDF

from kg.rdf.store import Answer
from server.protocol.datasets import choose_dataset
from server.protocol.operations import Entailment, Operation
from server.querying.nearby import read_nearby, read_unknown
from server.querying.reading import read_shape
from server.querying.shape import Condition, Pattern, Shape
from server.reading.snapshots import Snapshot

# Parts of a query that are asked alone, and rows that are counted with inference.
_MAX_PARTS = 40
_MAX_ROWS = 1_000

type Ask = Callable[[str], bool]


class ReasonKind(StrEnum):
    """What is the matter with a part of a query."""

    UNKNOWN = "unknown"
    PATTERN = "pattern"
    REVERSED = "reversed"
    LANGUAGE = "language"
    JOIN = "join"
    CONDITION = "condition"
    TOGETHER = "together"
    INFERENCE = "inference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why there are no results.

    Attributes:
        kind: What is the matter.
        text: One sentence that says so.
        part: The part of the query that it is about, as written.
        instead: What could be written in its place.
    """

    kind: ReasonKind
    text: str
    part: str | None = None
    instead: tuple[str, ...] = field(default=())


_TOGETHER = Reason(
    kind=ReasonKind.TOGETHER,
    text="Each part of the query matches something, but not all of them together.",
)


def explain_empty(snapshot: Snapshot, operation: Operation) -> tuple[Reason, ...]:
    """Return why a query has no results, as far as its parts can tell.

    There is nothing to tell of one that has some.

    Args:
        snapshot: What the query was asked of.
        operation: The query, and which triples it sees.

    Raises:
        QueryError: If the query cannot be read.
    """
    shape = read_shape(operation.text)
    if shape is None:
        return ()

    def ask(text: str) -> bool:
        return _has_results(_answer(snapshot, replace(operation, text=text)))

    if ask(operation.text):
        return ()
    reasons = [*_unknown(snapshot, shape)]
    if not reasons:
        reasons += _unmatched(shape, ask)
    if not reasons:
        reasons += _misfit(shape, ask)
    if not reasons:
        reasons += _excluded(operation.text, shape.conditions[:_MAX_PARTS], ask)
    return (*(reasons or [_TOGETHER]), *_inferable(snapshot, operation))


def _unknown(snapshot: Snapshot, shape: Shape) -> Iterator[Reason]:
    for iri in read_unknown(snapshot, islice(shape.terms, _MAX_PARTS)):
        nearby = read_nearby(snapshot, iri)
        written = shape.terms[iri]
        yield Reason(
            kind=ReasonKind.UNKNOWN,
            text=f"The graph does not know {written}.",
            part=written,
            instead=nearby,
        )


def _unmatched(shape: Shape, ask: Ask) -> Iterator[Reason]:
    for pattern in shape.patterns[:_MAX_PARTS]:
        if pattern.role == "optional" or ask(_asking(shape, [pattern])):
            continue
        for other, kind, but in (
            (_turned(pattern), ReasonKind.REVERSED, "the other way round it matches"),
            (_in_english(pattern), ReasonKind.LANGUAGE, "in English it matches"),
        ):
            if other is not None and ask(_asking(shape, [other])):
                yield Reason(
                    kind=kind,
                    text=f"Nothing matches this pattern; {but}.",
                    part=pattern.text,
                    instead=(other.text,),
                )
                break
        else:
            text = "Nothing matches this pattern, even on its own."
            yield Reason(kind=ReasonKind.PATTERN, text=text, part=pattern.text)


def _misfit(shape: Shape, ask: Ask) -> Iterator[Reason]:
    needed = [each for each in shape.patterns if each.role == "needed"][:_MAX_PARTS]
    for length in range(2, len(needed) + 1):
        if not ask(_asking(shape, needed[:length])):
            yield Reason(
                kind=ReasonKind.JOIN,
                text="Each pattern matches on its own, but this one does not fit "
                "together with those before it.",
                part=needed[length - 1].text,
            )
            return


def _excluded(text: str, conditions: Sequence[Condition], ask: Ask) -> Iterator[Reason]:
    for condition in conditions:
        if ask(condition.without(text)):
            yield Reason(
                kind=ReasonKind.CONDITION,
                text="Without this condition there would be results.",
                part=" ".join(text[condition.start : condition.end].split()),
            )


def _inferable(snapshot: Snapshot, operation: Operation) -> Iterator[Reason]:
    if operation.entailment is not Entailment.NONE:
        return
    answer = _answer(snapshot, replace(operation, entailment=Entailment.OWL_RL))
    if answer.kind == "boolean":
        return
    found = answer.rows() if answer.kind == "solutions" else answer.triples()
    count = sum(1 for _ in islice(found, _MAX_ROWS))
    if count:
        shown = f"{_MAX_ROWS:,} or more" if count == _MAX_ROWS else f"{count:,}"
        noun = "row" if count == 1 else "rows"
        yield Reason(
            kind=ReasonKind.INFERENCE,
            text=f"With inferred triples there would be {shown} {noun}.",
        )


def _answer(snapshot: Snapshot, operation: Operation) -> Answer:
    dataset = choose_dataset(operation, snapshot.store, snapshot.names)
    return dataset.store.query(
        operation.text,
        base_iri=snapshot.names.base,
        default_graphs=dataset.default_graphs,
        named_graphs=dataset.named_graphs,
    )


def _has_results(answer: Answer) -> bool:
    if answer.kind == "boolean":
        return answer.boolean
    found = answer.rows() if answer.kind == "solutions" else answer.triples()
    return next(iter(found), None) is not None


def _asking(shape: Shape, patterns: Sequence[Pattern]) -> str:
    groups = (
        f"GRAPH {each.graph} {{ {each.text} }}" if each.graph else f"{each.text} ."
        for each in patterns
    )
    return f"{shape.head} ASK {shape.datasets} {{ {' '.join(groups)} }}"


def _turned(pattern: Pattern) -> Pattern | None:
    """Return a pattern with subject and object exchanged, if that makes sense."""
    if pattern.predicate is not None and pattern.predicate.iri == str(RDF.type):
        return None
    nodes = (pattern.subject, pattern.object)
    is_told = any(node.kind == "iri" for node in nodes)
    if not is_told or any(node.kind in {"literal", "other"} for node in nodes):
        return None
    text = f"{pattern.object.written} {pattern.verb} {pattern.subject.written}"
    return replace(pattern, subject=pattern.object, object=pattern.subject, text=text)


def _in_english(pattern: Pattern) -> Pattern | None:
    """Return a pattern with its bare string as one in English: labels are such."""
    if pattern.object.kind != "literal" or pattern.object.text[-1] not in "\"'":
        return None
    object_ = replace(pattern.object, text=f"{pattern.object.text}@en")
    text = f"{pattern.subject.written} {pattern.verb} {object_.written}"
    return replace(pattern, object=object_, text=text)
