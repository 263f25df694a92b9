"""Reads the shape of a query from the tokens that the engine sees.

It reads as far as is needed to tell a person why nothing was found, and judges nothing:
only the engine knows whether a query is right.
"""

import re
from collections.abc import Mapping, Sequence

from kg.rdf.sparql_lexer import Token, tokens
from kg.rdf.sparql_names import Prologue, prologue_length
from kg.rdf.sparql_tokens import check_extent
from server.querying.shape import Condition, Node, Pattern, Role, Shape

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_VERBS = frozenset({"iri", "name", "variable"})
_NODES = _VERBS | {"string"}
_VALUE = re.compile(r"true|false|-?[0-9.]+(?:[eE]-?[0-9]+)?", re.IGNORECASE)
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def read_shape(text: str) -> Shape | None:
    """Return the parts of a query; None if it is one that only the engine can read.

    Raises:
        QueryError: If it is longer or deeper than the engine reads.
    """
    check_extent(text)
    read = tuple(tokens(text))
    prologue, first = _read_prologue(read)
    if first >= len(read) or any(token.kind == "unclear" for token in read):
        return None
    reader = _Reader(text, read, prologue)
    reader.read_query(first)
    return Shape(
        head=text[: read[first].start],
        datasets=" ".join(reader.datasets),
        patterns=tuple(reader.patterns),
        conditions=tuple(sorted(reader.conditions, key=lambda each: each.start)),
        terms=_read_terms(read[first:], prologue),
        prologue=prologue,
    )


def _read_prologue(read: Sequence[Token]) -> tuple[Prologue, int]:
    prologue, first = Prologue(), 0
    while length := prologue_length(read, first):
        following = prologue.after(read[first : first + length])
        if following is None:
            break
        prologue, first = following, first + length
    return prologue, first


def _read_terms(read: Sequence[Token], prologue: Prologue) -> Mapping[str, str]:
    """Return the IRIs that stand for things, not for datatypes or functions."""
    found: dict[str, str] = {}
    for number, token in enumerate(read):
        before = [each.text for each in read[max(number - 2, 0) : number]]
        after = read[number + 1].text if number + 1 < len(read) else ""
        called = after == "(" and token.kind == "name"
        if (
            called
            or before == ["^", "^"]
            or "FROM" in (word.upper() for word in before)
        ):
            continue
        if (iri := prologue.iri(token)) is not None:
            found.setdefault(iri, token.text)
    return found


class _Reader:
    """Walks through the groups of a query and collects what is in them."""

    def __init__(self, text: str, read: Sequence[Token], prologue: Prologue) -> None:
        self._text = text
        self._read = read
        self._prologue = prologue
        self._blanks = 0
        self.patterns: list[Pattern] = []
        self.conditions: list[Condition] = []
        self.datasets: list[str] = []

    def read_query(self, at: int) -> None:
        """Read from the first token behind the prologue."""
        template = self._word(at) == "CONSTRUCT" and self._text_at(at + 1) == "{"
        while at < len(self._read):
            if self._word(at) == "FROM":
                end = at + (3 if self._word(at + 1) == "NAMED" else 2)
                self.datasets.append(self._span(at, end))
                at = end
            elif self._word(at) == "HAVING":
                at = self._condition(at, "HAVING")
            elif self._text_at(at) == "(":
                at = self._closed(at)
            elif self._text_at(at) == "{" and template:
                template, at = False, self._closed(at)
            elif self._text_at(at) == "{":
                at = self._group(at + 1, None, "needed")
            else:
                at += 1

    def _group(self, at: int, graph: str | None, role: Role) -> int:
        """Read what is between braces, from behind the first; return what follows."""
        while at < len(self._read) and self._text_at(at) != "}":
            at = self._member(at, graph, role)
        return at + 1

    def _member(self, at: int, graph: str | None, role: Role) -> int:
        word, mark = self._word(at), self._text_at(at)
        if word in {"FILTER", "MINUS"}:
            end = self._condition(at, word)
        elif word == "OPTIONAL":
            end = self._group(at + 2, graph, "optional")
        elif word == "GRAPH":
            end = self._group(at + 3, self._span(at + 1, at + 2), role)
        elif word in {"BIND", "VALUES", "SERVICE"}:
            end = self._closed(self._find("({"[word != "BIND"], at))
        elif word == "SELECT":
            # Its projection and its modifiers have no patterns.
            end = self._group(self._find("{", at) + 1, graph, role)
        elif mark == "{":
            end = self._group(at + 1, graph, self._role_of(at, role))
        elif self._is_node(at):
            end = self._triples(at, graph, role)
        else:
            end = at + 1
        return end

    def _condition(self, at: int, word: str) -> int:
        opening = at + 1
        while self._text_at(opening) not in {"(", "{", ""}:
            opening += 1
        end = self._closed(opening)
        last = self._read[min(end, len(self._read)) - 1]
        self.conditions.append(Condition(word, self._read[at].start, last.end))
        return end

    def _role_of(self, at: int, role: Role) -> Role:
        """Return the part that the group at a token plays within one of a role."""
        united = "UNION" in (self._word(at - 1), self._word(self._closed(at)))
        return "alternative" if united and role == "needed" else role

    def _triples(self, at: int, graph: str | None, role: Role) -> int:
        subject, at = self._node(at, graph, role)
        return self._properties(subject, at, graph, role)

    def _properties(self, subject: Node, at: int, graph: str | None, role: Role) -> int:
        while at < len(self._read) and self._text_at(at) not in {".", "}", "]"}:
            if self._text_at(at) == ";":
                at += 1
                continue
            start, end = at, self._path(at)
            if end == start or not self._is_node(end):
                return end
            at = end
            while True:
                object_, at = self._node(at, graph, role)
                self._add(subject, (start, end), object_, (graph, role))
                if self._text_at(at) != ",":
                    break
                at += 1
        return at

    def _add(
        self,
        subject: Node,
        verb: tuple[int, int],
        object_: Node,
        place: tuple[str | None, Role],
    ) -> None:
        start, end = verb
        written = self._span(start, end)
        predicate = self._plain_node(start) if end == start + 1 else None
        parts = (subject.written, written, object_.written)
        self.patterns.append(
            Pattern(
                subject=subject,
                verb=written,
                predicate=predicate,
                object=object_,
                text=" ".join(parts),
                graph=place[0],
                role=place[1],
            )
        )

    def _path(self, at: int) -> int:
        """Return where the predicate or path that begins at a token ends."""
        while True:
            while self._text_at(at) in {"^", "!"}:
                at += 1
            if self._text_at(at) == "(":
                at = self._closed(at)
            elif self._is_verb(at):
                at += 1
            else:
                return at
            if self._text_at(at) in {"*", "+", "?"}:
                at += 1
            if self._text_at(at) not in {"/", "|"}:
                return at
            at += 1

    def _is_verb(self, at: int) -> bool:
        if at >= len(self._read):
            return False
        return self._read[at].kind in _VERBS or self._text_at(at) == "a"

    def _is_node(self, at: int) -> bool:
        if at >= len(self._read):
            return False
        token = self._read[at]
        if token.kind == "word":
            return _VALUE.fullmatch(token.text) is not None
        return token.kind in _NODES or token.text in {"[", "("}

    def _node(self, at: int, graph: str | None, role: Role) -> tuple[Node, int]:
        """Return a subject or object, and what follows it."""
        mark = self._text_at(at)
        if mark == "[":
            self._blanks += 1
            node = Node(f"_:part{self._blanks}", "blank")
            end = self._properties(node, at + 1, graph, role)
            return node, end + 1
        if mark == "(":
            end = self._closed(at)
            return Node(self._span(at, end), "other"), end
        node, at = self._plain_node(at), at + 1
        if node.kind != "literal":
            return node, at
        start = at - 1
        if at < len(self._read) and self._read[at].kind == "language":
            at += 1
        elif self._text_at(at) == self._text_at(at + 1) == "^":
            at += 3
        return Node(self._span(start, at), "literal"), at

    def _plain_node(self, at: int) -> Node:
        token = self._read[at]
        if token.kind == "variable":
            return Node(token.text[1:], "variable")
        if token.text == "a":
            return Node("a", "iri", _TYPE)
        if token.text.startswith("_:"):
            return Node(token.text, "blank")
        if token.kind in {"iri", "name"}:
            return Node(token.text, "iri", self._prologue.iri(token))
        return Node(token.text, "literal")

    def _closed(self, at: int) -> int:
        """Return what follows the bracket that closes the one at a token."""
        depth = 0
        for number in range(at, len(self._read)):
            token = self._read[number]
            if token.kind != "other":
                continue
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if depth <= 0:
                return number + 1
        return len(self._read)

    def _find(self, mark: str, at: int) -> int:
        while at < len(self._read) and self._text_at(at) != mark:
            at += 1
        return at

    def _word(self, at: int) -> str:
        is_word = 0 <= at < len(self._read) and self._read[at].kind == "word"
        return self._read[at].text.upper() if is_word else ""

    def _text_at(self, at: int) -> str:
        return self._read[at].text if 0 <= at < len(self._read) else ""

    def _span(self, start: int, end: int) -> str:
        last = self._read[min(end, len(self._read)) - 1]
        return " ".join(self._text[self._read[start].start : last.end].split())
