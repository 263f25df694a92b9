"""Training: the sets as examples, and that the same lessons give the same weights."""

import json

import numpy as np

from kg.nlp.recogniser.features import COLUMNS, Features
from kg.nlp.recogniser.recogniser import DESCRIPTIONS, NAMES, build_recogniser
from kg.nlp.training.fit import fit
from kg.nlp.training.gold import RE3D_FOLDERS, fold_of, read_crossner, read_re3d
from kg.nlp.training.lessons import Lesson


def test_a_sentence_of_tags_becomes_running_text_with_spans(tmp_path):
    rows = "Kamala B-politician,Harris I-politician,'s O,bid O,( O,2024 B-election,) O"
    lines = (row.replace(" ", "\t") for row in rows.split(","))
    (tmp_path / "dev.txt").write_text("\n".join(lines) + "\n\n")

    (example,) = read_crossner(tmp_path)

    assert (example.id, example.task) == ("dev-0", NAMES)
    assert example.text == "Kamala Harris's bid (2024)"
    found = [(example.text[start:end], label) for start, end, label in example.spans]
    assert found == [("Kamala Harris", "Person"), ("2024", "Election")]


def test_a_document_is_read_once_for_names_and_once_for_descriptions(tmp_path):
    text = "The Quds Force met the rebels."
    spans = [(0, 14, "Organisation"), (19, 29, "Organisation"), (4, 8, "Temporal")]
    for folder in RE3D_FOLDERS:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "documents.json").write_text("")
        (tmp_path / folder / "entities.json").write_text("")
    (tmp_path / RE3D_FOLDERS[0] / "documents.json").write_text(
        json.dumps({"_id": "d", "text": text}) + "\n"
    )
    (tmp_path / RE3D_FOLDERS[0] / "entities.json").write_text(
        "".join(
            json.dumps({"documentId": "d", "begin": b, "end": e, "type": t}) + "\n"
            for b, e, t in spans
        )
    )

    found = {
        example.task: [text[start:end] for start, end, _ in example.spans]
        for example in read_re3d(tmp_path)
    }

    assert found == {DESCRIPTIONS: ["Quds Force", "rebels"], NAMES: ["Quds Force"]}


def test_the_fold_of_an_article_depends_on_its_id_only():
    assert [fold_of(f"dev-{i}", 5) for i in range(4)] == [
        fold_of(f"dev-{i}", 5) for i in range(4)
    ]
    assert {fold_of(f"dev-{i}", 5) for i in range(99)} == set(range(5))


def _trained():
    recogniser = build_recogniser("en_test 1", 4, [("Person",), ("Person",)])
    lessons = []
    for number in range(300):
        keys = np.full((3, COLUMNS), number % 12 + 1, dtype=np.uint64)
        keys[1] = 99
        dense = np.full((3, 4), number / 300, dtype=np.float32)
        tags = recogniser.tasks[NAMES].encode([(1, 2, "Person")], 3)
        lessons.append(Lesson(Features(keys, dense), tags, number % 2))
    fit(recogniser.network, lessons)
    return recogniser, lessons


def test_the_same_lessons_give_the_same_weights():
    assert _trained()[0].network.to_bytes() == _trained()[0].network.to_bytes()


def test_what_was_taught_is_found_again():
    recogniser, lessons = _trained()
    tags = recogniser.tasks[NAMES]

    rows = recogniser.network.predict([lesson.features for lesson in lessons])[NAMES]

    found = [tags.decode(np.log(row + np.float32(1e-9))) for row in rows]
    assert found == [((1, 2, "Person"),)] * len(lessons)
