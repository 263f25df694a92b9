"""Mentions of a doc, and how a token leads to the mention it stands for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.model import Mention, MentionKind, Span
from kg.nlp.names import Name, Sense

CONFIDENCE = {
    MentionKind.NAME: 0.9,
    MentionKind.NOMINAL: 0.7,
    MentionKind.PRONOUN: 0.6,
}


@dataclass(frozen=True, slots=True)
class Referent:
    """What a stretch of tokens refers to: a name, or something that stands for one.

    `senses` are those of the name; a group ("the two countries") has `members`
    instead, which are referents of their own.
    """

    start: int
    end: int
    kind: MentionKind
    senses: tuple[Sense, ...]
    members: tuple["Referent", ...] = ()

    def __hash__(self) -> int:
        """Two numbers tell referents apart; hashing all senses took long."""
        return hash((self.start, self.end))

    @classmethod
    def of_name(cls, name: Name) -> "Referent":
        """Return a name as what it refers to."""
        return cls(name.start, name.end, MentionKind.NAME, name.senses)


@dataclass(frozen=True, slots=True)
class Referents:
    """All referents of a doc, by token; `tokens` are all that belong to one.

    `nominals` are descriptions, by their head; they overlap the names inside them.
    `senses` are those that names have.
    """

    all: tuple[Referent, ...]
    by_token: Mapping[int, Referent] = field(default_factory=dict)
    tokens: frozenset[int] = frozenset()
    nominals: Mapping[int, Referent] = field(default_factory=dict)
    senses: frozenset[Sense] = frozenset()

    @classmethod
    def of(
        cls, referents: Iterable[Referent], nominals: Iterable[Referent] = ()
    ) -> "Referents":
        """Index referents by the tokens they cover, and nominals by their last."""
        ordered = tuple(sorted(referents, key=lambda r: (r.start, r.end)))
        by_token = {i: r for r in ordered for i in range(r.start, r.end)}
        heads = {nominal.end - 1: nominal for nominal in nominals}
        senses = frozenset(s for r in ordered for s in r.senses[:1])
        return cls(ordered, by_token, frozenset(by_token), heads, senses)

    def including(self, others: Iterable[Referent]) -> "Referents":
        """Return these and those that relations made: positions that somebody holds."""
        known = set(self.nominals.values())
        added = (other for other in others if other not in known)
        return Referents.of(dict.fromkeys([*self.all, *added]), self.nominals.values())

    def named_person(self, token: Token) -> Referent | None:
        """Return the description that a token heads, if it stands for a named person.

        "The *Turkish president*" is who bears the name, and no longer just Turkey.
        """
        nominal = self.nominals.get(token.i)
        is_named = nominal is not None and nominal.senses[0] in self.senses
        is_person = nominal is not None and nominal.senses[0].type == "Person"
        return nominal if is_named and is_person else None

    def at(self, token: Token) -> Referent | None:
        """Return the referent that a token is part of."""
        return self.by_token.get(token.i)


def choose(referent: Referent, types: Iterable[str | None]) -> Sense | None:
    """Return the likeliest sense of a referent whose class is among the types."""
    wanted = set(types)
    return next((s for s in referent.senses if s.type in wanted), None)


def make_mentions(
    doc: Doc, referents: Referents, chosen: Mapping[Referent, Sense]
) -> dict[Referent, Mention]:
    """Return the mention of each referent that is no group, numbered in text order.

    Args:
        doc: The doc.
        referents: Its referents.
        chosen: The sense a relation asked for, where it is not the likeliest.
    """
    return dict(_mentions(doc, referents, chosen))


def _mentions(
    doc: Doc, referents: Referents, chosen: Mapping[Referent, Sense]
) -> Iterator[tuple[Referent, Mention]]:
    number = 0
    found = dict.fromkeys([*referents.all, *referents.nominals.values()])
    for referent in sorted(found, key=lambda r: (r.start, -r.end)):
        if referent.members or not referent.senses:
            continue
        number += 1
        sense = chosen.get(referent, referent.senses[0])
        piece = doc[referent.start : referent.end]
        yield (
            referent,
            Mention(
                id=f"m{number}",
                span=Span(piece.start_char, piece.end_char),
                text=piece.text,
                kind=referent.kind,
                type=sense.type,
                name=sense.name,
                country=sense.country,
                confidence=CONFIDENCE[referent.kind],
            ),
        )
