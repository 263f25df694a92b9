"""IRIs of a SPARQL text: what `BASE` and `PREFIX` make of them (SPARQL 1.1, 4.1.1).

`VERSION` (SPARQL 1.2) is read with them and has no effect.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

import pyoxigraph as ox

from kg.rdf.sparql_lexer import Token, unescaped

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_NOT_IN_IRI = re.compile(r'[<>"{}|^`\\\x00-\x20]')
_LOCAL_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Prologue:
    """The base and the prefixes that hold at a place of a text.

    Attributes:
        base: An absolute IRI, if there is one.
        prefixes: Absolute IRIs by prefix, without the colon.
    """

    base: str | None = None
    prefixes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def iri(self, token: Token) -> str | None:
        """Return the absolute IRI of an IRI or a prefixed name; None if there is none.

        There is none for other tokens, undeclared prefixes, relative IRIs without a
        base and what is no IRI, all of which the engine refuses as well.
        """
        if token.kind == "iri":
            return resolved(unescaped(token.text[1:-1]), self.base)
        prefix, colon, local = token.text.partition(":")
        if token.kind != "name" or not colon or prefix not in self.prefixes:
            return None
        return resolved(self.prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local), None)

    def after(self, declaration: Sequence[Token]) -> "Prologue | None":
        """Return what holds behind `BASE <iri>`, `PREFIX p: <iri>` or `VERSION ".."`.

        It is None behind anything else, and without an absolute IRI.
        """
        kinds = tuple(token.kind for token in declaration)
        keyword = declaration[0].text.upper()
        if (keyword, kinds) == ("VERSION", ("word", "string")):
            return self
        iri = self.iri(declaration[-1])
        if iri is None:
            return None
        if (keyword, kinds) == ("BASE", ("word", "iri")):
            return replace(self, base=iri)
        if (keyword, kinds) != ("PREFIX", ("word", "name", "iri")):
            return None
        prefix, _, local = declaration[1].text.partition(":")
        declared = MappingProxyType({**self.prefixes, prefix: iri})
        return None if local else replace(self, prefixes=declared)

    def text(self) -> str:
        """Return the declarations, to be put before another query."""
        base = [f"BASE <{self.base}>\n"] if self.base else []
        declared = sorted(self.prefixes.items())
        return "".join([*base, *(f"PREFIX {p}: <{iri}>\n" for p, iri in declared)])


def prologue_length(tokens: Sequence[Token], start: int) -> int:
    """Return how many tokens a declaration takes that begins at one; 0 if none does."""
    if start >= len(tokens) or tokens[start].kind != "word":
        return 0
    return {"BASE": 2, "PREFIX": 3, "VERSION": 2}.get(tokens[start].text.upper(), 0)


@lru_cache(maxsize=1024)
def resolved(reference: str, base: str | None) -> str | None:
    """Return the absolute IRI of a reference as the engine resolves it (RFC 3986, 5).

    An absolute one stays as it is, dots and all. None if it is no IRI, or relative
    without a base.
    """
    if _NOT_IN_IRI.search(reference):
        return None
    try:
        if _ABSOLUTE.match(reference):
            return ox.NamedNode(reference).value
        if base is None:
            return None
        # The engine's own resolution is asked for, so that both mean the same graph.
        statement = f"<{reference}> <urn:x> 1 ."
        (quad,) = ox.parse(statement, format=ox.RdfFormat.TURTLE, base_iri=base)
    except (SyntaxError, ValueError):
        return None
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else None
