"""Coreference inside one article: short names, possessives, pronouns, pairs.

Kept off where unsure: a pronoun is resolved only where one candidate is clearly the
subject of the discourse.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token

from kg.model import MentionKind
from kg.nlp.discourse import DiscourseWords, read_discourse_words
from kg.nlp.mentions import Referent, Referents
from kg.nlp.names import Name, Sense
from kg.ontology import Ontology

# How many sentences back a pronoun may reach.
REACH = 2


@dataclass(frozen=True, slots=True)
class Coreference:
    """Resolves what refers back, by the classes of the ontology."""

    ontology: Ontology
    words: DiscourseWords = field(default_factory=read_discourse_words)

    def resolve(self, doc: Doc, names: Sequence[Name]) -> Referents:
        """Return the names of a doc and what refers back to them."""
        full = tuple(Referent.of_name(name) for name in self.fullest_names(doc, names))
        back = [*self._pronouns(doc, full), *self._pairs(doc, full)]
        return Referents.of([*full, *back])

    def fullest_names(self, doc: Doc, names: Sequence[Name]) -> tuple[Name, ...]:
        """Give each short name the sense of the full name it shortens."""
        people = [n for n in names if self._is(n.senses[0], "Person")]
        full = {n: doc[n.start : n.end].text.split() for n in people}
        acronyms = dict(self._acronyms(doc, names))
        return tuple(
            replace(name, senses=senses) if senses else name
            for name in names
            for senses in [self._fuller(doc, name, full) or acronyms.get(name)]
        )

    def _fuller(
        self, doc: Doc, name: Name, full: dict[Name, list[str]]
    ) -> tuple[Sense, ...] | None:
        words = doc[name.start : name.end].text.split()
        if len(words) > 1 and name.senses[0].form is not None:
            return None
        fits = {
            other.senses: None
            for other, longer in full.items()
            if len(longer) > len(words) and longer[-len(words) :] == words
        }
        known = name.senses[0].form is not None and not self._is(
            name.senses[0], "Person"
        )
        # A surname that two people bear, or a known place, stays what it is.
        return next(iter(fits)) if len(fits) == 1 and not known else None

    def _acronyms(
        self, doc: Doc, names: Sequence[Name]
    ) -> Iterator[tuple[Name, tuple[Sense, ...]]]:
        """Yield names such as IRGC that the text explains in brackets."""
        explained = {}
        for before, after in itertools.pairwise(names):
            between = doc[before.end : after.start].text.strip()
            acronym = doc[after.start : after.end].text
            if between != "(" or not acronym.isupper():
                continue
            is_spelt = _is_acronym_of(acronym, doc[before.start : before.end].text)
            # "Al-Qaeda in Iraq (AQI)" does not explain what comes last in it.
            if is_spelt or not self._is(before.senses[0], "Place"):
                explained[acronym] = before.senses, is_spelt
        for name in names:
            found = explained.get(doc[name.start : name.end].text)
            # What a text spells out beats what the letters mostly stand for.
            if found and (found[1] or not name.senses[0].form):
                yield name, found[0]

    def _is(self, sense: Sense, ancestor: str) -> bool:
        return self.ontology.is_a(sense.type, ancestor)

    def _pronouns(self, doc: Doc, names: Sequence[Referent]) -> Iterator[Referent]:
        sentences = list(doc.sents)
        where = {t.i: n for n, sent in enumerate(sentences) for t in sent}
        starts = [n.start for n in names]
        back: list[Referent] = []
        for token in doc:
            if token.pos_ not in {"PRON", "DET"} or token.ent_type_:
                continue
            word = token.lower_
            if word not in self.words.personal | self.words.neuter | self.words.plural:
                continue
            if _is_expletive(token):
                continue
            here = where[token.i]
            first = bisect_left(starts, sentences[max(here - REACH + 1, 0)].start)
            near = list(names[first : bisect_left(starts, token.i)])
            around = names[first : bisect_left(starts, sentences[here].end)]
            together = (
                _together(doc, token, around) if word in self.words.plural else ()
            )
            back = [r for r in back if where[r.start] >= here - REACH + 1]
            near = sorted([*near, *back], key=lambda r: r.start)
            found = self._antecedent(doc, token, near, where)
            senses = found.senses if found else ()
            members = tuple(together) if len(together) > 1 else ()
            if members or senses:
                pronoun = Referent(
                    token.i,
                    token.i + 1,
                    MentionKind.PRONOUN,
                    () if members else senses,
                    members,
                )
                back.append(pronoun)
                yield pronoun

    def _antecedent(
        self, doc: Doc, token: Token, near: list[Referent], where: dict[int, int]
    ) -> Referent | None:
        """Return what a pronoun stands for: a subject before it, or nothing."""
        own = _own_subject(token)
        fits = [
            n
            for n in near
            if self._fits(token, n) and (own is None or _top(doc, n).i != own.i)
        ]
        here = [n for n in fits if where[n.start] == where[token.i]]
        subjects = [n for n in here if _is_subject(doc, n)]
        if subjects:
            parallel = [n for n in subjects if _is_parallel(doc, n, token)]
            return (parallel or subjects)[-1]
        if token.lower_ in self.words.plural:
            return None
        if len({n.senses for n in here}) == 1 and token.dep_ == "poss":
            return here[-1]
        main = [n for n in fits if _is_subject(doc, n, main=True) and n not in here]
        return main[-1] if main else None

    def _fits(self, token: Token, referent: Referent) -> bool:
        """Say whether a pronoun may stand for something of a class."""
        if not referent.senses:
            return False
        wanted = ["Organization", "Group"]
        if token.lower_ in self.words.personal:
            wanted = ["Person"]
        elif token.lower_ in self.words.neuter:
            wanted = ["State", "Organization", "Region"]
        return any(
            self._is(sense, each) for sense in referent.senses[:2] for each in wanted
        )

    def _pairs(self, doc: Doc, names: Sequence[Referent]) -> Iterator[Referent]:
        """Yield "the two countries", when the text before speaks of just two."""
        for token in doc:
            before = {t.lower_ for t in token.lefts}
            if token.lower_ not in self.words.pairs or not before & self.words.both:
                continue
            states = _last_two(
                [
                    n
                    for n in names
                    if n.end <= token.i
                    and self._is(n.senses[0], "State")
                    and not _is_third_party(doc, n, token)
                ]
            )
            if len(states) == 2:
                start = token.left_edge.i
                yield Referent(start, token.i + 1, MentionKind.NOMINAL, (), states)


def _is_acronym_of(acronym: str, name: str) -> bool:
    """Say whether the words of a name begin with the letters: "*I*slamic *S*tate"."""
    initials = "".join(
        word[0] for word in re.findall(r"\w+", name) if word[0].isupper()
    )
    return acronym.replace(".", "") == initials


def _is_third_party(doc: Doc, referent: Referent, pair: Token) -> bool:
    """Say whether somebody acts on a pair: "*China* mediates between both sides"."""
    is_same_sentence = doc[referent.start].sent.start == pair.sent.start
    return is_same_sentence and _is_subject(doc, referent)


def _is_expletive(token: Token) -> bool:
    """Say whether "it" only announces a clause: "it was said that"."""
    return token.lower_ == "it" and any(
        c.dep_ in {"ccomp", "csubj", "csubjpass"} for c in token.head.children
    )


def _own_subject(pronoun: Token) -> Token | None:
    """Return who acts on a pronoun, which stands for another: "Tran pardoned *him*"."""
    if pronoun.lower_.endswith(("self", "selves")):
        return None
    verb = pronoun.head if pronoun.dep_ in {"dobj", "dative"} else None
    if pronoun.dep_ == "pobj" and pronoun.head.head.pos_ == "VERB":
        verb = pronoun.head.head
    if verb is None:
        return None
    return next((c for c in verb.children if c.dep_ == "nsubj"), None)


def _together(
    doc: Doc, pronoun: Token, names: Sequence[Referent]
) -> tuple[Referent, ...]:
    """Return the coordinated subject before a plural pronoun: "X and its ally Y"."""
    by_token = {i: n for n in names for i in range(n.start, n.end)}
    subjects = [
        t
        for t in doc[pronoun.sent.start : pronoun.i]
        if t.dep_ in {"nsubj", "nsubjpass"} and t.conjuncts
    ]
    if not subjects:
        return ()
    found: dict[Referent, None] = {}
    for token in (subjects[-1], *subjects[-1].conjuncts):
        appositions = [c.i for c in token.children if c.dep_ == "appos"]
        # "its ally Turkey": the name right after the noun is what it names.
        for i in (token.i, *appositions, token.i + 1):
            if i in by_token:
                found.setdefault(by_token[i])
                break
    return tuple(found)


def _is_subject(doc: Doc, referent: Referent, *, main: bool = False) -> bool:
    """Say whether a referent is the subject of a clause, or of the main one."""
    top = _top(doc, referent)
    is_subject = top.dep_ in {"nsubj", "nsubjpass"}
    return is_subject and (not main or top.head.dep_ == "ROOT")


def _is_parallel(doc: Doc, referent: Referent, pronoun: Token) -> bool:
    """Say whether both are subjects of coordinated clauses: "X came and it won"."""
    verb = pronoun.head
    return (
        pronoun.dep_ in {"nsubj", "nsubjpass"}
        and verb.dep_ in {"conj", "parataxis"}
        and _top(doc, referent).head.i == verb.head.i
    )


def _top(doc: Doc, referent: Referent) -> Token:
    """Return the first of the coordinated words that a referent stands among."""
    root = doc[referent.start : referent.end].root
    while root.dep_ in {"conj", "appos"} and root.head.i != root.i:
        root = root.head
    return root


def _last_two(referents: Iterable[Referent]) -> tuple[Referent, ...]:
    """Return the last two different things mentioned, in the order of mention."""
    latest: dict[tuple[str, str], Referent] = {}
    for referent in referents:
        thing = (referent.senses[0].type, referent.senses[0].name)
        latest.pop(thing, None)
        latest[thing] = referent
    return tuple(list(latest.values())[-2:])
