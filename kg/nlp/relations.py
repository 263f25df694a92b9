"""Find relation mentions: the lexicon's frames in dependency parses.

From each token whose lemma evokes a frame, the functions of `syntax.yaml` lead to the
tokens that fill its roles; these lead to what they refer to.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from spacy.tokens import Doc, Token

from kg.errors import LexiconError
from kg.lexicon import Frame, Lexicon
from kg.nlp.casualties import CasualtyFinder
from kg.nlp.choice.chooser import ChoiceModel, Chooser
from kg.nlp.grammar import Grammar, Walkers
from kg.nlp.matches import RelationMatch, without_weaker
from kg.nlp.mentions import Referents
from kg.nlp.names import Sense
from kg.nlp.roles import Filler, RoleFiller
from kg.nlp.syntax import FrameSyntax, Syntax
from kg.ontology import Ontology


class RelationFinder:
    """Finds the frames of a lexicon.

    Args:
        lexicon: The frames, and the verbs that support nouns.
        syntax: How frames appear in parses.
        ontology: Which classes a relation accepts.
        choice: Chooses a relation where no frame matches; nothing: none is chosen.

    Raises:
        LexiconError: With one line for each frame of a type the syntax does not know.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        syntax: Syntax,
        ontology: Ontology,
        choice: ChoiceModel | None = None,
    ) -> None:
        strange = [
            f"{frame.iri} is a {frame.syntax}, which the syntax does not know"
            for frame in lexicon.frames
            if frame.syntax not in syntax.frames
        ]
        if strange:
            raise LexiconError("\n".join(strange))
        self._grammar = Grammar(lexicon, syntax, ontology)
        self._chooser = Chooser(choice, self._grammar) if choice else None
        self._casualties = CasualtyFinder(self._grammar)
        self._index: dict[str, list[tuple[tuple[str, ...], Frame]]] = defaultdict(list)
        for frame in lexicon.frames:
            for lemma in sorted(frame.lemmas):
                *before, last = lemma.lower().split()
                self._index[last].append((tuple(before), frame))

    def find(self, doc: Doc, referents: Referents) -> tuple[RelationMatch, ...]:
        """Return the relations a doc expresses, each pair once.

        Those that a frame expresses come first, then victims of what was told before,
        then those that are chosen, each in text order.
        """
        found: list[RelationMatch] = []
        walkers = Walkers(self._grammar, referents)
        for token in doc:
            for frame in self._evoked(token):
                found.extend(_Reading(self._grammar, frame, token, walkers).matches())
        kept = tuple(without_weaker(found, self._grammar.ontology))
        kept = (*kept, *self._casualties.find(doc, referents, kept))
        chosen = self._chooser.choose(doc, referents, kept) if self._chooser else ()
        return (*kept, *chosen)

    def _evoked(self, token: Token) -> Iterator[Frame]:
        keys = {token.lemma_.lower(), token.lower_}
        for key in sorted(keys):
            for before, frame in self._index.get(key, ()):
                syntax = self._grammar.syntax.frames[frame.syntax]
                if token.pos_ in syntax.trigger and _preceded(token, before):
                    yield frame


class _Reading:
    """One frame tried at one trigger."""

    def __init__(
        self, grammar: Grammar, frame: Frame, trigger: Token, walkers: Walkers
    ) -> None:
        self._grammar = grammar
        self._frame = frame
        self._trigger = trigger
        self._referents = walkers.referents
        self._roles: FrameSyntax = grammar.syntax.frames[frame.syntax]
        self._filler = RoleFiller(grammar, frame, trigger, walkers)

    def matches(self) -> Iterator[RelationMatch]:
        frame = self._frame
        if not self._particle_fits() or self._excluded():
            return
        themes = self._themes()
        needs_theme = frame.themes or frame.theme_types
        if (needs_theme and not themes) or not self._modified(themes):
            return
        themes = themes if needs_theme else []
        sides = ("object", "subject") if frame.inverse else ("subject", "object")
        first = self._fillers(self._roles.subjects, sides[0], themes)
        # Without a first side there is no pair, whatever the second would be.
        second = self._stopped(first, sides[1], themes) if first else []
        if first and not second:
            second = self._fillers(self._roles.objects, sides[1], themes, first)
        may_turn = bool(first) and not second and self._may_turn()
        if may_turn:
            second = self._fillers(self._roles.remote, sides[1], themes, first)
        is_remote = may_turn and bool(second)
        pairs = [(a, b) for a in first for b in second]
        if self._frame.reciprocal and not self._has_other_side():
            pairs = list(combinations(first or self._between(sides), 2))
        if not pairs and len(first) > 1 and self._is_mutual():
            relation = self._grammar.ontology.relations[frame.relation]
            both = combinations if relation.symmetric else permutations
            pairs = list(both(first, 2))
        for a, b in pairs:
            subject, object_ = (b, a) if frame.inverse else (a, b)
            if subject[0] is not object_[0] and not _is_same(subject[1], object_[1]):
                yield RelationMatch(
                    frame, self._trigger, *subject, *object_, is_remote=is_remote
                )

    def _may_turn(self) -> bool:
        """Say whether an act may be aimed at who stands inside its complement.

        Who lifts a ban on imports of Iranian goods concedes to Iran; but who orders a
        review of Iranian law asks nothing of Iran.
        """
        code = self._grammar.ontology.plover(self._frame.relation)
        return not self._frame.reciprocal and code in self._grammar.syntax.remote_acts

    def _stopped(
        self, first: Sequence[Filler], side: str, themes: list[Token]
    ) -> list[Filler]:
        """Return whose deed an act stops, where that is another than who stops it.

        Hungary that vetoes EU aid to Ukraine rejects what the EU does.
        """
        code = self._grammar.ontology.plover(self._frame.relation)
        if code not in self._grammar.syntax.stopping_acts:
            return []
        # A parliament may well stop what its own state does to others.
        countries = {sense.country for _, sense in first}
        if None in countries:
            return []
        is_a = self._grammar.ontology.is_a
        return [
            (referent, sense)
            for referent, sense in self._fillers(
                self._roles.stopped, side, themes, first
            )
            if sense.country not in countries and not is_a(sense.type, "Person")
        ]

    def _is_mutual(self) -> bool:
        """Say whether the subjects act on "each other" or "one another"."""
        reached = self._reach_objects()
        return any(
            token.lower_ in {"other", "another"}
            and token.i > 0
            and token.nbor(-1).lower_ in {"each", "one"}
            for token in reached
        )

    def _has_other_side(self) -> bool:
        """Say whether something else than the plural subject is the other side.

        "Russia and China met", but not "met journalists" or "held talks with rebels".
        """
        if self._reach_objects():
            return True
        is_plain_verb = self._roles.theme is None and self._trigger.pos_ == "VERB"
        return is_plain_verb and any(c.dep_ == "dobj" for c in self._trigger.children)

    def _particle_fits(self) -> bool:
        if not self._frame.particles:
            return True
        return any(c.lower_ in self._frame.particles for c in self._trigger.children)

    def _excluded(self) -> bool:
        """Say whether the trigger is modified by what the frame excludes.

        In "former Iranian President Rouhani" parsers hang all words from the name.
        """
        trigger, words = self._trigger, self._frame.exclusions
        if self._roles.subjects == ("described",):
            words |= self._grammar.lexicon.privatives - set(self._first_words())
        if not words:
            return False
        before = [t for t in trigger.head.lefts if t.i < trigger.i]
        bears_title = trigger.dep_ in {"compound", "nmod", "amod", "appos"}
        modifying = [*trigger.children, *(before if bears_title else ())]
        if trigger.i > 0:
            modifying.append(trigger.nbor(-1))
        return any(t.lower_ in words for t in modifying)

    def _first_words(self) -> Iterator[str]:
        """Yield the words before the last of each lemma: "*deputy* minister"."""
        for lemma in self._frame.lemmas:
            yield from lemma.lower().split()[:-1]

    def _themes(self) -> list[Token]:
        if not self._roles.theme:
            return []
        reached = self._filler.reach(self._roles.theme)
        themes = [t for token in reached for t in (token, *token.conjuncts)]
        # "a number of tanks": the noun that counts is the one counted.
        themes += [p for t in themes for c in t.children if c.lower_ == "of"
                   for p in c.children if p.dep_ == "pobj"]  # fmt: skip
        return [t for t in themes if self._is_theme(t) and not self._is_denied(t)]

    def _is_denied(self, token: Token) -> bool:
        """Say whether a deed is one not to be done, and the frame asks for no "not".

        "Malta said it will *not* accept migrants": it undertakes nothing.
        """
        denials = [c.lower_ for c in token.children if c.dep_ == "neg"]
        return bool(denials) and self._frame.modifiers.isdisjoint(denials)

    def _is_theme(self, token: Token) -> bool:
        words, types = self._frame.themes, self._frame.theme_types
        if token.lemma_.lower() in words or token.lower_ in words:
            return True
        if not words and not types:
            return True
        if self._is_of(token, types):
            return True
        return any(
            c.dep_ in {"compound", "amod"}
            and f"{c.lower_} {token.lemma_.lower()}" in words
            for c in token.children
        )

    def _is_of(self, token: Token, types: frozenset[str]) -> bool:
        """Say whether a noun names one of the classes or a name is of one."""
        referent = self._referents.at(token)
        found = [sense.type for sense in referent.senses] if referent else []
        kind = self._grammar.lexicon.nouns.get(token.lemma_.lower())
        found += [kind] if kind else []
        is_a = self._grammar.ontology.is_a
        return any(is_a(name, each) for name in found for each in types)

    def _modified(self, themes: list[Token]) -> bool:
        if not self._frame.modifiers:
            return True
        bearers = [self._trigger, *themes]
        return any(
            c.lower_ in self._frame.modifiers or c.lemma_ in self._frame.modifiers
            for bearer in bearers
            for c in bearer.children
        )

    def _fillers(
        self,
        functions: tuple[str, ...],
        side: str,
        themes: list[Token],
        others: Sequence[Filler] = (),
    ) -> list[Filler]:
        """Return what the first function leads to that is none of the others."""
        taken = {(sense.type, sense.name) for _, sense in others}
        for function in functions:
            found = self._filler.fillers(function, side, themes)
            if any((sense.type, sense.name) not in taken for _, sense in found):
                return found
        return []

    def _reach_objects(self) -> Sequence[Token]:
        """Return the tokens that the first function of the object leads to."""
        return self._filler.reach(self._roles.objects[0]) if self._roles.objects else []

    def _between(self, sides: tuple[str, str]) -> list[Filler]:
        """Return both parties of "talks between A and B"."""
        return self._filler.fillers("between", sides[0], [])


def _is_same(sense: Sense, other: Sense) -> bool:
    return (sense.type, sense.name) == (other.type, other.name)


def _preceded(token: Token, words: tuple[str, ...]) -> bool:
    if not words:
        return True
    start = token.i - len(words)
    if start < 0:
        return False
    return all(
        t.lower_ == word
        for t, word in zip(token.doc[start : token.i], words, strict=True)
    )
