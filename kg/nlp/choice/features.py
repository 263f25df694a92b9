"""What the choice of a relation sees of a candidate: words, their vectors, the path.

Two views: `deed` tells which relation the words express, `link` whether the two
mentions are its ends at all. Both are sparse values by name, and a few vectors.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token
from spacy.vocab import Vocab

from kg.nlp.choice.candidates import Candidate
from kg.ontology import Ontology

type Floats = NDArray[np.float32]

# Coarse classes of the two ends.
_CLASSES = (
    "ArmedGroup", "ArmedForce", "GovernmentBody", "InternationalOrganization",
    "PoliticalParty", "Company", "MediaOrganization", "Organization", "State",
    "Person", "Group", "Place", "WeaponSystem",
)  # fmt: skip
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN"})
_MARKERS = frozenset({"prep", "agent", "dative", "prt", "mark"})
# How much a word of the clause counts beside the verb.
_AROUND = 0.4
# How long the vectors are beside the named values.
_SCALE = np.float32(2)
# How many words of a clause are looked at.
_WINDOW = 60


@dataclass(frozen=True, slots=True)
class View:
    """What a linear model sees: named values, and vectors one after the other."""

    values: Mapping[str, float]
    dense: Floats


def deed_view(candidate: Candidate) -> View:
    """Return what tells the relation of a candidate."""
    verbs, path = candidate.verbs, candidate.path
    names = [f"x={_verb(verb)}" for verb in verbs[1:]]
    between = [t for t in path[:-1] if t.pos_ in {"NOUN", "PROPN", "ADJ"}]
    objects = [
        c for v in verbs for c in v.children if c.dep_ in {"dobj", "attr", "acomp"}
    ]
    nouns = [t for t in dict.fromkeys([*objects, *between]) if t is not path[-1]]
    if not path[-1].ent_type_ and path[-1].pos_ == "NOUN":
        nouns.append(path[-1])
    markers = [t for t in path if t.dep_ in _MARKERS]
    around = [t for t in _clause(verbs[0]) if t not in verbs]
    modifiers = [c for v in verbs for c in v.children if c.dep_ in {"neg", "aux"}]
    return deed_of(
        [_verb(v) for v in verbs],
        [t.lemma_.lower() for t in nouns if not t.ent_type_],
        [t.lower_ for t in markers],
        [t.lemma_.lower() for t in around if not t.ent_type_],
        verbs[0].vocab,
        [*names, *(f"m={t.lemma_.lower()}" for t in modifiers), *_tense(verbs[0])],
    )


def deed_of(
    verbs: list[str],
    nouns: list[str],
    markers: list[str],
    around: list[str],
    vocab: Vocab,
    names: Iterable[str] = (),
) -> View:
    """Return what tells the relation, from the lemmas of its words."""
    values = dict.fromkeys(names, 1.0)
    values |= {f"p={m}": 1.0 for m in markers}
    values |= {f"n={n}": 1.0 for n in nouns}
    if verbs:
        first, last = verbs[0], verbs[-1]
        values |= {f"v={first}": 1.0, f"l={last}": 1.0}
        values |= {f"v={first} p={m}": 1.0 for m in markers}
        values |= {f"v={last} n={n}": 1.0 for n in nouns}
    values |= {f"w={w}": _AROUND for w in around if w not in nouns}
    plain = [v.partition(" ")[0] for v in verbs]
    dense = np.concatenate([_mean(plain, vocab), _mean(nouns, vocab)])
    return View(values, _SCALE * dense)


def link_view(candidate: Candidate, ontology: Ontology) -> View:
    """Return what tells whether the ends of a candidate belong together."""
    verbs, path = candidate.verbs, candidate.path
    steps = [_step(token) for token in path]
    route = "/".join(steps)
    subject, found = (
        _coarse(end[1].type, ontology) for end in (candidate.subject, candidate.object)
    )
    verb = _verb(verbs[0])
    names = [
        f"path={route}", f"first={steps[0]}", f"last={steps[-1]}",
        f"first={steps[0]} {verb}", f"verb={verb}", f"inner={_verb(verbs[-1])}",
        f"length={min(len(path), 5)}", f"subject={subject}", f"object={found}",
        f"ends={subject} {found}", f"clause={verbs[0].dep_}",
        f"last={steps[-1]} {found}",
        f"kinds={candidate.subject[0].kind.value} {candidate.object[0].kind.value}",
        *(f"step={step}" for step in dict.fromkeys(steps)),
        *(f"between={t.lemma_.lower()}" for t in path[:-1] if t.pos_ == "NOUN"),
    ]  # fmt: skip
    if "dobj" in steps[0] or any(c.dep_ == "dobj" for v in verbs for c in v.children):
        names.append(f"first={steps[0]} +dobj")
    plain = [_verb(v).partition(" ")[0] for v in verbs]
    between = [t.lemma_.lower() for t in path[:-1] if t.pos_ == "NOUN"]
    vocab = verbs[0].vocab
    dense = np.concatenate([_mean(plain, vocab), _mean(between, vocab)])
    return View(dict.fromkeys(names, 1.0), dense)


def _verb(verb: Token) -> str:
    particle = "".join(f" {c.lower_}" for c in verb.children if c.dep_ == "prt")
    return f"{verb.lemma_.lower()}{particle}"


def _tense(verb: Token) -> Iterator[str]:
    yield f"tag={verb.tag_}"


def _step(token: Token) -> str:
    if token.dep_ in _MARKERS:
        return f"{token.dep_}:{token.lower_}"
    return token.dep_


def _clause(verb: Token) -> Iterator[Token]:
    """Yield the words of content that a verb governs, without its subject."""
    for child in verb.children:
        if child.dep_ not in {"nsubj", "nsubjpass", "csubj", "punct"}:
            words = islice(child.subtree, _WINDOW)
            yield from (t for t in words if t.pos_ in _CONTENT)


def _coarse(kind: str, ontology: Ontology) -> str:
    return next((c for c in _CLASSES if ontology.is_a(kind, c)), "Other")


def _mean(lemmas: Iterable[str], vocab: Vocab) -> Floats:
    """Return the mean direction of the vectors of some words."""
    total: Floats = np.zeros(vocab.vectors_length, dtype=np.float32)
    for lemma in lemmas if vocab.vectors_length else ():
        vector: Floats = np.asarray(vocab[lemma].vector, dtype=np.float32)
        length = float(np.linalg.norm(vector))
        if length > 0:
            total += vector / np.float32(length)
    length = float(np.linalg.norm(total))
    return total / np.float32(length) if length > 0 else total
