"""What reading a frame takes: words, syntax, and which classes a role accepts."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from kg.lexicon import Frame, Lexicon
from kg.model import MentionKind
from kg.nlp.discourse import read_discourse_words
from kg.nlp.mentions import Referent, Referents
from kg.nlp.names import Sense
from kg.nlp.syntax import Syntax
from kg.nlp.walker import Memory, Surroundings, Walker
from kg.ontology import Ontology

# "The court in Iran" belongs to Iran, and so does a base there; a tourist does not.
SEATED = frozenset({"City", "Facility", "GovernmentBody", "Region"})


# Acts on a place itself; any other act towards a capital is towards its government.
_ON_PLACES = frozenset({"ASSAULT", "MOBILIZE", "RETREAT"})

# Before the noun of an act they are who acts: "a police raid", but "a hostage release".
FORCES = frozenset({"ArmedForce", "ArmedGroup", "GovernmentBody"})


# No slots: the word lists are worked out once and kept.
@dataclass(frozen=True)
class Grammar:
    """What reading a frame takes: words, syntax, and which classes a role accepts."""

    lexicon: Lexicon
    syntax: Syntax
    ontology: Ontology

    def sense(self, frame: Frame, side: str, referent: Referent) -> Sense | None:
        """Return the likeliest sense of a referent that a role accepts."""
        types = frame.subject_types if side == "subject" else frame.object_types
        relation = self.ontology.relations[frame.relation]
        accepted = relation.domain if side == "subject" else relation.range
        for sense in self._likely_senses(relation.name, types, referent):
            if accepted and not self.ontology.is_a(sense.type, accepted):
                continue
            if types and not any(self.ontology.is_a(sense.type, t) for t in types):
                continue
            return sense
        return self._soft_sense(accepted, types, referent)

    def _likely_senses(
        self, relation: str, types: frozenset[str], referent: Referent
    ) -> tuple[Sense, ...]:
        """Return the senses of a referent, actors first where an act is towards one."""
        senses = referent.senses
        if len(senses) < 2:
            return senses
        code = self.ontology.plover(relation)
        is_a = self.ontology.is_a
        asks_for_place = any(is_a(each, "Place") for each in types)
        if code is None or code in _ON_PLACES or asks_for_place:
            return senses
        return tuple(sorted(senses, key=lambda s: not is_a(s.type, "Actor")))

    def _soft_sense(
        self, accepted: str | None, types: frozenset[str], referent: Referent
    ) -> Sense | None:
        """Return the sense that a role gives to a name nobody knows.

        The recogniser takes many places and weapons for persons; what is occupied or
        built is none. Of other places it often cannot tell that they are towns.
        """
        is_a = self.ontology.is_a
        doubtful = len(referent.senses) == 1 and referent.senses[0].form is None
        is_name = referent.kind is not MentionKind.NOMINAL
        if not (doubtful and is_name):
            return None
        told = referent.senses[0]
        vague = {"Person": ("Place", "WeaponSystem"), "Place": ("Place",)}
        wanted = min(types) if len(types) == 1 else accepted
        if wanted and any(is_a(wanted, kind) for kind in vague.get(told.type, ())):
            return Sense(wanted, told.name, told.country)
        return None

    def acts(self, frame: Frame) -> frozenset[str]:
        """Return the nouns of the act that a frame expresses: "strike", of attacks."""
        return self._acts[frame.relation]

    @cached_property
    def _acts(self) -> dict[str, frozenset[str]]:
        """The nouns of acts of each relation, with those of the relations above."""
        own: dict[str, set[str]] = defaultdict(set)
        for frame in self.lexicon.frames:
            if frame.syntax == "NounPPFrame":
                own[frame.relation] |= frame.lemmas
        return {
            name: frozenset().union(*(own[each] for each in (name, *relation.parents)))
            for name, relation in self.ontology.relations.items()
        }

    def _is_harmful(self, kind: str) -> bool:
        """Say whether things of a class can harm where nobody is told to do it."""
        return any(
            self.ontology.is_a(kind, each) for each in ("Attack", "WeaponSystem")
        )

    @cached_property
    def words(self) -> dict[str, frozenset[str]]:
        """The word lists that paths may ask for, the same for every frame."""
        lexicon, is_a = self.lexicon, self.ontology.is_a
        nouns = lexicon.nouns.items()
        return {
            "support": lexicon.support_verbs,
            "befalling": lexicon.befalling_verbs,
            "copular": lexicon.copular_verbs,
            "topic": lexicon.topic_verbs,
            "document": lexicon.documents,
            "issuing": lexicon.issuing_verbs,
            "subject_control": lexicon.subject_control_verbs,
            "seated": frozenset(noun for noun, kind in nouns if kind in SEATED),
            "actor": frozenset(noun for noun, kind in nouns if is_a(kind, "Actor")),
            "taken_up": read_discourse_words().taken_up,
            "person": frozenset(noun for noun, kind in nouns if kind == "Person"),
            "force": frozenset(noun for noun, kind in nouns if kind in FORCES),
            "harmful": frozenset(n for n, kind in nouns if self._is_harmful(kind)),
            "place": frozenset(noun for noun, kind in nouns if is_a(kind, "Place")),
            "deed": frozenset(
                lemma
                for other in lexicon.frames
                if other.syntax == "NounPPFrame"
                and self.ontology.plover(other.relation)
                for lemma in other.lemmas
            ),
        }


class Walkers:
    """Walkers through one doc, one for the words and markers that a frame has.

    Args:
        grammar: Words and syntax.
        referents: The mentions of the doc.
    """

    def __init__(self, grammar: Grammar, referents: Referents) -> None:
        self.referents = referents
        self._grammar = grammar
        self._memory = Memory()
        self._made: dict[tuple[str, tuple[str, ...]], Walker] = {}

    def of(self, frame: Frame) -> Walker:
        """Return the walker that knows the frame's markers and the doc's mentions."""
        key = frame.relation, frame.markers
        walker = self._made.get(key)
        if walker is None:
            surroundings = Surroundings(
                named=self.referents.tokens,
                words=self._grammar.words,
                own_words={"act": self._grammar.acts(frame)},
                markers=frame.markers,
            )
            functions = self._grammar.syntax.functions
            walker = self._made[key] = Walker(functions, surroundings, self._memory)
        return walker
