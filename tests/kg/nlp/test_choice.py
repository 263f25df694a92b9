"""The choice of relations: who may act on whom, and what a model makes of it."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import srsly
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.lexicon import Lexicon
from kg.model import MentionKind
from kg.nlp.choice.candidates import find_candidates, plain_frame
from kg.nlp.choice.chooser import (
    APART,
    LINKED,
    WEIGHTS,
    ChoiceModel,
    Chooser,
    load_choice,
    save_choice,
)
from kg.nlp.choice.features import View, deed_view
from kg.nlp.choice.softmax import Softmax
from kg.nlp.grammar import Grammar
from kg.nlp.matches import RelationMatch
from kg.nlp.mentions import Referent, Referents
from kg.nlp.names import Sense
from kg.nlp.syntax import read_syntax
from kg.nlp.training.acts import read_act, read_acts
from kg.nlp.training.codebook import read_codebook
from kg.nlp.training.softmax import Lesson, fit_softmax
from kg.ontology import Ontology, read_ontology

ROOT = Path(__file__).parents[3]
STATES = {"Kenya", "Chad", "Qatar"}

GOADED = """
Kenya    Kenya    PROPN NNP 1 nsubj
goaded   goad     VERB  VBD 1 ROOT
Chad     Chad     PROPN NNP 1 dobj
in       in       ADP   IN  1 prep
Qatar    Qatar    PROPN NNP 3 pobj
.        .        PUNCT .   1 punct
"""

SAID = """
Kenya    Kenya    PROPN NNP 1 nsubj
said     say      VERB  VBD 1 ROOT
it       it       PRON  PRP 4 nsubj
would    would    AUX   MD  4 aux
goad     goad     VERB  VB  1 ccomp
Chad     Chad     PROPN NNP 4 dobj
.        .        PUNCT .   1 punct
"""

VOWED = """
Kenya    Kenya    PROPN NNP 1 nsubj
vowed    vow      VERB  VBD 1 ROOT
to       to       PART  TO  3 aux
goad     goad     VERB  VB  1 xcomp
Chad     Chad     PROPN NNP 3 dobj
.        .        PUNCT .   1 punct
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(ROOT / "ontology")


@pytest.fixture(scope="module")
def grammar(ontology: Ontology) -> Grammar:
    words: dict[str, Any] = {field.name: frozenset() for field in fields(Lexicon)}
    lexicon = Lexicon(**(words | {"frames": (), "nouns": {}}))
    return Grammar(lexicon, read_syntax(), ontology)


def _referents(doc: Doc) -> Referents:
    return Referents.of(
        Referent(t.i, t.i + 1, MentionKind.NAME, (Sense("State", t.text),))
        for t in doc
        if t.text in STATES
    )


def _linear(
    labels: tuple[str, ...], rows: dict[str, list[float]], width: int
) -> Softmax:
    """Return a model with weights for some names only."""
    return Softmax(
        labels,
        {name: i for i, name in enumerate(rows)},
        np.array(list(rows.values()), dtype=np.float32),
        np.zeros((width, len(labels)), dtype=np.float32),
        np.zeros(len(labels), dtype=np.float32),
    )


def _model(doc: Doc, least: float = 0.5) -> ChoiceModel:
    """Return a model to which goading is an accusation, and only of direct objects."""
    width = 2 * doc.vocab.vectors_length
    return ChoiceModel(
        pipeline="en_test 1",
        deed=_linear(("accuses", "aids"), {"l=goad": [9.0, 0.0]}, width),
        link=_linear((APART, LINKED), {"last=dobj": [0.0, 9.0]}, width),
        least=least,
    )


def _ends(doc: Doc, grammar: Grammar) -> list[tuple[str, str, list[str]]]:
    return [
        (c.subject[1].name, c.object[1].name, [verb.text for verb in c.verbs])
        for c in find_candidates(doc, _referents(doc), grammar)
    ]


def test_whatever_a_verb_governs_is_a_candidate(parse, grammar):
    assert _ends(parse(GOADED), grammar) == [
        ("Kenya", "Chad", ["goaded"]),
        ("Kenya", "Qatar", ["goaded"]),
    ]


def test_who_is_in_control_of_a_verb_acts_by_it(parse, grammar):
    assert _ends(parse(VOWED), grammar) == [("Kenya", "Chad", ["vowed", "goad"])]


def test_a_pronoun_in_what_one_says_is_who_says_it(parse, grammar):
    assert _ends(parse(SAID), grammar) == [("Kenya", "Chad", ["goad"])]


def test_the_likeliest_candidate_of_a_verb_is_chosen(parse, grammar):
    doc = parse(GOADED)

    (chosen,) = Chooser(_model(doc), grammar).choose(doc, _referents(doc), ())

    assert chosen.frame.relation == "accuses"
    assert (chosen.subject_sense.name, chosen.object_sense.name) == ("Kenya", "Chad")
    assert chosen.trigger.text == "goaded"
    assert chosen.probability is not None
    assert chosen.probability > 0.9


def test_what_is_not_probable_enough_is_not_chosen(parse, grammar):
    doc = parse(GOADED)
    chooser = Chooser(_model(doc, least=0.9999), grammar)

    assert list(chooser.choose(doc, _referents(doc), ())) == []


def test_who_acts_by_a_frame_is_left_alone(parse, grammar):
    doc = parse(GOADED)
    referents = _referents(doc)
    kenya, _, qatar = referents.all
    match = RelationMatch(
        plain_frame("aids"), doc[1], kenya, kenya.senses[0], qatar, qatar.senses[0]
    )

    assert list(Chooser(_model(doc), grammar).choose(doc, referents, (match,))) == []


def test_who_is_in_a_state_of_affairs_may_still_act(parse, grammar):
    doc = parse(GOADED)
    referents = _referents(doc)
    kenya, _, qatar = referents.all
    match = RelationMatch(
        plain_frame("locatedIn"), doc[1], kenya, kenya.senses[0], qatar, qatar.senses[0]
    )

    (chosen,) = Chooser(_model(doc), grammar).choose(doc, referents, (match,))

    assert chosen.object_sense.name == "Chad"


def test_a_choice_is_saved_and_loaded(parse, grammar, tmp_path):
    doc = parse(GOADED)
    path = tmp_path / "weights.msgpack"
    save_choice(_model(doc), path)

    loaded = load_choice(path, "en_test 1")

    assert loaded is not None
    (candidate, _) = find_candidates(doc, _referents(doc), grammar)
    sure, relation = loaded.best(candidate, grammar)
    assert relation == "accuses"
    assert sure == pytest.approx(_model(doc).best(candidate, grammar)[0], abs=0.01)


def test_a_choice_for_another_pipeline_is_not_loaded(parse, tmp_path):
    path = tmp_path / "weights.msgpack"
    save_choice(_model(parse(GOADED)), path)

    assert load_choice(path, "en_other 1") is None
    assert load_choice(tmp_path / "missing", "en_test 1") is None


def test_a_file_that_is_no_choice_is_an_error(tmp_path):
    path = tmp_path / "weights.msgpack"
    path.write_bytes(b"\x81\xa1a\x01")

    with pytest.raises(ModelError, match="chooses no relations"):
        load_choice(path, "en_test 1")


def test_a_model_learns_which_name_goes_with_which_answer():
    dense = np.zeros(2, dtype=np.float32)
    lessons = [
        Lesson(View({"v=give": 1.0}, dense), "aids"),
        Lesson(View({"v=hit": 1.0}, dense), "attacks"),
    ]

    model = fit_softmax(lessons, penalty=1e-4, least=1)

    for lesson in lessons:
        found = model.of(lesson.view)
        assert model.labels[int(np.argmax(found))] == lesson.answer


def test_words_of_a_name_are_no_features_of_a_deed(parse, grammar):
    doc = parse(GOADED.replace("nsubj", "nsubj B-GPE").replace("dobj", "dobj B-GPE"))
    (candidate, *_) = find_candidates(doc, _referents(doc), grammar)

    assert not any("chad" in name for name in deed_view(candidate).values)


def test_the_model_that_ships_knows_every_relation_that_sentences_teach(ontology):
    labels = srsly.msgpack_loads(WEIGHTS.read_bytes())["deed"]["labels"]

    assert set(labels) == {act.relation for act in read_acts()} - {"none"}
    assert all(label in ontology.relations for label in labels)


def test_marks_tell_who_acts_on_whom():
    act = read_act("aids", "{Kenya} fed [Chad].")

    assert act.text == "Kenya fed Chad."
    assert [act.text[s:e] for s, e in act.subjects] == ["Kenya"]
    assert [act.text[s:e] for s, e in act.objects] == ["Chad"]


def test_every_sentence_that_teaches_an_act_marks_both_ends(ontology):
    for act in read_acts():
        is_act = ontology.plover(act.relation) if act.relation != "none" else None
        assert bool(is_act) == bool(act.subjects) == bool(act.objects), act.text


def test_a_dictionary_of_verbs_is_read(tmp_path):
    path = tmp_path / "verbs.txt"
    path.write_text(
        "&TOOL\n+HAMMER\n\n---  LEND   [070]  ---\nLEND  # note\nBORROW [---]\n"
        "- * &TOOL (TO [0]) [071]  # LEND\n- * TALKS (WITH) [040]   # LEND\n",
        encoding="utf-8",
    )

    found = [(e.verb, e.nouns, e.markers, e.relation) for e in read_codebook(path)]

    assert ("lend", (), (), "aids") in found
    assert ("lend", ("talks",), ("with",), "consultsWith") in found
    assert not any(verb == "borrow" for verb, *_ in found)
