"""Who falls victim to an attack that the text told of just before.

"A blast tore through the market. *Seven people were killed.*" The verb names no cause,
so it is looked for among the attacks, and the weapons that go off, of its sentence and
of those shortly before. Kept off where unsure: there has to be just one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.lexicon import Frame
from kg.nlp.discourse import read_discourse_words
from kg.nlp.grammar import Grammar, Walkers
from kg.nlp.matches import RelationMatch
from kg.nlp.mentions import Referent, Referents
from kg.nlp.paths import is_passive
from kg.nlp.roles import RoleFiller

# How many sentences back the cause may be, the own one included.
REACH = 3
_WHERE = ("Place", "Asset")


@dataclass(frozen=True, slots=True)
class _Cause:
    """An attack, or a weapon that goes off, and where its sentence begins."""

    referent: Referent
    sentence: int


class CasualtyFinder:
    """Finds who is killed, hurt or hit where the cause is told before.

    Args:
        grammar: Words, syntax and classes. The verbs are those of its frames of harm.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._words = read_discourse_words()
        frames = [
            f
            for f in grammar.lexicon.frames
            if f.relation in self._words.casualty_relations
        ]
        self._undergoing = {
            lemma: (frame, function)
            for frame in frames
            for function in _undergoer(frame)
            for lemma in frame.lemmas
        }
        self._going_off = {
            (lemma, particle)
            for frame in frames
            if frame.syntax == "IntransitivePPFrame" and not frame.inverse
            for lemma in frame.lemmas
            for particle in frame.particles or {""}
        }

    def find(
        self, doc: Doc, referents: Referents, matches: Iterable[RelationMatch]
    ) -> Iterator[RelationMatch]:
        """Yield a match for each victim whose cause is told nearby.

        Args:
            doc: The doc.
            referents: Its referents.
            matches: What the frames found in it; their triggers are left alone.
        """
        told = list(matches)
        walkers = Walkers(self._grammar, referents)
        triggers = {match.trigger.i for match in told}
        harming = [
            m for m in told if m.frame.relation in self._words.casualty_relations
        ]
        seen = {(m.subject, m.object) for m in harming}
        causes: Mapping[int, Sequence[_Cause]] | None = None
        before: dict[int, list[int]] = {}
        for token in doc:
            entry = self._undergoing.get(token.lemma_.lower())
            if (
                entry is None
                or token.i in triggers
                or not self._lacks_cause(token, entry)
            ):
                continue
            if causes is None:
                causes = self._causes(doc, referents)
                starts = [sent.start for sent in doc.sents]
                before = {
                    start: starts[max(n - REACH + 1, 0) : n + 1][::-1]
                    for n, start in enumerate(starts)
                }
            cause = self._cause_of(token, causes, before)
            if cause is None or self._has_other_cause(token, referents, cause):
                continue
            for match in self._matches(entry, token, walkers, cause.referent):
                pair = (match.subject, match.object)
                if pair not in seen:
                    seen.add(pair)
                    yield match

    def _matches(
        self,
        entry: tuple[Frame, str],
        trigger: Token,
        walkers: Walkers,
        cause: Referent,
    ) -> Iterator[RelationMatch]:
        frame, function = entry
        subject = self._grammar.sense(frame, "subject", cause)
        filler = RoleFiller(self._grammar, frame, trigger, walkers)
        if subject is None:
            return
        for victim, sense in filler.fillers(function, "object", []):
            if victim != cause and not victim.members:
                yield RelationMatch(frame, trigger, cause, subject, victim, sense)

    def _causes(self, doc: Doc, referents: Referents) -> Mapping[int, list[_Cause]]:
        """Return the causes of each sentence, by its first token."""
        found: dict[int, list[_Cause]] = defaultdict(list)
        for referent in (*referents.all, *referents.nominals.values()):
            if referent.senses and self._is_cause(doc, referent):
                start = doc[referent.end - 1].sent.start
                found[start].append(_Cause(referent, start))
        return found

    def _is_cause(self, doc: Doc, referent: Referent) -> bool:
        is_a, kind = self._grammar.ontology.is_a, referent.senses[0].type
        if is_a(kind, "Attack"):
            return True
        head = doc[referent.end - 1]
        if not is_a(kind, "WeaponSystem") or head.dep_ != "nsubj":
            return False
        words = {"", *(c.lower_ for c in head.head.children if c.dep_ == "prt")}
        return any((head.head.lemma_, word) in self._going_off for word in words)

    def _cause_of(
        self,
        trigger: Token,
        causes: Mapping[int, Sequence[_Cause]],
        before: Mapping[int, Sequence[int]],
    ) -> _Cause | None:
        """Return the one cause of the nearest sentence that has any."""
        for start in before[trigger.sent.start]:
            near = causes.get(start, ())
            if near:
                names = {cause.referent.senses[0].name for cause in near}
                return near[0] if len(names) == 1 else None
        return None

    def _lacks_cause(self, trigger: Token, entry: tuple[Frame, str]) -> bool:
        """Say whether a verb has a victim and neither a doer nor a cause of its own."""
        if trigger.pos_ not in {"VERB", "ADJ"}:
            return False
        if entry[1] == "patient" and not is_passive(trigger):
            return False
        return not any(
            child.dep_ == "agent"
            or (child.dep_ == "prep" and child.lower_ in self._words.causes)
            for child in trigger.children
        )

    def _has_other_cause(
        self, trigger: Token, referents: Referents, cause: _Cause
    ) -> bool:
        """Say whether a sentence without the cause says how it came otherwise."""
        if cause.sentence == trigger.sent.start:
            return False
        is_a = self._grammar.ontology.is_a
        for child in trigger.children:
            if child.dep_ == "advcl" and self._words.cause_clauses & {
                c.lower_ for c in child.children
            }:
                return True
            if child.lower_ not in self._words.circumstances or child.dep_ != "prep":
                continue
            for noun in child.children:
                place = referents.nominals.get(noun.i)
                is_where = place is not None and any(
                    is_a(place.senses[0].type, each) for each in _WHERE
                )
                if noun.pos_ == "NOUN" and not noun.ent_type_ and not is_where:
                    return True
        return False


def _undergoer(frame: Frame) -> Iterator[str]:
    """Yield the function in which a frame of harm has its victim."""
    if frame.syntax == "TransitiveFrame":
        yield "patient"
    elif frame.syntax == "IntransitivePPFrame" and frame.inverse:
        yield "actor"
