"""Descriptions that refer to what has a name: "the city", "X, the leader of Y".

Kept off where unsure: a definite description is resolved only where the sentences
before it name one thing of its class.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.nlp.mentions import Referent
from kg.nlp.names import Name
from kg.nlp.senses import Sense
from kg.nlp.titles import Titles
from kg.ontology import Ontology

# How many sentences back a definite description may reach.
REACH = 3
_DEFINITE = {"the", "this", "that"}
# What a bare noun of such a class can pick up: several persons are too alike.
_RESUMED = ("City", "Organization", "Region", "State", "WeaponSystem")


def resume(
    doc: Doc,
    nominals: Iterable[Referent],
    names: Sequence[Referent],
    ontology: Ontology,
) -> Iterator[Referent]:
    """Yield nominals, each with the senses of the name it stands for, if any.

    Args:
        doc: The doc.
        nominals: Its descriptions.
        names: Its names and what refers back to them, in text order.
        ontology: The classes.
    """
    numbers = {t.i: n for n, sent in enumerate(doc.sents) for t in sent}
    by_token = {i: n for n in names for i in range(n.start, n.end)}
    titles = Titles(doc, names, ontology)
    for nominal in nominals:
        head = doc[nominal.end - 1]
        senses = _apposed(head, nominal, by_token, ontology)
        is_person = ontology.is_a(nominal.senses[0].type, "Person")
        if is_person and senses:
            titles.bear(senses, nominal)
        elif is_person:
            senses = titles.bearer(nominal)
        elif not senses and _is_bare_definite(doc, nominal):
            senses = _before(nominal, names, numbers, ontology)
        yield replace(nominal, senses=senses) if senses else nominal


def repeated(doc: Doc, names: Sequence[Name]) -> Iterator[Name]:
    """Yield surnames that the recogniser overlooked: "*Macron*", named in full before.

    Only what stands last in the names of just one person counts.
    """
    full: dict[str, set[tuple[Sense, ...]]] = {}
    for name in names:
        if name.senses[0].type == "Person" and name.end - name.start > 1:
            full.setdefault(doc[name.end - 1].text, set()).add(name.senses)
    taken = {i for name in names for i in range(name.start, name.end)}
    for token in doc:
        senses = full.get(token.text, set())
        if len(senses) == 1 and token.i not in taken and token.pos_ == "PROPN":
            yield Name(token.i, token.i + 1, next(iter(senses)))


def _apposed(
    head: Token, nominal: Referent, by_token: dict[int, Referent], ontology: Ontology
) -> tuple[Sense, ...]:
    """Return the senses of the name beside a description: "*Hamas*, the group"."""
    beside = [c for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos" and not head.conjuncts:
        beside.append(head.head)
    kind = nominal.senses[0].type
    for token in beside:
        name = by_token.get(token.i)
        if name is not None and name.senses:
            fits = (s for s in name.senses[:1] if ontology.is_a(s.type, kind))
            if next(fits, None):
                return name.senses
    return ()


def _is_bare_definite(doc: Doc, nominal: Referent) -> bool:
    """Say whether a description is "the city", without words that tell it apart."""
    head = doc[nominal.end - 1]
    is_bare = nominal.end - nominal.start == 1 and head.tag_ == "NN"
    before = doc[nominal.start - 1].lower_ if nominal.start else ""
    narrowed = any(c.dep_ in {"prep", "relcl", "acl", "appos"} for c in head.children)
    return is_bare and before in _DEFINITE and not narrowed


def _before(
    nominal: Referent,
    names: Sequence[Referent],
    numbers: dict[int, int],
    ontology: Ontology,
) -> tuple[Sense, ...]:
    """Return the senses of the one thing of that class named shortly before."""
    kind = nominal.senses[0].type
    if not any(ontology.is_a(kind, each) for each in _RESUMED):
        return ()
    here = numbers[nominal.start]
    near = {
        name.senses
        for name in names
        if name.end <= nominal.start
        and here - numbers[name.start] < REACH
        and name.senses
        and ontology.is_a(name.senses[0].type, kind)
    }
    return next(iter(near)) if len(near) == 1 else ()
