"""Turtle that users write, read with the forms of literals as they are."""

import re
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StatementError
from kg.rdf.conversion import from_term
from kg.rdf.terms import Names, NodeTriple

_PLACE = re.compile(r"^Parser error at line \d+ [^:]*: ")


def read_turtle(path: Path, names: Names) -> tuple[NodeTriple, ...]:
    """Return the triples of a Turtle file, which need not declare known prefixes.

    Raises:
        StatementError: If it cannot be read, with the line of a syntax error, or if
            there is nothing in it.
    """
    known = " ".join(f"@prefix {p}: <{iri}> ." for p, iri in names.prefixes.items())
    try:
        # On one line with the first of the file, so that lines keep their numbers.
        content = f"{known} ".encode() + path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise StatementError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        found = tuple(
            (from_term(quad.subject), from_term(quad.predicate), from_term(quad.object))
            for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)
        )
    except SyntaxError as error:
        reason = _PLACE.sub("", str(error.msg))
        raise StatementError(f"{path}:{error.lineno}: not Turtle: {reason}") from error
    if not found:
        raise StatementError(f"{path}: expected statements in Turtle; it has none")
    return found
