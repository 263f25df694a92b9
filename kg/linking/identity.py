"""Identifiers of things that the gazetteer does not know.

They depend on the name, its class and, for what has no name of its own, the article;
never on which other articles were read, or in which order.
"""

import hashlib

from kg.gazetteer import Gazetteer, NameForm
from kg.linking.agreement import coarse_type, named_type
from kg.model import local_name
from kg.ontology import Ontology

_DIGITS = 8


def unknown_identifier(
    name: str, type_name: str, gazetteer: Gazetteer, ontology: Ontology
) -> str:
    """Return the local name of a named thing that is not in the gazetteer.

    A name that shows its class (`named_type`) stands as it is; a thing of another
    class, or one whose name an entry of the gazetteer bears, has its class as suffix.
    """
    base = local_name(name)
    coarse = coarse_type(type_name, ontology)
    identifier = base if coarse == _own_type(name, gazetteer) else f"{base}_({coarse})"
    if gazetteer.entry(identifier) is not None:
        identifier = f"{base}_({coarse})"
    if gazetteer.entry(identifier) is not None:
        identifier = f"{base}_({_digest(name, coarse)})"
    return identifier


def local_identifier(name: str, type_name: str, article_id: str) -> str:
    """Return the local name of a thing that only its article tells from others.

    "Rebels" of two articles are not the same rebels.
    """
    return f"{local_name(name)}_({_digest(article_id, type_name)})"


def _own_type(name: str, gazetteer: Gazetteer) -> str:
    """Return the coarse class a name shows: "Iranians" are a group by their demonym."""
    known = gazetteer.candidates(name)
    if known and known[0].form is NameForm.DEMONYM:
        return "Group"
    return named_type(name)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_DIGITS]
