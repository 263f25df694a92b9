"""Find nominals: descriptions such as "the rebels" or "a patrol boat".

The lexicon's nouns tell their class. A nominal is a mention of its own only where it
leads to no name: "Iranian police" stands for Iran.
"""

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.lexicon import Lexicon
from kg.model import MentionKind
from kg.nlp.discourse import read_discourse_words
from kg.nlp.mentions import Referent
from kg.nlp.names import Sense

# What may stand before a noun inside its description, besides articles.
_INSIDE = {"amod", "compound", "nummod", "nmod", "poss", "quantmod", "advmod"}
# What makes a noun one thing, or one kind of thing: "*a* force", "*air* force".
_DETERMINING = {"det", "poss", "nummod", "compound", "nmod"}
# A noun in these positions belongs to the description of another.
_PART = {"compound", "nmod", "amod", "npadvmod"}
# Who or what a verb acts on.
_UNDERGOERS = {"dobj", "nsubjpass"}
_PLURAL = {"NNS", "NNPS"}


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
        elided = _elided_noun(token)
        kind = noun_class(elided, lexicon.nouns) if elided is not None else None
        if elided is not None and kind is not None and token.i not in named:
            start = _start(token)
            name = f"{doc[start : token.i + 1].text} {elided.text}".lower()
            yield Referent(
                start, token.i + 1, MentionKind.NOMINAL, (Sense(kind, name),)
            )
            continue
        if token.i in named or not _is_head(token) or _is_partitive(token, lexicon):
            continue
        if _is_several(token, named) or _is_title(token, named):
            continue
        kind = noun_class(token, lexicon.nouns)
        if kind is None or names_nobody(token, lexicon):
            continue
        start = _start(token)
        # Nine nurses are others than twenty: the number is part of who they are.
        name = doc[start : token.i + 1].text.lower()
        start = _after_numbers(doc, start, token.i)
        yield Referent(start, token.i + 1, MentionKind.NOMINAL, (Sense(kind, name),))


def noun_class(noun: Token, nouns: Mapping[str, str]) -> str | None:
    """Return the class that a noun names, by the longest words that tell.

    Two words tell more than one ("ground force"), a form more than its lemma. Several
    persons are a group.
    """
    words = (noun.lower_, noun.lemma_.lower())
    before = noun.nbor(-1).lower_ if noun.i > 0 else ""
    keys = (*(f"{before} {word}" for word in words), *words)
    kind = next((nouns[key] for key in keys if key in nouns), None)
    return "Group" if kind == "Person" and noun.tag_ in _PLURAL else kind


def _elided_noun(token: Token) -> Token | None:
    """Return the noun that a number does without: "killed 9 boys and hurt *another 4*".

    It is the object, or passive subject, of the verb that the number's verb continues.
    """
    counts = token.tag_ == "CD" or token.lower_ in read_discourse_words().counts
    verb = token.head
    if not counts or token.dep_ not in _UNDERGOERS:
        return None
    if any(child.dep_ == "prep" for child in token.children):
        return None
    while verb.dep_ == "conj" and verb.head.i < verb.i:
        verb = verb.head
        nouns = [c for c in verb.children if c.dep_ in _UNDERGOERS]
        if nouns:
            return nouns[-1] if nouns[-1].tag_ == "NNS" else None
    return None


def names_nobody(noun: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun describes nobody where it stands."""
    return _is_bare_name_noun(noun, lexicon) or _is_mass(noun, lexicon)


def _is_bare_name_noun(noun: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun tells the class of names only, and no word narrows it.

    "Different *systems*" are no company; an intelligence *service* is what it says.
    """
    words = {noun.lower_, noun.lemma_.lower()}
    before = noun.nbor(-1).lower_ if noun.i > 0 else ""
    is_narrowed = any(f"{before} {word}" in lexicon.nouns for word in words)
    return not is_narrowed and not words.isdisjoint(lexicon.name_nouns)


def _is_mass(noun: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun stands for no single thing: "by *force*"."""
    is_determined = any(child.dep_ in _DETERMINING for child in noun.children)
    is_bare = noun.tag_ == "NN" and not is_determined
    return is_bare and noun.lemma_.lower() in lexicon.mass_nouns


def _is_head(token: Token) -> bool:
    is_noun = token.pos_ == "NOUN" or (token.pos_ == "PROPN" and not token.ent_type_)
    return is_noun and token.dep_ not in _PART


def _is_partitive(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun only cuts up what follows: "*part* of the town"."""
    has_whole = any(child.lower_ == "of" for child in token.rights)
    return has_whole and token.lemma_.lower() in lexicon.partitives


def _is_title(token: Token, named: frozenset[int]) -> bool:
    """Say whether a noun only introduces the name after it: "the *frigate* Forbin"."""
    after = token.i + 1
    return after in named and token.doc[after].pos_ == "PROPN"


def _is_several(token: Token, named: frozenset[int]) -> bool:
    """Say whether a noun stands for more than one thing: "Thai and Lao *forces*"."""
    return any(
        other.i in named and other.i < token.i
        for child in token.lefts
        for other in child.conjuncts
    )


def _start(noun: Token) -> int:
    """Return where a description begins, without its article."""
    inside = [child.left_edge.i for child in noun.lefts if child.dep_ in _INSIDE]
    start = min([noun.i, *inside])
    while start < noun.i and noun.doc[start].dep_ in {"det", "punct", "predet"}:
        start += 1
    # The mark of a footnote belongs to what stands before: "al-Assad,[1] leader".
    marks = [i for i in range(start, noun.i) if noun.doc[i].text == "]"]
    return marks[-1] + 1 if marks else start


def _after_numbers(doc: Doc, start: int, noun: int) -> int:
    """Return where a description begins, without a number: "*more than two* towns"."""
    while start < noun and (doc[start].dep_ == "quantmod" or doc[start].like_num):
        start += 1
    return start
