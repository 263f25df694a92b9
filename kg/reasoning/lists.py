"""Lists of RDF, as axioms use them."""

from collections.abc import Collection, Mapping

from rdflib.namespace import RDF

from kg.errors import OntologyError
from kg.reasoning.dictionary import Dictionary, Fact
from kg.reasoning.facts import FactIndex


def read_list(
    head: int,
    facts: FactIndex,
    originals: Mapping[Fact, Collection[Fact]],
    dictionary: Dictionary,
) -> tuple[int, ...]:
    """Return the items of a list, by the names that the list has for them.

    Args:
        head: The list's first node, or rdf:nil.
        facts: In which the nodes of the list are described.
        originals: How facts were asserted that are kept in other terms.
        dictionary: Of the terms.

    Raises:
        OntologyError: If it has no end, or a node with no item or several.
    """
    first, rest, nil = (
        dictionary.number(term) for term in (RDF.first, RDF.rest, RDF.nil)
    )
    items: list[int] = []
    seen: set[int] = set()
    node = head
    while node != nil:
        found, following = facts.objects(node, first), facts.objects(node, rest)
        name = dictionary.node(head).n3()
        if node in seen:
            raise OntologyError(f"{name}: the list leads back into itself")
        if len(found) != 1 or len(following) != 1:
            raise OntologyError(
                f"{name}: expected a list whose nodes have one rdf:first and one "
                f"rdf:rest each, not {len(found)} and {len(following)}"
            )
        seen.add(node)
        kept = node, first, found[0]
        items.append(min(originals.get(kept, (kept,)))[2])
        node = following[0]
    return tuple(items)
