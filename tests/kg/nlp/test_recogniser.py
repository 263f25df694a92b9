"""The trained recogniser: its tags, its file, and what becomes of what it finds."""

from dataclasses import replace

import numpy as np
import pytest
from spacy.tokens import Doc, Span

from kg.config import Settings
from kg.errors import ModelError
from kg.model import MentionKind
from kg.nlp.descriptions import find_descriptions, join
from kg.nlp.mentions import Referent
from kg.nlp.recogniser.features import COLUMNS, Features
from kg.nlp.recogniser.recogniser import build_recogniser, load_recogniser
from kg.nlp.recogniser.tags import TagSet
from kg.nlp.senses import Sense

TAGS = TagSet(("Person", "Place"))
SIZE = 5


def _certain(tags):
    """Return scores that leave no doubt about each tag."""
    return np.log(np.eye(len(TAGS), dtype=np.float32)[tags] + np.float32(1e-6))


def _recogniser():
    return build_recogniser("en_test 1", SIZE, [("Person", "Place"), ("Person",)])


def _features(length):
    keys = np.arange(length * COLUMNS, dtype=np.uint64).reshape(length, COLUMNS)
    dense = np.linspace(-1, 1, length * SIZE, dtype=np.float32)
    return Features(keys, dense.reshape(length, SIZE))


@pytest.mark.parametrize(
    "spans",
    [(), ((0, 1, "Place"),), ((0, 2, "Person"), (2, 5, "Place")), ((1, 4, "Person"),)],
    ids=["none", "one token", "side by side", "inside"],
)
def test_tags_lead_back_to_their_spans(spans):
    assert TAGS.decode(_certain(TAGS.encode(spans, 5))) == spans


def test_of_spans_that_overlap_the_longest_is_tagged():
    tags = TAGS.encode([(0, 2, "Person"), (1, 5, "Place")], 5)

    assert TAGS.decode(_certain(tags)) == ((1, 5, "Place"),)


def test_a_sequence_that_is_not_legal_is_never_chosen():
    inside_person, last_place = 2, 7
    scores = _certain([inside_person, last_place, 0])

    for start, end, label in TAGS.decode(scores):
        assert label in TAGS.labels
        assert 0 <= start < end <= len(scores)


def test_legal_tags_are_taken_without_a_search(monkeypatch):
    tags = TAGS.encode([(0, 2, "Person"), (3, 4, "Place")], 5)
    searched: list[object] = []

    def search(*given: object) -> tuple[()]:
        searched.append(given)
        return ()

    monkeypatch.setattr(TagSet, "_best_legal", search)

    TAGS.decode(_certain(tags))
    assert not searched
    TAGS.decode(_certain([*tags[:4], 2]))
    assert searched


def test_no_tokens_have_no_spans():
    assert TAGS.decode(np.zeros((0, len(TAGS)), dtype=np.float32)) == ()


def test_what_is_saved_is_loaded(tmp_path):
    path = tmp_path / "weights.msgpack"
    saved = _recogniser()
    saved.save(path)

    loaded = load_recogniser(path, "en_test 1")

    assert loaded is not None
    assert loaded.tasks == saved.tasks
    for before, after in zip(
        saved.network.predict([_features(4)]),
        loaded.network.predict([_features(4)]),
        strict=True,
    ):
        assert np.array_equal(before[0], after[0])


def test_neighbouring_sentences_do_not_change_what_is_found():
    network = _recogniser().network
    first, second = _features(3), _features(6)

    alone = network.predict([first])[0][0]
    together = network.predict([second, first, second])[0][1]

    assert np.allclose(alone, together, atol=1e-6)


def test_without_a_file_there_is_no_recogniser(tmp_path):
    assert load_recogniser(tmp_path / "none.msgpack", "en_test 1") is None


def test_a_recogniser_of_another_pipeline_is_left_alone(tmp_path):
    path = tmp_path / "weights.msgpack"
    _recogniser().save(path)

    assert load_recogniser(path, "en_other 2") is None


def test_a_file_that_is_no_recogniser_is_named(tmp_path):
    path = tmp_path / "weights.msgpack"
    path.write_bytes(b"\x80")

    with pytest.raises(ModelError, match=r"weights\.msgpack: is no trained"):
        load_recogniser(path, "en_test 1")


@pytest.mark.skipif(not Settings().recogniser.is_file(), reason="no weights here")
def test_the_weights_committed_are_small():
    assert Settings().recogniser.stat().st_size < 15_000_000


def _doc(vocab, label):
    doc = Doc(
        vocab,
        words=["the", "weary", "rebels"],
        pos=["DET", "ADJ", "NOUN"],
        tags=["DT", "JJ", "NNS"],
        lemmas=["the", "weary", "rebel"],
        heads=[2, 2, 2],
        deps=["det", "amod", "ROOT"],
    )
    doc.spans["descriptions"] = [Span(doc, 0, 3, label=label)]
    return doc


def test_a_description_has_the_class_of_its_noun(vocab, lexicon, ontology):
    doc = _doc(vocab, "Organization")
    words = replace(lexicon, nouns={"rebel": "ArmedGroup"})

    (found,) = find_descriptions(doc, frozenset(), words, ontology)

    assert (found.start, found.end, found.kind) == (1, 3, MentionKind.NOMINAL)
    assert found.senses == (Sense("ArmedGroup", "weary rebels"),)


def test_a_description_that_the_lexicon_does_not_know_has_the_class_found(
    vocab, lexicon, ontology
):
    doc, words = _doc(vocab, "Organization"), replace(lexicon, nouns={})

    (found,) = find_descriptions(doc, frozenset(), words, ontology)

    assert found.senses[0].type == "Organization"


@pytest.mark.parametrize(
    ("label", "named", "nouns"),
    [
        ("Other", frozenset(), {}),
        ("WeaponSystem", frozenset(), {}),
        ("Organization", frozenset({2}), {}),
        ("Organization", frozenset(), {"rebel": "Drone"}),
    ],
    ids=["none of the classes", "weapon", "part of a name", "weapon by its noun"],
)
def test_what_is_no_description_of_an_actor_or_place_is_left_out(
    vocab, lexicon, ontology, label, named, nouns
):
    words = replace(lexicon, nouns=nouns)

    assert not list(find_descriptions(_doc(vocab, label), named, words, ontology))


def test_a_noun_of_names_only_is_no_description(vocab, lexicon, ontology):
    words = replace(
        lexicon, nouns={"rebel": "ArmedGroup"}, name_nouns=frozenset({"rebel"})
    )
    doc = _doc(vocab, "Organization")

    assert not list(find_descriptions(doc, frozenset(), words, ontology))


def test_a_description_found_twice_is_kept_once():
    def nominal(start, end):
        return Referent(start, end, MentionKind.NOMINAL, (Sense("Person", "x"),))

    assert join([nominal(1, 3)], [nominal(2, 3), nominal(4, 5)]) == [
        nominal(1, 3),
        nominal(4, 5),
    ]
