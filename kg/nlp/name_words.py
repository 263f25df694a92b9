"""Words that tell what a name is, or that it is none; `names.yaml` holds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from spacy.tokens import Span, Token

from kg.nlp.relative_times import MONTH_OF

_FILE = Path(__file__).with_name("names.yaml")


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words of `names.yaml`.

    `ship_prefixes` stand before the name of a ship, `openings` begin a name and map
    to its class, `ranks` stand before a person's name, and the field of whose office
    `office_nouns` tell looks like a name. `naming_nouns` stand beside a name and tell
    its class, `unit_nouns` end that of a military unit.
    """

    ship_prefixes: frozenset[str]
    openings: Mapping[str, str]
    ranks: frozenset[str]
    office_nouns: frozenset[str]
    naming_nouns: frozenset[str]
    unit_nouns: frozenset[str]

    def is_no_name(self, span: Span) -> bool:
        """Say whether a stretch that looks like a name is none.

        It is a rank, a month, a sign, a language that a foreign spelling is in, or
        the field of an office: "the Secretary of *State*".
        """
        if not any(character.isalpha() for character in span.text):
            return True
        return self._is_rank(span) or self._is_office(span) or _is_language(span)

    def _is_rank(self, span: Span) -> bool:
        """Say whether there are only ranks, before a name, or a month and a day."""
        last = span[-1].text
        after = span.doc[span.end] if span.end < len(span.doc) else None
        is_short = last.endswith(".") or (after is not None and after.text == ".")
        is_before = after is not None and (after.pos_ == "PROPN" or after.like_num)
        words = {token.lower_.rstrip(".") for token in span}
        return (is_short or is_before) and words <= self.ranks | set(MONTH_OF)

    def _is_office(self, span: Span) -> bool:
        around = [span.root.head]
        if span.root.dep_ == "pobj" and span.root.head.lower_ == "of":
            around = [span.root.head.head]
        return span.root.dep_ in {"pobj", "compound", "nmod"} and any(
            token.lower_ in self.office_nouns
            and token not in span
            and token.text[:1].isupper()
            for token in around
        )


def _is_language(span: Span) -> bool:
    """Say whether a name tells what language words are in: "(*Arabic*: ...)"."""
    if len(span) > 1 or span.end == len(span.doc):
        return False
    after: Token = span.doc[span.end]
    before = span.doc[span.start - 1].text if span.start else ""
    is_gloss = after.text == ":" and before in {"(", ";", ","}
    return is_gloss or (
        span.root.ent_type_ == "LANGUAGE" and after.text in {":", "-", ")"}
    )


@cache
def read_name_words() -> NameWords:
    """Read `names.yaml`."""
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return NameWords(
        ship_prefixes=frozenset(content["ship_prefixes"]),
        openings=content["openings"],
        ranks=frozenset(content["ranks"]),
        office_nouns=frozenset(content["office_nouns"]),
        naming_nouns=frozenset(content["naming_nouns"]),
        unit_nouns=frozenset(content["unit_nouns"]),
    )
