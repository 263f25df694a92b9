"""Tokens coordinated with others: lists, also where parsers see appositions."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token


def coordinated(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens and those coordinated with them to the right."""
    found: dict[int, Token] = {}
    for token in tokens:
        found[token.i] = token
        for other in (*token.conjuncts, *_listed(token)):
            if other.i > token.i:
                found[other.i] = other
    return list(found.values())


def _listed(token: Token) -> Iterator[Token]:
    """Yield the rest of "Ireland, *Norway* and *Spain*" read as an apposition."""
    for child in token.children:
        is_listed = child.dep_ == "appos" and child.conjuncts
        if is_listed and token.ent_type_ and child.ent_type_ == token.ent_type_:
            yield child
            yield from child.conjuncts
