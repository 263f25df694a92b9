"""Let the names of a doc agree on what they are.

What stands beside a name that nobody knows tells its class ("Batken *province*", "the
*frigate* Xandor", "*Near* Xandor, ..."), there and wherever the doc repeats it; else
the most often found class of a name is that of all its mentions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.nlp.name_words import NameWords
from kg.nlp.senses import Name, Sense


def agree(
    doc: Doc, names: Sequence[Name], nouns: Mapping[str, str], words: NameWords
) -> tuple[Name, ...]:
    """Return names, those that the gazetteer does not know with one class a text.

    Args:
        doc: The doc.
        names: Its names.
        nouns: The class that each noun tells.
        words: Which nouns stand beside a name.
    """
    told: dict[str, str] = {}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        if name.senses[0].form is not None:
            continue
        span = doc[name.start : name.end]
        beside = _beside(span, words.naming_nouns)
        if beside is not None and not _is_full_person(name):
            told.setdefault(span.text, nouns[beside])
        elif name.senses[0].type == "Person" and _follows_near(span):
            told.setdefault(span.text, "Place")
        found[span.text][name.senses[0].type] += 1
    kinds = {text: _usual(counts) for text, counts in found.items()} | told
    return tuple(_with_class(doc, name, kinds) for name in names)


def _with_class(doc: Doc, name: Name, kinds: Mapping[str, str | None]) -> Name:
    first, *others = name.senses
    kind = kinds.get(doc[name.start : name.end].text)
    if first.form is not None or kind is None or kind == first.type:
        return name
    return replace(name, senses=(Sense(kind, first.name, first.country), *others))


def _usual(counts: Counter[str]) -> str | None:
    """Return what is counted more often than anything else."""
    ranked = counts.most_common(2)
    is_clear = len(ranked) == 1 or ranked[0][1] > ranked[1][1]
    return ranked[0][0] if is_clear else None


def _is_full_person(name: Name) -> bool:
    return name.senses[0].type == "Person" and name.end - name.start > 1


def _beside(span: Span, naming: Iterable[str]) -> str | None:
    """Return the noun that tells what a name is: "the *town* of Xandor"."""
    doc, last = span.doc, span.end
    described = _described(span.root, naming)
    if described is not None:
        return described
    after = doc[last] if last < len(doc) else None
    if after is not None and _names(after, naming) and span.root.head == after:
        return _form(after, naming)
    before = doc[span.start - 1] if span.start else None
    if before is None:
        return None
    if before.lower_ == "of" and span.root.head == before:
        before = before.head
        is_near = before.i == span.start - 2
        return _form(before, naming) if is_near and _names(before, naming) else None
    is_apposed = before.head == span.root or span.root.head == before
    return _form(before, naming) if is_apposed and _names(before, naming) else None


def _described(name: Token, naming: Iterable[str]) -> str | None:
    """Return the noun that describes a name: "Xandor, a *town*", "X is a *town*"."""
    nouns = [c for c in name.children if c.dep_ == "appos"]
    if name.dep_ == "nsubj" and name.head.lemma_ == "be":
        nouns += [c for c in name.head.children if c.dep_ == "attr"]
    for noun in nouns:
        is_one = any(c.lower_ in {"a", "an"} for c in noun.children)
        if is_one and noun.i > name.i and _names(noun, naming):
            return _form(noun, naming)
    return None


def _follows_near(span: Span) -> bool:
    """Say whether a clause tells where with a name: "Near *Xandor*, raids ..."."""
    before = span.doc[span.start - 1] if span.start else None
    return before is not None and before.text == "Near"


def _names(token: Token, naming: Iterable[str]) -> bool:
    return token.is_lower and token.pos_ == "NOUN" and bool(_form(token, naming))


def _form(token: Token, naming: Iterable[str]) -> str | None:
    word = token.lower_ if token.tag_ == "NN" else ""
    return word if word in naming else None
