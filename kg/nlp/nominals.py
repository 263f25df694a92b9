"""Find nominals: descriptions such as "the rebels" or "a patrol boat".

The lexicon's nouns tell their class. A nominal is a mention of its own only where it
leads to no name: "Iranian police" stands for Iran.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.lexicon import Lexicon
from kg.model import MentionKind
from kg.nlp.mentions import Referent
from kg.nlp.names import Sense

# What may stand before a noun inside its description, besides articles.
_INSIDE = {"amod", "compound", "nummod", "nmod", "poss", "quantmod", "advmod"}
# A noun in these positions belongs to the description of another.
_PART = {"compound", "nmod", "amod", "npadvmod"}


def find_nominals(
    doc: Doc, named: frozenset[int], lexicon: Lexicon
) -> Iterator[Referent]:
    """Yield the nominals of a doc in text order.

    Args:
        doc: The doc.
        named: Indices of tokens that belong to names or what refers back to them.
        lexicon: The class of each noun.
    """
    for token in doc:
        kind = lexicon.nouns.get(token.lemma_.lower()) or lexicon.nouns.get(
            token.lower_
        )
        is_head = token.pos_ == "NOUN" and token.dep_ not in _PART
        if kind is None or not is_head or token.i in named:
            continue
        start = _start(token)
        name = doc[start : token.i + 1].text.lower()
        yield Referent(start, token.i + 1, MentionKind.NOMINAL, (Sense(kind, name),))


def _start(noun: Token) -> int:
    """Return where a description begins, without its article."""
    inside = [child.left_edge.i for child in noun.lefts if child.dep_ in _INSIDE]
    start = min([noun.i, *inside])
    while start < noun.i and noun.doc[start].dep_ in {"det", "punct", "predet"}:
        start += 1
    return start
