"""People by their titles: "the president", "the Azerbaijani leader".

A title leads back to the one person named before who bears it in the text, or who is
known to be of the state that the title names. Kept off where several do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.nlp.discourse import read_discourse_words
from kg.nlp.mentions import Referent
from kg.nlp.senses import Sense
from kg.ontology import Ontology

# How many words before a name can make up a title: "deputy prime minister".
_LONGEST = 4
# How many people back a title may lead: more would cost time on endless lists.
_REMEMBERED = 20
_TITLE_WORDS = {"ADJ", "NOUN", "PROPN"}
_DEFINITE = {"the", "this"}


@dataclass(slots=True)
class _Bearer:
    """A person named so far: titles borne in the text, and the states they are of."""

    senses: tuple[Sense, ...]
    states: set[str] = field(default_factory=set)
    titles: set[tuple[str, ...]] = field(default_factory=set)


class Titles:
    """The people named in a doc, asked for by title in text order.

    Args:
        doc: The doc.
        names: Its names and what refers back to them, in text order.
        ontology: The classes.
    """

    def __init__(self, doc: Doc, names: Sequence[Referent], ontology: Ontology) -> None:
        self._doc = doc
        self._by_token = {i: n for n in names for i in range(n.start, n.end)}
        self._people: Iterator[Referent] = (
            name for name in names if _is_person(name, ontology)
        )
        self._next = next(self._people, None)
        self._bearers: dict[tuple[Sense, ...], _Bearer] = {}

    def bear(self, senses: tuple[Sense, ...], description: Referent) -> None:
        """Take note of a title in apposition: "Erdogan, *the Turkish president*"."""
        # "The president, Ramon Vasko" names the person after the title.
        while senses not in self._bearers and self._next is not None:
            self._read_until(self._next.end)
        bearer = self._bearers.get(senses)
        if bearer is not None:
            self._bestow(bearer, description.start, description.end)

    def bearer(self, description: Referent) -> tuple[Sense, ...]:
        """Return the senses of the only person that a description can stand for."""
        self._read_until(description.start)
        doc, head = self._doc, self._doc[description.end - 1]
        opening = doc[description.start - 1].lower_ if description.start else ""
        if opening not in _DEFINITE or head.tag_ not in {"NN", "NNP"}:
            return ()
        if any(
            child.dep_ in {"prep", "relcl", "acl", "appos"} for child in head.rights
        ):
            return ()
        words, states = self._words(description.start, description.end)
        fits = [b for b in self._bearers.values() if _fits(b, words, states)]
        titled = [b for b in fits if any(_covers(t, words) for t in b.titles)]
        found = titled or fits
        return found[0].senses if len(found) == 1 else ()

    def _read_until(self, end: int) -> None:
        while self._next is not None and self._next.end <= end:
            person, self._next = self._next, next(self._people, None)
            # Who is named again is the latest.
            known = self._bearers.pop(person.senses, None)
            bearer = known or _Bearer(person.senses)
            self._bearers[person.senses] = bearer
            if len(self._bearers) > _REMEMBERED:
                del self._bearers[next(iter(self._bearers))]
            country = person.senses[0].country
            bearer.states |= {country} if country else set()
            self._bestow(bearer, max(person.start - _LONGEST, 0), person.start)

    def _bestow(self, bearer: _Bearer, start: int, end: int) -> None:
        words, states = self._words(start, end)
        if words:
            bearer.titles.add(words)
            bearer.states |= states

    def _words(self, start: int, end: int) -> tuple[tuple[str, ...], set[str]]:
        """Return the words of a title that ends at a token, and the state before it."""
        words: list[str] = []
        for i in range(end - 1, start - 1, -1):
            token = self._doc[i]
            name = self._by_token.get(i)
            if name is not None:
                country = name.senses[0].country if name.senses else None
                return tuple(words), {country} if country and words else set()
            if token.pos_ not in _TITLE_WORDS or token.is_punct:
                break
            words.insert(0, token.lower_)
        return tuple(words), set()


def _is_person(name: Referent, ontology: Ontology) -> bool:
    return bool(name.senses) and ontology.is_a(name.senses[0].type, "Person")


def _fits(bearer: _Bearer, words: tuple[str, ...], states: set[str]) -> bool:
    """Say whether a person may be meant: by title and state, where both are told."""
    if states and bearer.states and states.isdisjoint(bearer.states):
        return False
    if any(_covers(title, words) for title in bearer.titles):
        return True
    leading = read_discourse_words().leading
    titles = (words, *bearer.titles)
    is_leader, *others = (bool(leading.intersection(t[-1:])) for t in titles)
    is_leader = is_leader and any(others)
    is_of_state = not states.isdisjoint(bearer.states)
    return is_of_state and (is_leader or not bearer.titles)


def _covers(title: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Say whether a title ends in what a description calls: "(defence) minister"."""
    return bool(words) and title[-len(words) :] == words
