"""The path language, on small parses."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.nlp.paths import (
    Functions,
    Move,
    antecedent,
    is_passive,
    marked,
    read_path,
)
from kg.nlp.walker import Memory, Surroundings, Walker

type Parse = Callable[[str], Doc]

ACTIVE = """
Iran     Iran   PROPN NNP 1 nsubj
bought   buy    VERB  VBD 1 ROOT
modern   modern ADJ   JJ  3 amod
tanks    tank   NOUN  NNS 1 dobj
from     from   ADP   IN  1 prep
Iraq     Iraq   PROPN NNP 4 pobj
and      and    CCONJ CC  1 cc
staged   stag   VERB  VBD 1 conj
drills   drill  NOUN  NNS 7 dobj
"""

PASSIVE = """
Tanks    tank  NOUN  NNS 2 nsubjpass
were     be    AUX   VBD 2 auxpass
bought   buy   VERB  VBN 2 ROOT
by       by    ADP   IN  2 agent
Iran     Iran  PROPN NNP 3 pobj
"""

RELATIVE = """
Tanks    tank  NOUN  NNS 4 nsubj
that     that  PRON  WDT 3 dobj
Iran     Iran  PROPN NNP 3 nsubj
bought   buy   VERB  VBD 0 relcl
arrived  arrive VERB VBD 4 ROOT
"""

BORDER = """
Iran     Iran  PROPN NNP 1 nsubj
trained  train VERB  VBD 1 ROOT
on       on    ADP   IN  1 prep
the      the   DET   DT  4 det
border   border NOUN NN  2 pobj
with     with  ADP   IN  4 prep
Iraq     Iraq  PROPN NNP 5 pobj
"""

BORDER_WITH_ON_THE_VERB = """
Iran     Iran  PROPN NNP 1 nsubj
trained  train VERB  VBD 1 ROOT
on       on    ADP   IN  1 prep
the      the   DET   DT  4 det
border   border NOUN NN  2 pobj
with     with  ADP   IN  1 prep
Iraq     Iraq  PROPN NNP 5 pobj
"""

BORDER_AND_LATER_WITH = """
Iran     Iran  PROPN NNP 1 nsubj
trained  train VERB  VBD 1 ROOT
on       on    ADP   IN  1 prep
the      the   DET   DT  4 det
border   border NOUN NN  2 pobj
in       in    ADP   IN  1 prep
May      May   PROPN NNP 5 pobj
with     with  ADP   IN  1 prep
Iraq     Iraq  PROPN NNP 7 pobj
"""

POSSESSIVE_BORDER = """
Iran     Iran  PROPN NNP 1 nsubj
trained  train VERB  VBD 1 ROOT
on       on    ADP   IN  1 prep
Iraq     Iraq  PROPN NNP 5 poss
's       's    PART  POS 3 case
border   border NOUN NN  2 pobj
"""

PULLED_OUT = """
Iran     Iran  PROPN NNP 1 nsubj
pulled   pull  VERB  VBD 1 ROOT
out      out   ADP   RP  1 prep
of       of    ADP   IN  2 prep
Iraq     Iraq  PROPN NNP 3 pobj
"""


def reach(doc: Doc, start: int, *paths: str, **around: object) -> list[str]:
    """Return the words that the paths of one function lead to."""
    functions: Functions = {"it": tuple(read_path(path) for path in paths)}
    surroundings = Surroundings(**around)  # type: ignore[arg-type]  # told by name in each test
    walker = Walker(functions, surroundings)
    return [token.text for token in walker.reach("it", doc[start])]


@pytest.mark.parametrize(
    ("start", "path", "words"),
    [
        pytest.param(1, "nsubj", ["Iran"], id="down"),
        pytest.param(1, "nsubj|dobj", ["Iran", "tanks"], id="either label"),
        pytest.param(5, "^pobj", ["from"], id="up"),
        pytest.param(5, "^dobj", [], id="up only under its label"),
        pytest.param(5, "^pobj ^prep dobj", ["tanks"], id="up and down again"),
        pytest.param(1, ".", ["bought"], id="stay"),
        pytest.param(1, "nsubj dobj", [], id="a step that leads nowhere"),
        pytest.param(1, "dobj[pos=NOUN]", ["tanks"], id="part of speech"),
        pytest.param(1, "dobj[pos=PROPN]", [], id="another part of speech"),
        pytest.param(1, "dobj[tag!=NNS]", [], id="negated tag"),
        pytest.param(1, "dobj[lower=tanks|jets]", ["tanks"], id="one of some words"),
        pytest.param(1, "dobj[pos=NOUN][tag=NN]", [], id="all conditions must hold"),
        pytest.param(1, ".[has=dobj] nsubj", ["Iran"], id="has a child"),
        pytest.param(1, ".[lacks=dobj] nsubj", [], id="lacks a child"),
        pytest.param(1, ".[voice=active] nsubj", ["Iran"], id="voice"),
        pytest.param(1, "conj* dobj", ["tanks", "drills"], id="along a chain"),
        pytest.param(0, ".[fronted]", ["Iran"], id="before its head"),
        pytest.param(3, ".[fronted]", [], id="after its head"),
        pytest.param(1, "conj[lemma=$support] dobj", ["drills"], id="a listed form"),
        pytest.param(1, ".[lemma=$support] dobj", [], id="not in the list"),
        pytest.param(1, ".[lemma!=$unknown] nsubj", ["Iran"], id="an unknown list"),
    ],
)
def test_path_leads_to_tokens(
    parse: Parse, start: int, path: str, words: list[str]
) -> None:
    lists = {"support": frozenset({"stage", "staged"})}

    assert reach(parse(ACTIVE), start, path, words=lists) == words


def test_first_path_that_leads_somewhere_wins(parse: Parse) -> None:
    assert reach(parse(ACTIVE), 1, "agent pobj", "nsubj", "dobj") == ["Iran"]


def test_named_is_what_a_mention_covers(parse: Parse) -> None:
    doc = parse(ACTIVE)

    assert reach(doc, 1, "nsubj|dobj[named]", named=frozenset({0})) == ["Iran"]
    assert reach(doc, 1, "dobj[named]", named=frozenset({0})) == []


def test_next_is_the_name_right_after_a_noun(parse: Parse) -> None:
    doc = parse(
        """
        its   its  PRON  PRP$ 1 poss
        ally  ally NOUN  NN   3 nsubj
        Iran  Iran PROPN NNP  3 nsubj
        spoke speak VERB VBD  3 ROOT
        """
    )

    assert reach(doc, 1, ">") == ["Iran"]
    assert reach(doc, 2, ">") == []


def test_function_calls_another(parse: Parse) -> None:
    functions: Functions = {
        "giver": (read_path("prep[lower=from] pobj"),),
        "above": (read_path("^dobj @giver"),),
    }
    doc = parse(ACTIVE)

    (found,) = Walker(functions, Surroundings()).reach("above", doc[3])

    assert found.text == "Iraq"


def test_function_that_only_calls_itself_ends(parse: Parse) -> None:
    functions: Functions = {"round": (read_path("@round"),)}

    assert Walker(functions, Surroundings()).reach("round", parse(ACTIVE)[1]) == ()


def test_walkers_of_a_doc_share_what_they_reached(parse: Parse) -> None:
    functions: Functions = {"it": (read_path("nsubj"),)}
    doc, memory = parse(ACTIVE), Memory()
    first = Walker(functions, Surroundings(), memory).reach("it", doc[1])

    again = Walker(functions, Surroundings(), memory).reach("it", doc[1])

    assert again is first


@pytest.mark.parametrize(
    ("text", "path"),
    [(ACTIVE, "dobj[lemma=$act]"), (ACTIVE, "@inner"), (PULLED_OUT, "$marker")],
    ids=["words", "words of an inner function", "markers"],
)
def test_what_a_frame_has_of_its_own_is_not_shared(
    parse: Parse, text: str, path: str
) -> None:
    functions: Functions = {
        "it": (read_path(path),),
        "inner": (read_path("dobj[lemma=$act]"),),
    }
    doc, memory = parse(text), Memory()
    fitting = Surroundings(own_words={"act": frozenset({"tank"})}, markers=("out of",))
    other = Surroundings(own_words={"act": frozenset({"talks"})}, markers=("with",))

    def reached(surroundings: Surroundings) -> int:
        return len(Walker(functions, surroundings, memory).reach("it", doc[1]))

    assert [reached(other), reached(fitting), reached(other)] == [0, 1, 0]


def test_relative_pronoun_is_resolved_at_the_end_of_a_path(parse: Parse) -> None:
    doc = parse(RELATIVE)

    assert reach(doc, 3, "dobj") == ["Tanks"]
    assert antecedent(doc[2]).text == "Iran"


@pytest.mark.parametrize(
    ("text", "start", "marker", "words"),
    [
        pytest.param(ACTIVE, 1, "from", ["Iraq"], id="one word"),
        pytest.param(ACTIVE, 1, "to", [], id="another word"),
        pytest.param(BORDER, 1, "on border with", ["Iraq"], id="through a noun"),
        pytest.param(BORDER, 1, "near border with", [], id="another preposition"),
        pytest.param(BORDER, 1, "on coast with", [], id="another noun"),
        pytest.param(
            BORDER_WITH_ON_THE_VERB,
            1,
            "on border with",
            ["Iraq"],
            id="the next word, attached elsewhere",
        ),
        pytest.param(
            BORDER_AND_LATER_WITH, 1, "on border with", ["Iraq"], id="further on"
        ),
        pytest.param(
            POSSESSIVE_BORDER, 1, "on border 's", ["Iraq"], id="the noun's possessor"
        ),
        pytest.param(POSSESSIVE_BORDER, 5, "'s", ["Iraq"], id="possessor alone"),
        pytest.param(PULLED_OUT, 1, "out of", ["Iraq"], id="two prepositions"),
    ],
)
def test_marker_governs(
    parse: Parse, text: str, start: int, marker: str, words: list[str]
) -> None:
    found = marked(parse(text)[start], marker.split())

    assert [token.text for token in found] == words


def test_step_goes_through_any_marker_of_the_frame(parse: Parse) -> None:
    assert reach(parse(ACTIVE), 1, "$marker", markers=("to", "from")) == ["Iraq"]


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        pytest.param(ACTIVE, 1, False, id="active verb"),
        pytest.param(PASSIVE, 2, True, id="passive verb"),
        pytest.param(RELATIVE, 3, False, id="active relative clause"),
        pytest.param(
            "Tanks tank NOUN NNS 0 ROOT\nbought buy VERB VBN 0 acl",
            1,
            True,
            id="participle after a noun",
        ),
        pytest.param(
            "It it PRON PRP 2 nsubj\nhas have AUX VBZ 2 aux\nled lead VERB VBN 2 ROOT",
            2,
            False,
            id="perfect",
        ),
        pytest.param(
            """
            It    it    PRON  PRP 2 nsubjpass
            was   be    AUX   VBD 2 auxpass
            built build VERB  VBN 2 ROOT
            and   and   CCONJ CC  2 cc
            sold  sell  VERB  VBN 2 conj
            """,
            4,
            True,
            id="coordinated with a passive",
        ),
    ],
)
def test_voice_is_told(parse: Parse, text: str, index: int, *, expected: bool) -> None:
    assert is_passive(parse(text)[index]) is expected


@pytest.mark.parametrize(
    "text",
    ["[named]", "nsubj[lower"],
    ids=["no move", "open bracket"],
)
def test_malformed_step_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="is no step of a path"):
        read_path(text)


def test_path_is_read_into_its_steps() -> None:
    up, down = read_path("^xcomp|ccomp[lemma!=say|tell] dobj[named]")

    assert up.move is Move.UP
    assert up.labels == {"xcomp", "ccomp"}
    assert up.conditions[0].values == {"say", "tell"}
    assert up.conditions[0].negated
    assert (down.move, down.conditions[0].name) == (Move.DOWN, "named")
