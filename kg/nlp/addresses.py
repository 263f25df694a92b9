"""Places that are named with the larger place they lie in: "Palmyra, Syria".

Recognisers take the whole for one name. It names the first place; the second is a name
of its own inside it, so that one can be said to lie in the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kg.nlp.name_index import NameIndex
from kg.nlp.senses import SURE, Name
from kg.ontology import Ontology

# What may follow the comma: a place that others lie in.
_WHOLES = ("State", "Region")


def with_wholes(
    doc: Doc, names: Iterable[Name], known: NameIndex, ontology: Ontology
) -> tuple[Name, ...]:
    """Return the names, and the larger places inside those that are addresses.

    Args:
        doc: The doc.
        names: Its names, in text order.
        known: What the gazetteer finds in it.
        ontology: The classes.
    """
    found = (part for name in names for part in _parts(doc, name, known, ontology))
    return tuple(sorted(found, key=lambda name: (name.start, -name.end)))


def _parts(
    doc: Doc, name: Name, known: NameIndex, ontology: Ontology
) -> Iterator[Name]:
    """Yield a name, in the sense of the place it begins with, and the larger place."""
    whole = _whole(doc, name, known, ontology)
    if whole is None:
        yield name
        return
    first = doc[name.start : whole.start - 1]
    heads = known.within(first.start, first.end)
    full = next((n for n in heads if n.end - n.start == len(first)), None)
    places = [
        sense
        for sense in (full.senses if full is not None else ())
        if ontology.is_a(sense.type, "Place")
    ]
    renamed = [replace(sense, name=first.text) for sense in name.senses]
    yield replace(name, senses=tuple(places or renamed))
    yield whole


def _whole(doc: Doc, name: Name, known: NameIndex, ontology: Ontology) -> Name | None:
    """Return the known place after the last comma of the name of a place."""
    if name.senses[0].form is not None or not ontology.is_a(
        name.senses[0].type, "Place"
    ):
        return None
    for part in known.within(name.start + 2, name.end):
        follows = part.end == name.end and doc[part.start - 1].text == ","
        sense = part.senses[0]
        is_whole = any(ontology.is_a(sense.type, kind) for kind in _WHOLES)
        if follows and is_whole and sense.form in SURE:
            return part
    return None
