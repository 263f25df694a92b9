"""The datatypes of OWL 2: which literals are one individual, and of which datatypes.

The datatype map is that of OWL 2 RL (Profiles, section 4.2.1, and Structural
Specification, section 4) with the dates and times of XML Schema 1.1, which news is full
of. Values are compared by identity: +0 and -0 are two, NaN is one, and an instant told
in two time zones is two (`kg.reasoning.instants`). The value spaces of the primitive
datatypes do not meet, so no xsd:float is an xsd:double or an xsd:decimal.

Only the lexical form, the datatype and the language of a literal are read: what rdflib
makes of them differs from the standards. Parse with `rdflib.NORMALIZE_LITERALS` off, or
rdflib rewrites forms before they get here, "INF" to "inf", which is no xsd:double. Of a
datatype that is not known nothing is claimed but that a literal is itself.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import combinations
from typing import Any

from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.reasoning import instants, lexical
from kg.reasoning.intervals import INTEGERS, Interval, values

_STRING = XSD.string  # looked up once: rdflib takes its time


class Space(Enum):
    """The value spaces, no two of which have a value in common."""

    NUMBER = auto()
    DOUBLE = auto()
    FLOAT = auto()
    STRING = auto()
    TAGGED_STRING = auto()
    BOOLEAN = auto()
    URI = auto()
    HEX = auto()
    BASE64 = auto()
    XML = auto()
    DATE_TIME = auto()
    DATE = auto()
    TIME = auto()
    YEAR = auto()
    YEAR_MONTH = auto()
    MONTH_DAY = auto()
    DAY = auto()
    MONTH = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Value:
    """What a literal denotes: two literals with equal values are one individual."""

    space: Space
    content: Hashable

    def differs(self, other: "Value") -> bool:
        """Say whether the two are certainly not one individual."""
        if Space.UNKNOWN in (self.space, other.space):
            return False
        if self.space is not other.space:
            return True
        # XML can be written in several ways, which are not told apart here.
        return self.space is not Space.XML and self.content != other.content


@dataclass(frozen=True, slots=True)
class _Datatype:
    # How lexical forms are read, and which of the contents of the spaces belong to it.
    spaces: tuple[Space, ...]
    read: Callable[[str], Value | None]
    holds: Callable[[Any], bool]

    def has(self, value: Value) -> bool:
        return value.space in self.spaces and self.holds(value.content)


def _everything(_content: object) -> bool:
    return True


def _part(
    space: Space,
    read: Callable[[str], Hashable],
    holds: Callable[[Any], bool] = _everything,
) -> _Datatype:
    def read_value(form: str) -> Value | None:
        content = read(form)
        return None if content is None or not holds(content) else Value(space, content)

    return _Datatype((space,), read_value, holds)


def _integer(interval: Interval) -> _Datatype:
    low, high = interval.low, interval.high

    def holds(number: Any) -> bool:  # noqa: ANN401 - the content of any number
        return (
            lexical.is_whole(number)
            and (low is None or number >= low)
            and (high is None or number <= high)
        )

    return _part(Space.NUMBER, lexical.integer, holds)


def _tagged(text: str, language: str) -> Value:
    # Tags are compared without regard to case (RDF 1.1 Concepts, section 3.3).
    if language:
        return Value(Space.TAGGED_STRING, (text, language.lower()))
    return Value(Space.STRING, text)


def _plain_literal(form: str) -> Value | None:
    parts = lexical.tagged(form)
    return None if parts is None else _tagged(*parts)


def _untagged(_form: str) -> None:
    # "text"^^rdf:langString lacks the language that is part of its value.
    return None


# Each contains the next. By their forms a Name is an NMTOKEN and a language an NCName,
# though XML Schema derives them otherwise.
_STRINGS: dict[URIRef, Callable[[str], bool]] = {
    XSD.string: _everything,
    XSD.normalizedString: lexical.is_normalized,
    XSD.token: lexical.is_token,
    XSD.NMTOKEN: lexical.is_nmtoken,
    XSD.Name: lexical.is_name,
    XSD.NCName: lexical.is_ncname,
    XSD.language: lexical.is_language,
}

_DATATYPES: dict[URIRef, _Datatype] = {
    XSD.decimal: _part(Space.NUMBER, lexical.decimal),
    **{name: _integer(interval) for name, interval in INTEGERS.items()},
    XSD.double: _part(Space.DOUBLE, lexical.double),
    XSD.float: _part(Space.FLOAT, lexical.single),
    RDF.PlainLiteral: _Datatype(
        (Space.STRING, Space.TAGGED_STRING), _plain_literal, _everything
    ),
    RDF.langString: _Datatype((Space.TAGGED_STRING,), _untagged, _everything),
    **{
        name: _part(Space.STRING, lexical.text, holds)
        for name, holds in _STRINGS.items()
    },
    XSD.boolean: _part(Space.BOOLEAN, lexical.boolean),
    XSD.anyURI: _part(Space.URI, lexical.text),
    XSD.hexBinary: _part(Space.HEX, lexical.hexadecimal),
    XSD.base64Binary: _part(Space.BASE64, lexical.base_64),
    RDF.XMLLiteral: _part(Space.XML, str),
    XSD.dateTime: _part(Space.DATE_TIME, instants.date_time),
    XSD.dateTimeStamp: _part(Space.DATE_TIME, instants.date_time, instants.is_zoned),
    XSD.date: _part(Space.DATE, instants.date),
    XSD.time: _part(Space.TIME, instants.time),
    XSD.gYear: _part(Space.YEAR, instants.year),
    XSD.gYearMonth: _part(Space.YEAR_MONTH, instants.year_month),
    XSD.gMonthDay: _part(Space.MONTH_DAY, instants.month_day),
    XSD.gDay: _part(Space.DAY, instants.day),
    XSD.gMonth: _part(Space.MONTH, instants.month),
}


def value_of(literal: Literal) -> Value | None:
    """Return the value of a literal, None if its form is none of its datatype.

    Literals of one value are one individual (dt-eq). A literal of a datatype that is
    not known has a value of its own.
    """
    form = str(literal)
    if literal.language:
        return _tagged(form, literal.language)
    name = literal.datatype or _STRING
    datatype = _DATATYPES.get(name)
    if datatype is None:
        return Value(Space.UNKNOWN, (name, form))
    return datatype.read(form)


def differ(a: Literal, b: Literal) -> bool:
    """Say whether two literals are certainly different individuals (dt-diff)."""
    one, other = value_of(a), value_of(b)
    return one is not None and other is not None and one.differs(other)


def is_known(node: Node) -> bool:
    """Say whether a term is a datatype whose values are known."""
    return isinstance(node, URIRef) and contains(node, Literal("")) is not None


def contains(datatype: URIRef, literal: Literal) -> bool | None:
    """Say whether the value of a literal lies in a datatype; None if it is unknown.

    A literal whose form is none of its own datatype lies in no datatype but
    rdfs:Literal.
    """
    if datatype == RDFS.Literal:
        return True
    known, value = _DATATYPES.get(datatype), value_of(literal)
    if known is None or (value is not None and value.space is Space.UNKNOWN):
        return None
    return value is not None and known.has(value)


def types_of(literal: Literal) -> tuple[URIRef, ...]:
    """Return all known datatypes in which the value of a literal lies (dt-type2)."""
    value = value_of(literal)
    if value is None:
        return ()
    found = [name for name, datatype in _DATATYPES.items() if datatype.has(value)]
    return (*found, RDFS.Literal)


@cache
def supertypes(datatype: URIRef) -> tuple[URIRef, ...]:
    """Return the other known datatypes that contain all values of a datatype."""
    if datatype not in _DATATYPES:
        return ()
    wider: list[URIRef] = []
    interval = values(datatype)
    if interval is not None:
        wider += [name for name in INTEGERS if interval.subset(INTEGERS[name])]
        wider.append(XSD.decimal)
    elif datatype in _STRINGS:
        names = list(_STRINGS)
        wider += [*names[: names.index(datatype)], RDF.PlainLiteral]
    elif datatype == RDF.langString:
        wider.append(RDF.PlainLiteral)
    elif datatype == XSD.dateTimeStamp:
        wider.append(XSD.dateTime)
    return (*(name for name in wider if name != datatype), RDFS.Literal)


def disjoint(d1: URIRef, d2: URIRef) -> bool:
    """Say whether no value can lie in both datatypes; False where it is unknown."""
    one, other = _DATATYPES.get(d1), _DATATYPES.get(d2)
    if one is None or other is None:
        return False
    if not set(one.spaces) & set(other.spaces):
        return True
    ours, theirs = values(d1), values(d2)
    return ours is not None and theirs is not None and ours.meet(theirs).empty


def follows(datatype: URIRef, given: Iterable[URIRef]) -> bool:
    """Say whether every value that lies in all the given datatypes lies in this one.

    It does if nothing can lie in all of them; False where it is unknown.
    """
    types = tuple(given)
    if datatype == RDFS.Literal or any(
        disjoint(*pair) for pair in combinations(types, 2)
    ):
        return True
    if any(datatype == name or datatype in supertypes(name) for name in types):
        return True
    goal, common = values(datatype), Interval()
    intervals = [found for name in types if (found := values(name)) is not None]
    for interval in intervals:
        common = common.meet(interval)
    return goal is not None and bool(intervals) and common.subset(goal)
