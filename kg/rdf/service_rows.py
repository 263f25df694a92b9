"""Solutions of an endpoint as a `VALUES` clause (SPARQL 1.1, section 10)."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import OutsideError

type Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

MAX_ROWS = 50_000
MAX_CHARACTERS = 16_000_000


def values_clause(
    variables: Sequence[str],
    rows: Iterable[Sequence[Term | None]],
    known: frozenset[str],
    scope: str,
) -> str:
    """Return the clause that has the solutions, in their order.

    Args:
        variables: Their names, without `?`.
        rows: A term for each variable, or None where it is unbound.
        known: The variables that were asked for.
        scope: Begins the names that blank nodes get, `urn:bnode:<scope><label>`.

    Raises:
        OutsideError: If there are more than `MAX_ROWS` or `MAX_CHARACTERS`, or a
            variable that nobody asked for.
    """
    if len(set(variables)) < len(variables) or not known.issuperset(variables):
        raise OutsideError(f"it answers with the variables {', '.join(variables)}")
    written: list[str] = []
    size = 0
    for row in rows:
        if len(row) != len(variables):
            raise OutsideError(f"it answers {len(row)} terms for {len(variables)}")
        written.append(f"({' '.join(_written(term, scope) for term in row)})")
        size += len(written[-1])
        if len(written) > MAX_ROWS or size > MAX_CHARACTERS:
            raise OutsideError(
                f"it has more than {MAX_ROWS} solutions or {MAX_CHARACTERS} "
                f"characters; narrow its pattern down"
            )
    names = " ".join(f"?{name}" for name in variables)
    return f"VALUES ({names}) {{ {' '.join(written)} }}"


def _written(term: Term | None, scope: str) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return f"<urn:bnode:{scope}{quote(term.value, safe='')}>"
    if isinstance(term, ox.Triple):
        parts = (term.subject, term.predicate, term.object)
        return f"<<( {' '.join(_written(part, scope) for part in parts)} )>>"
    return str(term)
