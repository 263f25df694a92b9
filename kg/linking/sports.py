"""Places that stand for teams: "Italy beat Spain 2-1", "England captain".

No team is among the entities known, so a place that plays is not to be linked.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.model import Mention

_FOLDER = Path(__file__).parent
_WORD = re.compile(r"[a-z]+")
# A result, or a tie of sets: "7-1", "6-3, 6-3".
_RESULT = re.compile(r"(?<![\w-])\d{1,3}-\d{1,3}(?![\w-])")
_WINS = re.compile(
    r"\b(?:beat|beats|defeated|defeats|edged|lost|routed|thrashed|won)\b"
)
_NEXT_WORD = re.compile(r"[\s(]*(?:-LRB-)?\s*(?:'s\s+)?([A-Za-z]+)")
_LOCATIVE = re.compile(r"\b(?:at|from|in|into|near|outside|to|via|across|around)\s+$")
_TEAM_TYPES = frozenset(("State", "City", "Region", "University", "Place"))
# Of so many words a report may speak once of a sport by the way.
_WORDS_A_SPORT = 150
_SOME_HINTS = 2
_WORDS_A_HINT = 25


@cache
def _words(name: str) -> frozenset[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_about_sports(text: str) -> bool:
    """Say whether an article reports on sports."""
    words = _WORD.findall(text.lower())
    found = sum(word in _words("sports_words.txt") for word in words)
    hints = len(_words("sports_hints.txt").intersection(words))
    if hints >= _SOME_HINTS and hints * _WORDS_A_HINT >= len(words):
        found += 1
    if _RESULT.search(text) and _WINS.search(text):
        found += 1
    return found * _WORDS_A_SPORT >= max(len(words), 1)


def teams_among(mentions: Iterable[Mention], text: str) -> frozenset[str]:
    """Return the ids of the mentions of places that stand for their teams.

    Args:
        mentions: Of one article.
        text: The article's.
    """
    about_sports = is_about_sports(text)
    return frozenset(m.id for m in mentions if _plays(m, text, about_sports))


def _plays(mention: Mention, text: str, about_sports: bool) -> bool:  # noqa: FBT001 - a fact of the text
    if mention.type not in _TEAM_TYPES:
        return False
    after = _NEXT_WORD.match(text, mention.span.end)
    if after and after[1] in _words("team_words.txt"):
        return True
    before = text[max(0, mention.span.start - 12) : mention.span.start]
    return about_sports and not _LOCATIVE.search(before.lower())
