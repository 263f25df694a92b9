"""How much walking a doc takes, counted in functions that are looked for."""

from collections import Counter

import pytest
from spacy.tokens import Doc

from kg.model import MentionKind
from kg.nlp.mentions import Referent, Referents
from kg.nlp.relations import RelationFinder
from kg.nlp.senses import Sense
from kg.nlp.syntax import read_syntax
from kg.nlp.walker import Walker

ATTACK = """
Iran     Iran   PROPN NNP 1 nsubj
attacked attack VERB  VBD 1 ROOT
Iraq     Iraq   PROPN NNP 1 dobj
.        .      PUNCT .   1 punct
"""


@pytest.fixture
def walks(monkeypatch, parse, lexicon, ontology):
    """Count each search for a function in a doc of so many attacks."""
    looked_for: Counter[tuple[str, int, int]] = Counter()
    find = vars(Walker)["_find"]

    def counting(walker, name, token, depth):
        looked_for[name, token.i, depth] += 1
        return find(walker, name, token, depth)

    def count(sentences):
        doc = Doc.from_docs([parse(ATTACK) for _ in range(sentences)])
        states = [
            Referent(t.i, t.i + 1, MentionKind.NAME, (Sense("State", t.text),))
            for t in doc
            if t.pos_ == "PROPN"
        ]
        finder = RelationFinder(lexicon, read_syntax(), ontology)
        looked_for.clear()
        assert len(finder.find(doc, Referents.of(states))) == sentences
        return looked_for.copy()

    monkeypatch.setattr(Walker, "_find", counting)
    return count


def test_ten_times_the_text_takes_ten_times_the_walks(walks):
    few = walks(2).total()

    assert walks(20).total() == 10 * few


def test_who_acts_is_looked_for_once_whatever_frames_ask(walks):
    agents = {key: n for key, n in walks(1).items() if key[0] == "agent"}

    assert set(agents.values()) == {1}
