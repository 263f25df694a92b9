"""Lists of words in YAML files, checked when they are read."""

from collections.abc import Collection
from pathlib import Path

import yaml

from kg.errors import LexiconError


def read_word_lists(path: Path, names: Collection[str]) -> dict[str, frozenset[str]]:
    """Read a file of lists of words by name.

    Args:
        path: A YAML file.
        names: The lists it has to hold, and no others.

    Raises:
        LexiconError: If it is no YAML, or a list is missing or unknown.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LexiconError(f"{path}: cannot be read as YAML: {error}") from error
    if not isinstance(content, dict):
        raise LexiconError(f"{path}: needs lists of words by name")
    if set(content) != set(names):
        odd = sorted(map(str, set(names) ^ set(content)))
        raise LexiconError(f"{path}: lists missing or unknown: {', '.join(odd)}")
    # An unquoted "no" is a truth value to YAML.
    wrong = sorted(name for name in names if not _are_words(content[name]))
    if wrong:
        raise LexiconError(f"{path}: needs lists of words in: {', '.join(wrong)}")
    return {name: frozenset(words) for name, words in content.items()}


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)
