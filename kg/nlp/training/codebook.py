"""Read the verb dictionary of PETRARCH as words with the relation they express.

The dictionary (Open Event Data Alliance, MIT licence) lists verbs and patterns of words
after a verb, with codes of CAMEO: `- * EXTRADITION [0213] # REQUEST`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The two digits that a code of CAMEO begins with, and what they mean here.
RELATIONS = {
    "02": "requests", "03": "agreesWith", "04": "consultsWith", "05": "supports",
    "06": "cooperatesWith", "07": "aids", "08": "concedesTo", "09": "investigates",
    "10": "requests", "11": "accuses", "12": "rejects", "13": "threatens",
    "14": "protestsAgainst", "15": "mobilizesAgainst", "16": "sanctions",
    "17": "coerces", "18": "attacks", "19": "attacks", "20": "attacks",
}  # fmt: skip
_PREPOSITIONS = frozenset({
    "about", "against", "as", "at", "by", "for", "from", "in", "into", "of", "on",
    "over", "to", "upon", "with",
})  # fmt: skip
_BLOCK = re.compile(r"---\s+.+?\s*\[(?P<code>[^\]]*)\]\s*---")
_VERB = re.compile(r"(?P<verb>[A-Z_+]+)\s*(?:\{[^}]*\})?\s*(?:\[(?P<code>[^\]]*)\])?")
_PATTERN = re.compile(
    r"- [^*]*\*(?P<after>[^\[]*)\[(?P<code>[^\]]*)\]\s*#\s*(?P<verb>[A-Z]+)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A verb, the nouns and prepositions after it, and the relation they express."""

    verb: str
    nouns: tuple[str, ...]
    markers: tuple[str, ...]
    relation: str


def read_codebook(path: Path) -> Iterator[Entry]:
    """Yield the verbs and patterns of a dictionary in its order."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    synonyms = _synonyms(lines)
    default = ""
    for line in lines:
        block = _BLOCK.match(line)
        pattern = _PATTERN.match(line)
        verb = _VERB.fullmatch(line.partition("#")[0].strip())
        if block:
            default = block["code"]
        elif pattern and (relation := _relation(pattern["code"])):
            words = list(_words(pattern["after"], synonyms))
            yield Entry(
                verb=pattern["verb"].lower(),
                nouns=tuple(w for w in words if w not in _PREPOSITIONS),
                markers=tuple(w for w in words if w in _PREPOSITIONS),
                relation=relation,
            )
        elif verb and (relation := _relation(verb["code"] or default)):
            lemma = verb["verb"].lower().replace("_", " ").strip("+ ")
            yield Entry(lemma, (), (), relation)


def _relation(code: str) -> str | None:
    return RELATIONS.get(code.strip(": ")[:2])


def _synonyms(lines: list[str]) -> dict[str, str]:
    """Return the first noun of each set of synonyms: "&WEAPON"."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        if line.startswith("&"):
            name = line.split()[0]
        elif name and line.startswith("+"):
            found.setdefault(name, line[1:].split("#")[0].strip().lower())
        elif line.strip():
            name = ""
    return found


def _words(text: str, synonyms: dict[str, str]) -> Iterator[str]:
    for word in re.findall(r"&?[A-Z_]+", text):
        plain = synonyms.get(word, word.strip("&")).lower()
        yield from plain.split("_")
