"""The cue words of `cues.yaml`: who says it, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from kg.nlp.word_lists import read_word_lists

CUES = Path(__file__).with_name("cues.yaml")


# No slots: the markers are worked out once and kept.
@dataclass(frozen=True, kw_only=True)
class Cues:
    """Sets of words by what they signal; `cues.yaml` says what each is for."""

    reporting_verbs: frozenset[str]
    reporting_nouns: frozenset[str]
    accusing_verbs: frozenset[str]
    clause_only: frozenset[str]
    denying: frozenset[str]
    speech_nouns: frozenset[str]
    attitude_verbs: frozenset[str]
    attitude_adjectives: frozenset[str]
    said_objects: frozenset[str]
    said_with: frozenset[str]
    expressing: frozenset[str]
    attitude_nouns: frozenset[str]
    naming: frozenset[str]
    showing: frozenset[str]
    evidence: frozenset[str]
    ending: frozenset[str]
    existence: frozenset[str]
    negative: frozenset[str]
    noncommittal: frozenset[str]
    forgoing: frozenset[str]
    planned: frozenset[str]
    planned_objects: frozenset[str]
    demanded: frozenset[str]
    demanded_objects: frozenset[str]
    possible: frozenset[str]
    possible_objects: frozenset[str]
    modal_planned: frozenset[str]
    modal_possible: frozenset[str]
    modal_conditional: frozenset[str]
    modal_demanded: frozenset[str]
    modifier_possible: frozenset[str]
    modifier_planned: frozenset[str]
    negations: frozenset[str]
    conditions: frozenset[str]
    open_questions: frozenset[str]
    attempts: frozenset[str]
    preventing: frozenset[str]
    reacting: frozenset[str]
    reasons: frozenset[str]
    past_reasons: frozenset[str]
    asking: frozenset[str]
    event_nouns: frozenset[str]
    event_endings: frozenset[str]
    thing_nouns: frozenset[str]

    @cached_property
    def bearing(self) -> frozenset[str]:
        """All words that tell how factual what they govern is."""
        return frozenset().union(
            *(
                self.negative,
                self.preventing,
                self.attempts,
                self.possible,
                self.possible_objects,
            ),
            *(self.planned, self.planned_objects),
            *(self.demanded, self.demanded_objects),
        )

    @cached_property
    def markers_of_talk(self) -> Mapping[str, frozenset[str]]:
        """The prepositions of what is spoken of, by verb: "call" has "for"."""
        found: dict[str, set[str]] = {}
        for pair in self.said_with:
            verb, _, marker = pair.partition(" ")
            found.setdefault(verb, set()).add(marker)
        return {verb: frozenset(markers) for verb, markers in found.items()}


def read_cues(path: Path = CUES) -> Cues:
    """Read a file of cue words.

    Raises:
        LexiconError: If it is no YAML, or a list is missing or unknown.
    """
    names = [field.name for field in fields(Cues)]
    return Cues(**read_word_lists(path, names))
