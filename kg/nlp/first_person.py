"""Find those who speak of themselves: "*I* want to thank", "*we* condemn"."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from kg.model import MentionKind
from kg.nlp.mentions import Referent
from kg.nlp.senses import Sense
from kg.nlp.speech import Speech

_SINGULAR, _PLURAL = {"i", "me"}, {"we", "us"}


def find_first_persons(
    doc: Doc,
    taken: Collection[int],
    speeches: Mapping[int, Sequence[Speech]],
    speakers: Mapping[int, Referent],
) -> Iterator[Referent]:
    """Yield pronouns of the first person that the recogniser takes for somebody.

    "I" is who makes the statement. "We" are a body that may have no name in the text.

    Args:
        doc: The doc; without a span group of descriptions there are none.
        taken: Indices of tokens that refer to something already.
        speeches: The statements, by the start of each sentence they reach into.
        speakers: Who makes a statement, by the token index of its cue.
    """
    for found in doc.spans.get("descriptions", ()):
        token = found.root
        if len(found) > 1 or token.i in taken or token.pos_ != "PRON":
            continue
        if token.lower_ in _SINGULAR:
            around = speeches.get(token.sent.start, ())
            senses = _speaker(token, around, speakers) or (Sense("Person", "i"),)
        elif token.lower_ in _PLURAL and found.label_ == "Organization":
            senses = (Sense(found.label_, "we"),)
        else:
            continue
        yield Referent(token.i, token.i + 1, MentionKind.PRONOUN, senses)


def _speaker(
    token: Token, speeches: Sequence[Speech], speakers: Mapping[int, Referent]
) -> tuple[Sense, ...]:
    """Return the senses of whoever makes the shortest statement around a word."""
    around = [s for s in speeches if s.says(token) and s.cue.i in speakers]
    shortest = min(around, key=lambda s: (s.length, s.cue.i), default=None)
    return speakers[shortest.cue.i].senses if shortest is not None else ()
