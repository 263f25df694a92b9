"""What the values of literals say: the rules dt-type2, dt-eq and dt-diff."""

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, XSD

from kg.reasoning.datatypes import Value, contains, differ, is_known, value_of
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.program import Program


class Literals:
    """The literals among the terms that facts speak of."""

    def __init__(self, dictionary: Dictionary) -> None:
        """Start without literals.

        Args:
            dictionary: Of the terms; more may be added to it at any time.
        """
        self._dictionary = dictionary
        self._type = dictionary.number(RDF.type)
        self._same = dictionary.number(OWL.sameAs)
        self._seen = 0
        self._values: dict[Value, int] = {}

    def fresh(self, program: Program) -> Iterator[Fact]:
        """Yield what follows by themselves of literals that are new since last time."""
        terms = tuple(self._dictionary.literals(since=self._seen))
        datatypes = self._datatypes(program) if terms else ()
        for term in terms:
            yield from self._classify(term, datatypes)
            yield from self._equate(term)
        self._seen = len(self._dictionary)

    def about(self, term: int, program: Program) -> Iterator[Fact]:
        """Yield what follows of a term by itself, if it is a literal."""
        if self._dictionary.is_literal(term):
            yield from self._classify(term, self._datatypes(program))
            yield from self._equate(term)

    def classify(self, program: Program) -> Iterator[Fact]:
        """Yield the datatypes of literals seen so far, of those a program asks for."""
        datatypes = self._datatypes(program)
        for term in self._dictionary.literals() if datatypes else ():
            yield from self._classify(term, datatypes)

    def given(self, fact: Fact) -> str | None:
        """Return the rule that gives a fact by the values of its literals, if one."""
        subject, predicate, object_ = fact
        literal, node = self._dictionary.node(subject), self._dictionary.node(object_)
        if not isinstance(literal, Literal):
            return None
        if predicate == self._type and isinstance(node, URIRef):
            return "dt-type2" if contains(node, literal) else None
        if predicate == self._same and isinstance(node, Literal):
            value = value_of(literal)
            return "dt-eq" if value is not None and value == value_of(node) else None
        return None

    def differ(self, one: int, other: int) -> bool:
        """Say whether two terms are literals of different values."""
        first, second = self._dictionary.node(one), self._dictionary.node(other)
        return (
            isinstance(first, Literal)
            and isinstance(second, Literal)
            and differ(first, second)
        )

    def _classify(self, term: int, datatypes: Iterable[int]) -> Iterator[Fact]:
        for datatype in datatypes:
            if self.given((term, self._type, datatype)):
                yield term, self._type, datatype

    def _equate(self, term: int) -> Iterator[Fact]:
        literal = self._dictionary.node(term)
        if not isinstance(literal, Literal) or literal.datatype == literal.language:
            return  # A plain one, and no two of these have one value.
        value = value_of(literal)
        if value is not None:
            first = self._first(literal, value, term)
            if first != term:
                yield first, self._same, term

    def _first(self, literal: Literal, value: Value, term: int) -> int:
        """Return the literal by which a value is known."""
        if literal.datatype == XSD.string:
            plain = self._dictionary.find(Literal(str(literal)))
            if plain is not None:
                return plain
        return self._values.setdefault(value, term)

    def _datatypes(self, program: Program) -> tuple[int, ...]:
        """Return the datatypes whose members a program asks for."""
        return tuple(
            class_
            for predicate, class_ in sorted(program.triggers, key=str)
            if predicate == program.type
            and class_ is not None
            and is_known(self._dictionary.node(class_))
        )
