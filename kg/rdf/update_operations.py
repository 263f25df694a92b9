"""The operations of a SPARQL update: where they stand and which graphs they change.

Only what the grammar says word by word (SPARQL 1.1, 19.8, rules 29 to 51) is read. The
engine is more lenient, it takes `CLEARGRAPH<x>`; whatever cannot be read with certainty
is an error here, and the callers refuse it or expect everything of it. The triples
within the braces are not looked at, their syntax is the engine's matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import QueryError
from kg.rdf.sparql_lexer import Token, position, tokens
from kg.rdf.sparql_names import Prologue, prologue_length

type Graph = str | None
type Graphs = frozenset[Graph] | None

_MANAGING = ("CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_DEFAULT: frozenset[Graph] = frozenset({None})


@dataclass(frozen=True, slots=True)
class Load:
    """A `LOAD`.

    Attributes:
        source: The absolute IRI of the document.
        silent: Whether a failure counts as success.
        target: The graph to load into, None for the default graph.
        start: The offset of the keyword.
        end: The offset behind the operation.
    """

    source: str
    silent: bool
    target: Graph
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Modification:
    """An operation with a pattern, which a dataset can be given to.

    Attributes:
        where: The offset of its keyword `WHERE`.
        short: In `DELETE WHERE {..}`, from where to where the braces reach.
        dataset: The offset of the first `WITH` or `USING` of its own.
    """

    where: int
    short: tuple[int, int] | None = None
    dataset: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of an update.

    Attributes:
        changes: The graphs it can change, None among them for the default graph; None
            in place of the set for any.
        detail: What it is, if it is a `LOAD` or has a pattern.
    """

    changes: Graphs
    detail: Load | Modification | None = None


def read_update(text: str, base_iri: str | None) -> tuple[Operation, ...]:
    """Return the operations of an update in order.

    Raises:
        QueryError: For what cannot be read with certainty, with line and column.
    """
    return tuple(_Reader(text, base_iri).operations())


def union(changes: Iterable[Graphs]) -> Graphs:
    """Return the graphs of several operations together."""
    found: frozenset[Graph] = frozenset()
    for graphs in changes:
        if graphs is None:
            return None
        found |= graphs
    return found


class _Reader:
    """Goes through the tokens of an update once."""

    def __init__(self, text: str, base_iri: str | None) -> None:
        self._text = text
        self._tokens = [*tokens(text), Token("other", "", len(text))]
        self._next = 0
        self._prologue = Prologue(base_iri)

    def operations(self) -> Iterable[Operation]:
        self._declarations()
        while self._here.text:
            yield self._operation()
            if not self._here.text:
                return
            self._mark(";")
            self._declarations()

    def _declarations(self) -> None:
        while length := prologue_length(self._tokens, self._next):
            declaration = self._tokens[self._next : self._next + length]
            declared = self._prologue.after(declaration)
            if declared is None:
                raise self._error("a declaration with an absolute IRI")
            self._prologue = declared
            self._next += length

    def _operation(self) -> Operation:
        start = self._here.start
        if self._word("LOAD"):
            return self._load(start)
        if verb := self._word(*_MANAGING):
            return Operation(self._managed(verb))
        if verb := self._word("INSERT", "DELETE"):
            if self._word("DATA"):
                return Operation(self._quads(None))
            if verb == "DELETE" and self._at("WHERE"):
                return self._delete_where()
            self._next -= 1
        return self._modify()

    def _load(self, start: int) -> Operation:
        silent = self._word("SILENT") is not None
        source = self._iri("the IRI of a document")
        target = None
        if self._word("INTO"):
            self._keyword("GRAPH")
            target = self._iri("the IRI of a graph")
        load = Load(source, silent, target, start, self._tokens[self._next - 1].end)
        return Operation(frozenset({target}), load)

    def _managed(self, verb: str) -> Graphs:
        self._word("SILENT")
        if verb in {"CLEAR", "DROP"} and self._word("NAMED", "ALL"):
            return None
        if verb in {"CLEAR", "DROP"} and self._word("DEFAULT"):
            return _DEFAULT
        if verb in {"CLEAR", "DROP", "CREATE"}:
            self._keyword("GRAPH")
            return frozenset({self._iri("the IRI of a graph")})
        source = self._graph_or_default()
        self._keyword("TO")
        target = self._graph_or_default()
        return frozenset({source, target} if verb == "MOVE" else {target})

    def _graph_or_default(self) -> Graph:
        if self._word("DEFAULT"):
            return None
        self._word("GRAPH")
        return self._iri("the IRI of a graph or DEFAULT")

    def _delete_where(self) -> Operation:
        where = self._here.start
        self._next += 1
        start = self._here.start
        changes = self._quads(None)
        short = (start, self._tokens[self._next - 1].end)
        return Operation(changes, Modification(where, short))

    def _modify(self) -> Operation:
        dataset = self._here.start if self._at("WITH", "USING") else None
        graph = self._iri("the IRI of a graph") if self._word("WITH") else None
        changes: list[Graphs] = []
        if self._word("DELETE"):
            changes.append(self._quads(graph))
        if self._word("INSERT"):
            changes.append(self._quads(graph))
        if not changes:
            raise self._error("an operation such as INSERT DATA, DELETE or CLEAR")
        if dataset is None and self._at("USING"):
            dataset = self._here.start
        while self._word("USING"):
            self._word("NAMED")
            self._iri("the IRI of a graph")
        where = self._here.start
        self._keyword("WHERE")
        self._group()
        return Operation(union(changes), Modification(where, None, dataset))

    def _quads(self, default: Graph) -> Graphs:
        """Read a template: triples, and `GRAPH` with triples, in braces."""
        found: set[Graph] = set()
        anything = False
        self._mark("{")
        while not self._at("}"):
            if self._word("GRAPH"):
                if self._here.kind == "variable":
                    anything = True
                    self._next += 1
                else:
                    found.add(self._iri("the IRI of a graph or a variable"))
                self._mark("{")
                while not self._at("}"):
                    self._triple_token()
                self._mark("}")
            elif not self._at("."):
                self._triple_token()
                found.add(default)
            else:
                self._next += 1
        self._mark("}")
        return None if anything else frozenset(found)

    def _triple_token(self) -> None:
        if self._at("{", "") or self._here.kind == "unclear":
            raise self._error("triples, GRAPH <iri> {..} or the end of the braces")
        self._next += 1

    def _group(self) -> None:
        """Pass over a pattern."""
        self._mark("{")
        depth = 1
        while depth:
            if self._here.kind == "unclear" or self._at(""):
                raise self._error("the end of the braces")
            depth += self._at("{") - self._at("}")
            self._next += 1

    @property
    def _here(self) -> Token:
        return self._tokens[self._next]

    def _at(self, *written: str) -> bool:
        token = self._here
        return token.kind in {"word", "other"} and token.text.upper() in written

    def _word(self, *keywords: str) -> str | None:
        if not self._at(*keywords):
            return None
        self._next += 1
        return self._tokens[self._next - 1].text.upper()

    def _keyword(self, keyword: str) -> None:
        if not self._word(keyword):
            raise self._error(keyword)

    _mark = _keyword

    def _iri(self, what: str) -> str:
        iri = self._prologue.iri(self._here)
        if iri is None:
            raise self._error(f"{what}, absolute or with a known prefix or base")
        self._next += 1
        return iri

    def _error(self, expected: str) -> QueryError:
        place = position(self._text, self._here.start)
        return QueryError(f"{place}: the update cannot be read: expected {expected}")
