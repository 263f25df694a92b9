"""The answer to a query: a truth value, solutions or a graph."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from typing import BinaryIO, Literal

import pyoxigraph as ox

from kg.errors import AnswerTooLargeError, EvaluationError, StoreError
from kg.rdf.conversion import from_term, from_triple, to_text
from kg.rdf.dump import dump_graph
from kg.rdf.formats import Format, rdf_format, result_format
from kg.rdf.rows import BoundedOutput
from kg.rdf.terms import AnyTerm, NodeTriple

type AnswerKind = Literal["boolean", "solutions", "graph"]
type _Result = ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples

_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
_JOINED = frozenset(("ttl", "nt", "nq", "trig"))
_SHORT_ANSWER = 1_000


class Answer:
    """What a query gave. It is read once, in the thread that asked.

    Evaluation goes on while it is read, so any of its methods can raise QueryError.

    Attributes:
        kind: `boolean` for ASK, `solutions` for SELECT, `graph` for the others.
        variables: The names of the columns of solutions.
    """

    def __init__(self, result: _Result, prefixes: Mapping[str, str]) -> None:
        self._result = result
        self._prefixes = prefixes
        self.kind: AnswerKind
        self.variables: tuple[str, ...] = ()
        if isinstance(result, ox.QuerySolutions):
            self.kind = "solutions"
            self.variables = tuple(variable.value for variable in result.variables)
        elif isinstance(result, ox.QueryBoolean):
            self.kind = "boolean"
        else:
            self.kind = "graph"

    @property
    def boolean(self) -> bool:
        """The answer to an ASK query."""
        if not isinstance(self._result, ox.QueryBoolean):
            raise StoreError(f"the answer is no truth value but of kind {self.kind}")
        return bool(self._result)

    def rows(self) -> Iterator[tuple[AnyTerm | None, ...]]:
        """Yield the solutions of a SELECT query; an unbound variable is None."""
        if not isinstance(self._result, ox.QuerySolutions):
            raise StoreError(f"the answer has no rows but is of kind {self.kind}")
        with _errors_named():
            for solution in self._result:
                yield tuple(term and from_term(term) for term in solution)

    def texts(self) -> Iterator[tuple[str | None, ...]]:
        """Yield the solutions with IRIs and literals as plain text.

        Making rdflib's terms takes several times as long as finding the solutions.
        """
        if not isinstance(self._result, ox.QuerySolutions):
            raise StoreError(f"the answer has no rows but is of kind {self.kind}")
        with _errors_named():
            for solution in self._result:
                yield tuple(term and to_text(term) for term in solution)

    def triples(self) -> Iterator[NodeTriple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE query."""
        if not isinstance(self._result, ox.QueryTriples):
            raise StoreError(f"the answer is no graph but of kind {self.kind}")
        with _errors_named():
            for triple in self._result:
                yield from_triple(triple)

    def write(self, output: BinaryIO, format_name: str) -> None:
        """Write the answer as it is found; for a graph, once it is complete.

        Raises:
            StoreError: For a format that does not fit the kind of answer.
        """
        if isinstance(self._result, ox.QueryTriples):
            output.writelines(dump_graph(self.triples(), format_name, self._prefixes))
            return
        known = _RESULT_FORMATS[result_format(format_name).name]
        with _errors_named():
            self._result.serialize(output, known)

    def stream(
        self,
        output: BinaryIO,
        format_name: str,
        *,
        max_rows: int | None = None,
        max_bytes: int | None = None,
    ) -> int | None:
        """Write the answer as it is found, in the engine's own order.

        Args:
            output: What to write to.
            format_name: A format that fits the kind of answer.
            max_rows: Most solutions allowed.
            max_bytes: Most bytes allowed.

        Returns:
            How many solutions there were; `None` for another kind of answer.

        Raises:
            StoreError: For a format that does not fit the kind of answer.
            AnswerTooLargeError: If it is larger than allowed; part of it may have been
                written by then.
        """
        bounded = BoundedOutput(
            output, format_name, max_rows=max_rows, max_bytes=max_bytes
        )
        with _errors_named():
            if isinstance(self._result, ox.QueryTriples):
                self._stream_triples(self._result, bounded, rdf_format(format_name))
                return None
            known_results = _RESULT_FORMATS[result_format(format_name).name]
            self._result.serialize(bounded, known_results)  # type: ignore[arg-type]
        return bounded.rows if self.kind == "solutions" else None

    def _stream_triples(
        self, found: ox.QueryTriples, output: BoundedOutput, known: Format
    ) -> None:
        """Write triples: some with prefixes, for people; many faster, without."""
        engines = _RDF_FORMATS[known.name]
        first = list(islice(found, _SHORT_ANSWER))
        is_long = len(first) == _SHORT_ANSWER
        # Two documents after one another are one, in formats of lines and statements.
        rest = () if known.name in _JOINED else found
        prefixes = dict(self._prefixes)
        ox.serialize(chain(first, rest), output, engines, prefixes=prefixes)  # type: ignore[arg-type]
        if is_long and known.name in _JOINED:
            found.serialize(output, engines)  # type: ignore[arg-type]

    def serialize(self, format_name: str) -> Iterator[bytes]:
        """Yield the whole answer in a format; nothing if it cannot be completed.

        Raises:
            StoreError: For a format that does not fit the kind of answer.
        """
        buffer = io.BytesIO()
        self.write(buffer, format_name)
        yield buffer.getvalue()


@contextmanager
def _errors_named() -> Iterator[None]:
    try:
        yield
    except (AnswerTooLargeError, BrokenPipeError, ConnectionResetError):
        # Raised by the file that is written to, through the engine.
        raise
    except (RuntimeError, ValueError) as error:
        raise EvaluationError(f"the query cannot be evaluated: {error}") from error
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error
