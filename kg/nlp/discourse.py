"""Words that refer back or link what is told; `discourse.yaml` holds them."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from kg.nlp.word_lists import read_word_lists

DISCOURSE = Path(__file__).with_name("discourse.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscourseWords:
    """Sets of words by what they refer to; `discourse.yaml` says what each is for."""

    personal: frozenset[str]
    neuter: frozenset[str]
    plural: frozenset[str]
    pairs: frozenset[str]
    both: frozenset[str]
    taken_up: frozenset[str]
    speaking: frozenset[str]
    leading: frozenset[str]
    counts: frozenset[str]
    casualty_relations: frozenset[str]
    causes: frozenset[str]
    cause_clauses: frozenset[str]
    circumstances: frozenset[str]


@cache
def read_discourse_words(path: Path = DISCOURSE) -> DiscourseWords:
    """Read a file of words of discourse; each file once.

    Raises:
        LexiconError: If it is no YAML, or a list is missing or unknown.
    """
    names = [field.name for field in fields(DiscourseWords)]
    return DiscourseWords(**read_word_lists(path, names))
