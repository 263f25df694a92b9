"""The rules of OWL 2 RL, read from `owl2rl.rules` beside this file.

The head of that file explains how rules are written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from kg.errors import OntologyError

_FILE = Path(__file__).with_name("owl2rl.rules")
_PREFIXES = {"owl": str(OWL), "rdf": str(RDF), "rdfs": str(RDFS), "xsd": str(XSD)}


class Means(StrEnum):
    """How a rule is carried out where that is not by matching patterns."""

    REPRESENTATIVES = "@representatives"
    VALUES = "@values"
    REFLEXIVE = "@reflexive"


@dataclass(frozen=True, slots=True)
class Variable:
    """What a rule leaves open."""

    name: str


type Slot = Variable | Node


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple with variables."""

    subject: Slot
    predicate: Slot
    object: Slot


@dataclass(frozen=True, slots=True)
class Member:
    """The item is one of a list."""

    item: Variable
    list: Variable


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items stand at two places of a list."""

    first: Variable
    second: Variable
    list: Variable


@dataclass(frozen=True, slots=True)
class Each:
    """Patterns hold for each item of a list; `own` variables anew for each."""

    item: Variable
    list: Variable
    patterns: tuple[Pattern, ...]
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Route:
    """The start leads to the end by the properties of a list in turn."""

    start: Variable
    end: Variable
    list: Variable


type Condition = Pattern | Member | Pair | Each | Route


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the tables.

    `heads` is what follows, nothing for a rule that finds a contradiction; `means` says
    how it is carried out, None for the matching of `body`.
    """

    name: str
    reason: str
    body: tuple[Condition, ...]
    heads: tuple[Pattern, ...]
    means: Means | None = None


@cache
def read_rules(path: Path = _FILE) -> tuple[Rule, ...]:
    """Return the rules of a file, in its order.

    Raises:
        OntologyError: If a line cannot be read; it names file and line.
    """
    return tuple(_blocks(path))


@cache
def reasons(path: Path = _FILE) -> dict[str, str]:
    """Return why each rule holds, in words, by its name."""
    return {rule.name: rule.reason for rule in read_rules(path)}


def _blocks(path: Path) -> Iterator[Rule]:
    lines = path.read_text(encoding="utf-8").splitlines()
    header: tuple[int, str] | None = None
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        text = line.strip()
        if text.startswith("#"):
            continue
        if text and header is None:
            header = number, text
        elif text:
            block.append((number, text))
        elif header:
            yield _read_rule(path, header, block)
            header, block = None, []


def _read_rule(
    path: Path, header: tuple[int, str], block: list[tuple[int, str]]
) -> Rule:
    name, _, reason = header[1].partition(" ")
    words = reason.split()
    means = Means(words.pop(0)) if words and words[0].startswith("@") else None
    body: list[Condition] = []
    heads: list[Pattern] = []
    for number, text in block:
        head = text.startswith("=>")
        content = text.removeprefix("=>").strip()
        if head and content == "false":
            continue
        if means is Means.VALUES and not head:
            continue  # Said in words: no pattern can say it.
        try:
            if head:
                heads.append(_read_pattern(content))
            else:
                body.append(_read_condition(content))
        except ValueError as error:
            raise OntologyError(f"{path}:{number}: {name}: {error}") from error
    return Rule(name, " ".join(words), _with_own(body, heads), tuple(heads), means)


def _with_own(
    body: Iterable[Condition], heads: Iterable[Pattern]
) -> tuple[Condition, ...]:
    """Tell conditions on lists which of their variables stand nowhere else."""
    plain = [each for each in body if isinstance(each, Pattern)]
    shared = {name for pattern in (*plain, *heads) for name in _names(pattern)}
    return tuple(
        replace(
            each,
            own=frozenset(n for p in each.patterns for n in _names(p))
            - shared
            - {each.item.name},
        )
        if isinstance(each, Each)
        else each
        for each in body
    )


def _names(pattern: Pattern) -> Iterator[str]:
    for slot in (pattern.subject, pattern.predicate, pattern.object):
        if isinstance(slot, Variable):
            yield slot.name


def _read_condition(text: str) -> Condition:
    match text.split():
        case ["member", item, "of", list_]:
            return Member(_variable(item), _variable(list_))
        case ["pair", first, second, "of", list_]:
            return Pair(_variable(first), _variable(second), _variable(list_))
        case ["path", start, end, "along", list_]:
            return Route(_variable(start), _variable(end), _variable(list_))
        case ["each", item, "of", list_, *_]:
            patterns = text.partition(":")[2].split(" and ")
            return Each(
                _variable(item),
                _variable(list_.removesuffix(":")),
                tuple(_read_pattern(pattern) for pattern in patterns),
            )
        case _:
            return _read_pattern(text)


def _read_pattern(text: str) -> Pattern:
    terms = text.split()
    if len(terms) != 3:
        raise ValueError(f"expected three terms, not {text!r}")
    subject, predicate, object_ = (_read_slot(term) for term in terms)
    return Pattern(subject, predicate, object_)


def _read_slot(text: str) -> Slot:
    if text.startswith("?"):
        return _variable(text)
    if text.isdigit():
        return Literal(text, datatype=XSD.nonNegativeInteger)
    prefix, colon, local = text.partition(":")
    if not colon or prefix not in _PREFIXES:
        raise ValueError(f"expected a variable, a number or a known prefix: {text!r}")
    return URIRef(_PREFIXES[prefix] + local)


def _variable(text: str) -> Variable:
    if not text.startswith("?"):
        raise ValueError(f"expected a variable, not {text!r}")
    return Variable(text[1:])
