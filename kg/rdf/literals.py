"""Literals in canonical form (XML Schema 1.1, part 2), as the store keeps them."""

from datetime import date
from decimal import Decimal

from rdflib import Literal
from rdflib.namespace import XSD


def text(value: str, language: str | None = None) -> Literal:
    """Return a plain string, or a string in a language (`en`)."""
    return Literal(value, lang=language)


def integer(value: int) -> Literal:
    """Return an `xsd:integer`."""
    return Literal(str(value), datatype=XSD.integer)


def decimal(value: float) -> Literal:
    """Return an `xsd:decimal` of at most six places, without needless zeros."""
    # Adding zero turns a negative zero into zero.
    rounded = Decimal(f"{value:.6f}").normalize() + 0
    return Literal(f"{rounded:f}", datatype=XSD.decimal, normalize=False)


def boolean(value: bool) -> Literal:  # noqa: FBT001 - it is the value itself
    """Return an `xsd:boolean`."""
    return Literal("true" if value else "false", datatype=XSD.boolean)


def day(value: date) -> Literal:
    """Return an `xsd:date`."""
    return Literal(value.isoformat(), datatype=XSD.date)
