"""Fill the roles of a frame: from a trigger along paths to what they refer to."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.gazetteer import NameForm
from kg.lexicon import Frame
from kg.model import MentionKind
from kg.nlp.coordination import coordinated
from kg.nlp.grammar import Grammar, Walkers
from kg.nlp.mentions import Referent
from kg.nlp.names import Sense
from kg.nlp.nominals import noun_class

# "police of the capital of Iran": how far a description may lead to a name.
MAX_REPRESENTATION = 3

# Acts that strike somebody also through what is theirs.
HARMING = frozenset(
    {"ACCUSE", "COERCE", "CONCEDE", "PROTEST", "REJECT", "SANCTION", "THREATEN"}
)

# Acts that help somebody through what is theirs.
HELPING = frozenset({"AID", "SUPPORT"})

# What a description does not pass on to its owner: "Iranian *troops* in Syria".
_ITSELF = frozenset({"placed", "self"})
# What takes the noun of a light construction, which other functions leave alone.
_THEMES = frozenset({"theme_itself"})
# Where a place lies is said of the one before the comma only.
_SINGLE = frozenset({"after_comma", "before_comma"})
# Here a name is what it mostly is: "Ireland, Norway" are states, not towns.
_LIKELIEST = _SINGLE | {"originating", "placed_in"}

# What makes a thing another one than those told before it.
_ONE = frozenset({"a", "an", "another", "several"})

type Filler = tuple[Referent, Sense]


class RoleFiller:
    """Fills the roles of one frame at one trigger.

    Args:
        grammar: Words, syntax and classes.
        frame: Whose roles to fill.
        trigger: The token that evokes it.
        walkers: Walkers through its doc, which know the mentions.
    """

    def __init__(
        self, grammar: Grammar, frame: Frame, trigger: Token, walkers: Walkers
    ) -> None:
        self._grammar = grammar
        self._frame = frame
        self._trigger = trigger
        self._referents = walkers.referents
        self._walker = walkers.of(frame)
        self._acts = grammar.acts(frame)

    def reach(self, function: str) -> Sequence[Token]:
        """Return the tokens that a function leads to from the trigger."""
        return self._walker.reach(function, self._trigger)

    def fillers(self, function: str, side: str, themes: list[Token]) -> list[Filler]:
        """Return what fills a role, each in a sense that the role accepts.

        Args:
            function: The grammatical function that the role takes.
            side: "subject" or "object" of the relation.
            themes: Tokens that are taken already.
        """
        if function == "title":
            return self._title(side)
        tokens: Sequence[Token] = self._walker.reach(function, self._trigger)
        if function not in _SINGLE and not self._describes_one(function):
            tokens = self._listed(coordinated(tokens))
        tokens = [c for t in tokens for c in self._walker.reach("counted", t) or [t]]
        filled: dict[Referent, Sense] = {}
        for token in tokens:
            if token in themes and function not in _THEMES:
                continue
            own = self._described(token) if function in _ITSELF else ()
            led = own or list(self._lead_to(token, side, MAX_REPRESENTATION))
            for referent in led or self._described(token):
                sense = self._grammar.sense(self._frame, side, referent)
                if sense is not None and _is_likely(function, sense, referent):
                    filled.setdefault(referent, sense)
        return list(filled.items())

    def led_from(self, token: Token, side: str) -> list[Filler]:
        """Return what a token leads to, each in a sense that the role accepts.

        Args:
            token: The head of a noun phrase.
            side: "subject" or "object" of the relation.
        """
        led = list(self._lead_to(token, side, MAX_REPRESENTATION))
        referents = dict.fromkeys(led or self._described(token))
        found = ((r, self._grammar.sense(self._frame, side, r)) for r in referents)
        return [(referent, sense) for referent, sense in found if sense is not None]

    def _listed(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens with the rest of lists of things read as appositions.

        "Destroyed two buildings, *a truck* and *a bunker*": a bunker describes no
        building, while a teacher may well be the friend named before.
        """
        found = {token.i: token for token in tokens}
        waiting = list(tokens)
        while waiting:
            token = waiting.pop()
            if not self._is_thing(token):
                continue
            beside = [c for c in token.children if c.dep_ == "appos"]
            for other in coordinated(beside):
                if other.i not in found and self._is_thing(other):
                    found[other.i] = other
                    waiting.append(other)
        return list(found.values())

    def _is_thing(self, token: Token) -> bool:
        """Say whether a token is one, or so many, of what somebody operates."""
        is_counted = any(c.dep_ == "nummod" or c.lower_ in _ONE for c in token.children)
        if not is_counted or token.pos_ != "NOUN":
            return False
        kind = noun_class(token, self._grammar.lexicon.nouns)
        return kind is not None and self._grammar.ontology.is_a(kind, "Asset")

    def _title(self, side: str) -> list[Filler]:
        """Return what the trigger is a mention of: a position, by its full name."""
        relation = self._grammar.ontology.relations[self._frame.relation]
        kind = relation.domain if side == "subject" else relation.range
        if kind is None:
            return []
        start = self._start_of_title()
        title = self._trigger.doc[start : self._trigger.i + 1].text
        name = f"{title[:1].upper()}{title[1:]}"
        country = None
        for token in self._walker.reach("possessor", self._trigger):
            referent = self._referents.at(token)
            if referent is not None and self._has_offices(referent):
                name = f"{name} of {referent.senses[0].name}"
                country = referent.senses[0].country
                break
        sense = Sense(kind, name, country)
        referent = Referent(start, self._trigger.i + 1, MentionKind.NOMINAL, (sense,))
        return [(referent, sense)]

    def _has_offices(self, referent: Referent) -> bool:
        is_a = self._grammar.ontology.is_a
        return any(
            is_a(sense.type, each)
            for sense in referent.senses[:1]
            for each in ("State", "Organization", "Place")
        )

    def _start_of_title(self) -> int:
        """Return where a title of several words begins: "*prime* minister"."""
        doc, last = self._trigger.doc, self._trigger.i
        longest = 0
        for lemma in self._frame.lemmas:
            before = lemma.lower().split()[:-1]
            words = [t.lower_ for t in doc[max(last - len(before), 0) : last]]
            if words == before:
                longest = max(longest, len(before))
        return last - longest

    def _describes_one(self, function: str) -> bool:
        """Say whether a title is singular: "President *Maduro* and Irfaan Ali".

        A participle is said of the noun after it: "Houthi-held *towns* and tanks".
        """
        before = self._trigger.dep_ == "amod" and self._trigger.tag_ == "VBN"
        is_single = before or self._trigger.tag_ in {"NN", "NNP"}
        return function == "described" and is_single

    def _described(self, token: Token) -> tuple[Referent, ...]:
        """Return the description that a token heads, where it leads to no name."""
        nominal = self._referents.nominals.get(token.i)
        return (nominal,) if nominal is not None else ()

    def _lead_to(self, token: Token, side: str, depth: int) -> Iterator[Referent]:
        """Yield what a token refers to, or whom the described thing belongs to."""
        referent = self._referents.at(token)
        if referent is not None and (
            referent.members or self._grammar.sense(self._frame, side, referent)
        ):
            yield from referent.members or (referent,)
            return
        if depth == 0 or (referent is not None and referent.senses):
            return
        own = self._referents.named_person(token) or self._own_name(token)
        if own is not None:
            yield own
            return
        for other in self._standing_behind(token, side):
            for found in self._lead_to(other, side, depth - 1):
                if not (self._is_irregular(token) and self._is_state(found)):
                    yield found

    def _standing_behind(self, token: Token, side: str) -> Sequence[Token]:
        """Return who acts, or is acted on, where a thing or description is named."""
        reached: Sequence[Token] = self._walker.reach("naming", token)
        if not reached and side == "subject" and token.lemma_ in self._acts:
            reached = self._walker.reach("noun_agent", token)
        if not reached and side == "subject":
            reached = self._walker.reach("author", token)
        if not reached and side == "object":
            reached = self._reach_through(token)
        if not reached and self._may_stand_for_another(token, side):
            reached = coordinated(self._walker.reach("represented", token))
        return reached

    def _reach_through(self, token: Token) -> Sequence[Token]:
        """Return whom an act on a thing is aimed at: those it belongs to.

        Who rejects Iran's plan rejects Iran, and tariffs on Iranian goods hit Iran.
        """
        kind = self._grammar.lexicon.nouns.get(token.lemma_.lower())
        is_actor = kind is not None and self._grammar.ontology.is_a(kind, "Actor")
        if token.pos_ != "NOUN" or is_actor:
            return []
        code = self._grammar.ontology.plover(self._frame.relation)
        if code in HARMING:
            return self._walker.reach("owner", token)
        return self._walker.reach("beneficiary", token) if code in HELPING else []

    def _is_irregular(self, token: Token) -> bool:
        """Say whether a noun is of fighters that no state answers for: rebels."""
        kind = self._grammar.lexicon.nouns.get(token.lemma_.lower())
        return kind is not None and self._grammar.ontology.is_a(kind, "ArmedGroup")

    def _is_state(self, referent: Referent) -> bool:
        is_a = self._grammar.ontology.is_a
        return any(is_a(sense.type, "State") for sense in referent.senses[:1])

    def _own_name(self, token: Token) -> Referent | None:
        """Return the name of a thing beside its noun: "the *Harop* drone"."""
        kind = self._grammar.lexicon.nouns.get(token.lemma_.lower())
        if kind is None or token.i in self._referents.tokens:
            return None
        beside = [c for c in token.children if c.dep_ in {"compound", "appos"}]
        named = [self._referents.at(child) for child in reversed(beside)]
        is_a = self._grammar.ontology.is_a
        for referent in named:
            if referent and any(is_a(s.type, kind) for s in referent.senses[:1]):
                return referent
        return None

    def _may_stand_for_another(self, token: Token, side: str) -> bool:
        """Say whether what is done by, or to, a thing is done by, or to, its owner.

        Who sinks a Russian tanker attacks Russia, but who supports a ban of Russian
        oil does not support Russia: in a role for actors, only what can act does, in
        others only what can be acted on. A weapon acts for its owner.
        """
        relation = self._grammar.ontology.relations[self._frame.relation]
        accepted = relation.domain if side == "subject" else relation.range
        is_a = self._grammar.ontology.is_a
        if side == "subject":
            standing = {"Actor", "WeaponSystem"}
        elif accepted and not is_a("Place", accepted):
            standing = {"Actor"}
        else:
            standing = {"Actor", "Asset", "Place"}
        noun = token.lemma_.lower()
        lexicon = self._grammar.lexicon
        if noun in lexicon.counterparts:
            return False
        if side == "subject" and noun in lexicon.private_persons:
            return False
        kind = lexicon.nouns.get(noun)
        return kind is not None and any(is_a(kind, each) for each in standing)


def _is_likely(function: str, sense: Sense, referent: Referent) -> bool:
    """Say whether a name may mean this where it stands.

    A list of states is none of towns, "in *Spanish*" names no place, and what follows
    the comma has to be a known one.
    """
    if function == "after_comma" and sense not in referent.senses:
        return False
    is_rare = sense in referent.senses[1:] or sense.form is NameForm.DEMONYM
    return function not in _LIKELIEST or not is_rare
