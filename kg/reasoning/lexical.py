"""From the lexical form of a literal to its value, for all but dates and times.

Each reader returns the value, or None where the form is not in the lexical space of
the datatype. The forms are those of XML Schema 1.1 part 2, to the letter: RDF strips
no white space, so " 5" is no integer. Text may be of any length: nothing here is worse
than linear in it, and the limit Python sets to the digits of an `int` is not met.
"""

import base64
import math
import re
import struct
from decimal import Decimal

# The characters of XML 1.1 (section 2.2): all but NUL, surrogates and two others.
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_DECIMAL = re.compile(r"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_FLOAT_SPECIALS = {"INF": "inf", "+INF": "inf", "-INF": "-inf", "NaN": "nan"}
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})*")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
# XML 1.1, section 2.3, without the colon.
_NAME_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
    "\U00010000-\U000effff"
)
_NAME_CHARACTER = _NAME_START + "0-9.\xb7\u0300-\u036f\u203f\u2040-"
_NMTOKEN = re.compile(f"[:{_NAME_CHARACTER}]+")
_NAME = re.compile(f"[:{_NAME_START}][:{_NAME_CHARACTER}]*")
_NCNAME = re.compile(f"[{_NAME_START}][{_NAME_CHARACTER}]*")


def decimal(form: str) -> Decimal | None:
    """Read an xsd:decimal; the exponent of the value is 0 if it is a whole number."""
    match = _DECIMAL.fullmatch(form)
    if match is None:
        return None
    sign, whole, fraction, bare = match.groups(default="")
    return Decimal(f"{sign}0{whole}.{(fraction or bare).rstrip('0')}")


def integer(form: str) -> Decimal | None:
    """Read an xsd:integer, of which its subtypes are ranges."""
    return Decimal(form) if _INTEGER.fullmatch(form) else None


def is_whole(number: Decimal) -> bool:
    """Say whether a number of `decimal` or `integer` is a whole number."""
    return number.as_tuple().exponent == 0


def double(form: str) -> str | None:
    """Read an xsd:double, rounded to 64 bits.

    The value is its hexadecimal notation: unlike `float`, that tells the two zeros
    apart and NaN is the same as itself, which is identity in XML Schema 1.1. Too great
    a number is infinite, too small a one zero, as that version has it.
    """
    if form in _FLOAT_SPECIALS:
        return float(_FLOAT_SPECIALS[form]).hex()
    return float(form).hex() if _FLOAT.fullmatch(form) else None


def single(form: str) -> str | None:
    """Read an xsd:float, rounded to 32 bits; the value is noted as that of `double`."""
    wide = double(form)
    if wide is None:
        return None
    number = float.fromhex(wide)
    if math.isfinite(number) and number:
        number = _narrow(number, Decimal(form))
    return number.hex()


def _narrow(number: float, exact: Decimal) -> float:
    # Rounding twice goes wrong where the first rounding ends halfway between two
    # neighbours of 32 bits. One step towards the exact number settles such a tie and
    # moves no other number to another neighbour.
    rounded = Decimal(number)
    if exact != rounded:
        number = math.nextafter(number, math.inf if exact > rounded else -math.inf)
    try:
        narrow: float = struct.unpack("<f", struct.pack("<f", number))[0]
    except OverflowError:
        return math.copysign(math.inf, number)
    return narrow


def boolean(form: str) -> bool | None:
    """Read an xsd:boolean."""
    return _BOOLEANS.get(form)


def hexadecimal(form: str) -> bytes | None:
    """Read an xsd:hexBinary."""
    return bytes.fromhex(form) if _HEX.fullmatch(form) else None


def base_64(form: str) -> bytes | None:
    """Read an xsd:base64Binary, between whose characters single blanks may stand."""
    if not is_token(form):
        return None
    dense = form.replace(" ", "")
    if len(dense) % 4 or not _BASE64.fullmatch(dense):
        return None
    data = base64.b64decode(dense)
    # The bits that the last character has to spare must be zero.
    return data if base64.b64encode(data).decode() == dense else None


def text(form: str) -> str | None:
    """Read an xsd:string or xsd:anyURI, both of which take any characters of XML."""
    return None if _NO_CHARACTER.search(form) else form


def tagged(form: str) -> tuple[str, str] | None:
    """Read an rdf:PlainLiteral: text, "@", and a language tag that may be empty."""
    before, at, language = form.rpartition("@")
    if not at or text(before) is None or not (not language or is_language(language)):
        return None
    return before, language


def is_normalized(form: str) -> bool:
    """Say whether a string is of xsd:normalizedString."""
    return not any(character in form for character in "\t\n\r")


def is_token(form: str) -> bool:
    """Say whether a string is of xsd:token."""
    return is_normalized(form) and form == form.strip(" ") and "  " not in form


def is_nmtoken(form: str) -> bool:
    """Say whether a string is of xsd:NMTOKEN."""
    return _NMTOKEN.fullmatch(form) is not None


def is_name(form: str) -> bool:
    """Say whether a string is of xsd:Name."""
    return _NAME.fullmatch(form) is not None


def is_ncname(form: str) -> bool:
    """Say whether a string is of xsd:NCName."""
    return _NCNAME.fullmatch(form) is not None


def is_language(form: str) -> bool:
    """Say whether a string is of xsd:language."""
    return _LANGUAGE.fullmatch(form) is not None
