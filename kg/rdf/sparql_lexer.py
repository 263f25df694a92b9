r"""The tokens of a SPARQL text, cut where the engine cuts them.

Whatever looks at a text before the engine does must not lose step with it: a quotation
mark or a `#` that only one of them takes for the beginning of a string or of a comment
hides the rest of the text from the other. So the tokens follow Oxigraph's own grammar
where it differs from that of SPARQL 1.1, section 19.8:

- a local name has one group of dots (`e:a.b`, but `e:a.b` and then `.c`), and escapes
  (`e:a.b\'`) behind the dot too;
- keywords need no boundary: `ASKFROM` is one word here and two for the engine, so
  those who look for a keyword have to look inside words and prefixes as well;
- \u escapes are read in strings and IRIs only.

Two things cannot be told from the characters alone. A quotation mark without a valid
string behind it makes the engine try shorter ones. And `<` may open an IRI or compare:
`?a<?b#>` is a comparison with a comment within brackets, and an IRI elsewhere. What
follows such a place is one last token of the kind `unclear`, in which everything has to
be expected; the engine refuses nearly all such texts.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

type Kind = Literal[
    "string", "iri", "variable", "language", "name", "word", "other", "unclear"
]

_HEX = "[0-9A-Fa-f]"
_SURROGATE = "[dD][89A-Fa-f]"
_CODE = rf"""
    (?: u (?!{_SURROGATE}) {_HEX}{{4}}
      | U (?: 0000 (?!{_SURROGATE}) | 000[1-9A-Fa-f] | 0010 ) {_HEX}{{4}} )
"""
_ESCAPE = rf"""\\ (?: [tbnrf"'\\] | {_CODE} )"""
# The engine refuses some of what is beyond ASCII, but takes nothing of it for a mark.
_LETTER = r"[A-Za-z0-9_\x80-\U0010ffff]"
_NAME = r"[A-Za-z0-9_\-\x80-\U0010ffff]"
_LOCAL_ESCAPE = rf"(?: %{_HEX}{{2}} | \\[_~.\-!$&'()*+,;=/?\#@%] )"
_TOKEN = re.compile(
    rf"""
    (?: [ \t\r\n]++ | \#[^\r\n]*+ )*+ (?:
    (?P<variable> [?$] {_LETTER}++ )
    # More groups of dots than anybody needs would be read again and again.
  | (?P<name>     (?: [A-Za-z_\x80-\U0010ffff] {_NAME}*+ (?: \.++ {_NAME}++ ){{0,4}} )?
                  :
                  (?: (?: {_LETTER} | : | {_LOCAL_ESCAPE} )
                      (?: {_NAME} | : | {_LOCAL_ESCAPE} )*+
                      (?: \.++ (?: {_NAME} | : | {_LOCAL_ESCAPE} )++ )?+ )?+ )
  | (?P<word>     {_NAME}++ )
  | (?P<iri>      < (?: [^<>"{{}}|^`\\\x00-\x20] | \\{_CODE} )*+ > )
  | (?P<string>   \"\"\" (?: "{{0,2}} (?: [^"\\] | {_ESCAPE} ) )*+ \"\"\"
              |   '''    (?: '{{0,2}} (?: [^'\\] | {_ESCAPE} ) )*+ '''
              |   (?!\"\"\") " (?: [^"\\\r\n] | {_ESCAPE} )*+ "
              |   (?!''')    ' (?: [^'\\\r\n] | {_ESCAPE} )*+ ' )
  | (?P<language> @[A-Za-z]++ (?: --?[A-Za-z0-9]++ )*+ )
  | (?P<unclear>  ["'\\] )
  | (?P<other>    \{{\| | \|\}} | . )
  | \Z )
    """,
    re.VERBOSE | re.DOTALL,
)
_CODES = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# `http://` can only be an IRI: no operand begins with the second slash.
_SURELY_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_OPENING = frozenset({"(", "[", "{", "{|"})
_CLOSING = frozenset({")", "]", "}", "|}"})
_MARKS = re.compile(r"""[#'()\[\]\\]""")


class Token(NamedTuple):
    """A token with its place.

    Attributes:
        kind: `name` is a prefixed name or a blank node, with nothing before or behind
            its colon perhaps; `word` a keyword, number or `a`; `other` a single mark.
        text: As it is written.
        start: The offset of its first character.
        row: Whether it is within the rows of `VALUES`.
    """

    kind: Kind
    text: str
    start: int
    row: bool = False

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL text without spaces and comments."""
    brackets: list[str] = []
    block = _ValuesBlock() if "values" in text.lower() else None
    before: tuple[str | None, str] = ("other", "")
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            return
        written = match[kind]
        start = match.end() - len(written)
        row = block is not None and block.holds(kind, written)
        inside = bool(brackets) and brackets[-1] == "(" and not row
        doubt = inside and kind == "iri" and _may_compare(written, before)
        if doubt or kind == "unclear":
            yield Token("unclear", text[start:], start)
            return
        if kind == "other":
            if written in _OPENING:
                brackets.append(written)
            elif brackets and written in _CLOSING:
                brackets.pop()
        before = (kind, written)
        yield Token(kind, written, start, row)  # type: ignore[arg-type]  # a group's name


def unescaped(text: str) -> str:
    r"""Return a text with its \u escapes (section 19.2) replaced by what they mean."""
    return _CODES.sub(_character, text) if "\\" in text else text


def readings(text: str) -> tuple[str, ...]:
    """Return a text as it is written and, where that differs, as it is meant."""
    meant = unescaped(text)
    return (text,) if meant == text else (text, meant)


def position(text: str, offset: int) -> str:
    """Return the place of a character in words, both numbers counted from 1."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return f"line {line}, column {column}"


class _ValuesBlock:
    """Follows a text into the rows of `VALUES` and out of them."""

    def __init__(self) -> None:
        self._state = ""

    def holds(self, kind: str, written: str) -> bool:
        """Take the next token and say whether it is among the rows."""
        if self._state == "rows":
            if written in {"{", "}"}:
                self._state = ""
            return written != "{"
        if kind == "word" and written.upper() == "VALUES":
            self._state = "keyword"
        elif self._state == "keyword" and (kind == "variable" or written == "("):
            self._state = "variables"
        elif self._state == "variables" and (
            kind == "variable" or written in {"(", ")"}
        ):
            pass
        else:
            self._state = "rows" if self._state and written == "{" else ""
        return False


def _may_compare(written: str, before: tuple[str | None, str]) -> bool:
    """Say whether what looks like an IRI may be a comparison that hides something."""
    kind, last = before
    operand = kind != "other" or last in _CLOSING
    return (
        operand
        and not _SURELY_IRI.match(written)
        and _MARKS.search(written) is not None
    )


def _character(escape: re.Match[str]) -> str:
    code = int(escape.group(1) or escape.group(2), 16)
    # Beyond Unicode there is no character; the parser says so itself.
    return chr(code) if code <= 0x10FFFF else escape.group()
