"""Join the nominals that the lexicon finds with those of the trained recogniser."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from kg.lexicon import Lexicon
from kg.model import MentionKind
from kg.nlp.mentions import Referent
from kg.nlp.names import trim
from kg.nlp.nominals import find_nominals, names_nobody, noun_class
from kg.nlp.senses import Sense
from kg.ontology import Ontology


def find_descriptions(
    doc: Doc, named: frozenset[int], lexicon: Lexicon, ontology: Ontology
) -> Iterator[Referent]:
    """Yield what the recogniser takes for a description and not for a name.

    Args:
        doc: The doc; without a span group of descriptions there are none.
        named: Indices of tokens that belong to names or what refers back to them.
        lexicon: The class of each noun.
        ontology: The classes.
    """
    for found in doc.spans.get("descriptions", ()):
        span = trim(found)
        if span is None or found.label_ == "Other":
            continue
        root = span.root
        is_last = root.i == span.end - 1
        if not is_last or root.i in named or root.pos_ != "NOUN":
            continue
        if names_nobody(root, lexicon):
            continue
        kind = noun_class(root, lexicon.nouns)
        told = [each for each in (kind, found.label_) if each is not None]
        # A strike is no weapon, and only the lexicon knows all of them.
        if any(ontology.is_a(each, "WeaponSystem") for each in told):
            continue
        sense = Sense(kind or found.label_, span.text.lower())
        yield Referent(span.start, span.end, MentionKind.NOMINAL, (sense,))


def find_all(
    doc: Doc, named: frozenset[int], lexicon: Lexicon, ontology: Ontology
) -> list[Referent]:
    """Return the descriptions of a doc, by lexicon and recogniser, in text order."""
    trained = find_descriptions(doc, named, lexicon, ontology)
    return join(trained, find_nominals(doc, named, lexicon))


def join(nominals: Iterable[Referent], others: Iterable[Referent]) -> list[Referent]:
    """Return nominals, and the others whose heads none of them has."""
    by_head = {nominal.end - 1: nominal for nominal in others}
    by_head |= {nominal.end - 1: nominal for nominal in nominals}
    return [by_head[head] for head in sorted(by_head)]
