"""What reviewers decided: the table, and linking with it."""

from dataclasses import replace
from datetime import date

import pytest

from kg.errors import MappingError
from kg.linking.judging import link_reviewed, successors
from kg.linking.review import (
    COLUMNS,
    METADATA,
    NO_REVIEW,
    Judgement,
    Review,
    read_review,
    write_review,
)
from kg.model import Mention, MentionKind, Span
from kg.ontology.sssom import mapping_table

DAY = date(2026, 10, 1)
# No item of the gazetteer's, and none of Wikidata's.
NO_SUCH = "wd:Q900000001"


def judged(subject, other, *, holds=True, **rest):
    return Judgement(
        subject=subject, object=other, holds=holds, author="Reader", day=DAY, **rest
    )


def named(*names, type_name="Place"):
    """Return mentions of names, one after another."""
    mentions, start = [], 0
    for number, name in enumerate(names):
        mentions.append(
            Mention(
                id=str(number),
                span=Span(start, start + len(name)),
                text=name,
                kind=MentionKind.NAME,
                type=type_name,
                name=name,
            )
        )
        start += len(name) + 1
    return mentions


@pytest.fixture
def linked(gazetteer, ontology):
    def run(mentions, *judgements):
        return link_reviewed(
            mentions,
            gazetteer,
            ontology,
            article_id="a",
            review=Review(tuple(judgements)),
        )

    return run


ROW = {
    "subject_id": "ent:Iran",
    "predicate_id": "owl:sameAs",
    "object_id": "wd:Q794",
    "mapping_justification": "semapv:ManualMappingCuration",
    "author_label": "Reader",
    "mapping_date": "2026-10-01",
    "confidence": "1",
}


def table(folder, *rows):
    file = folder / "reviewed.sssom.tsv"
    file.write_text(mapping_table(METADATA, COLUMNS, rows), encoding="utf-8")
    return file


def test_without_a_table_nothing_is_decided(tmp_path):
    assert read_review(tmp_path / "none.tsv") is NO_REVIEW


def test_judgements_come_back_as_they_were_written(tmp_path):
    file = tmp_path / "links" / "reviewed.sssom.tsv"
    some = (
        judged("Georgia", "wd:Q230", holds=False, subject_label="Georgia"),
        judged("Georgia", "wd:Q1428", predicate="skos:exactMatch", comment="the state"),
        judged("Plimpton", "ent:Oldton"),
    )

    write_review(Review(some[::-1]), file)

    assert read_review(file).judgements == some


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"subject_id": "Iran"}, "subject_id needs"),
        ({"object_id": "Q794"}, "object_id needs"),
        ({"object_id": "ent:Iran"}, "compared with itself"),
        ({"predicate_id": "skos:closeMatch"}, "predicate_id needs"),
        ({"predicate_modifier": "not"}, "predicate_modifier needs"),
        ({"mapping_justification": "semapv:LexicalMatching"}, "mapping_justification"),
        ({"confidence": "0.9"}, "confidence 1"),
        ({"mapping_date": "1 October"}, "mapping_date needs"),
        ({"author_label": ""}, "author_label is empty"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_bad_row_is_named_with_file_and_line(tmp_path, changes, problem):
    file = table(tmp_path, ROW | {"subject_id": "ent:Persia"}, ROW | changes)

    with pytest.raises(MappingError, match=problem) as error:
        read_review(file)

    assert str(error.value).startswith(f"{file}:{len(METADATA) + 3}: ")


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        (ROW | {"predicate_modifier": "Not"}, "is decided on in line"),
        (ROW | {"object_id": "wd:Q30"}, "is another"),
    ],
    ids=["both-ways", "two-items"],
)
def test_rows_that_contradict_each_other_are_refused(tmp_path, other, problem):
    file = table(tmp_path, ROW, other)

    with pytest.raises(MappingError, match=problem):
        read_review(file)


def test_entities_said_to_be_each_other_are_refused(tmp_path):
    one = ROW | {"subject_id": "ent:A", "object_id": "ent:B"}
    other = ROW | {"subject_id": "ent:B", "object_id": "ent:A"}

    with pytest.raises(MappingError, match="in a circle"):
        read_review(table(tmp_path, one, other))


def test_new_judgement_wins_over_a_contrary_earlier_one():
    review = Review((judged("Georgia", "wd:Q230"),))

    after = review.with_more(
        [judged("Georgia", "wd:Q230", holds=False), judged("Georgia", "wd:Q1428")]
    )

    assert [each.key for each in after.judgements] == [
        "Georgia!wd:Q230",
        "Georgia=wd:Q1428",
    ]


def test_accepted_link_is_sure(linked):
    found = linked(named("Iran"), judged("Iran", "wd:Q794"))
    (entity,) = found.entities

    assert (entity.qid, entity.score, entity.method) == ("Q794", 1.0, "reviewed")
    assert found.reviewed == ("Iran=wd:Q794",)


def test_rejected_link_is_given_to_no_mention(linked):
    found = linked(named("Iran", "Persia"), judged("Iran", "wd:Q794", holds=False))

    assert {mention.qid for mention in found.mentions} == {None}
    assert "Iran" not in {entity.id for entity in found.entities}
    assert found.reviewed == ("Iran!wd:Q794",)


def test_name_goes_to_the_next_candidate(linked, gazetteer):
    state, region = gazetteer.candidates("Georgia")[:2]
    name = gazetteer.identifier(state.entry)
    judgement = judged(name, f"wd:{state.entry.qid}", holds=False)

    (mention,) = linked(named("Georgia", type_name="Place"), judgement).mentions

    assert mention.qid == region.entry.qid


def test_unlinked_name_becomes_the_item_of_the_gazetteer(linked, gazetteer):
    entry = gazetteer.by_name("Iran")

    found = linked(named("Plimpton"), judged("Plimpton", f"wd:{entry.qid}"))
    (entity,) = found.entities

    assert (entity.id, entity.label, entity.qid) == ("Iran", "Iran", entry.qid)
    assert "Plimpton" in entity.aliases
    assert found.mentions[0].entity == "Iran"


def test_unlinked_name_keeps_its_own_when_the_gazetteer_lacks_the_item(linked):
    (entity,) = linked(named("Plimpton"), judged("Plimpton", NO_SUCH)).entities

    assert (entity.id, entity.qid) == ("Plimpton", NO_SUCH.removeprefix("wd:"))


def test_replaced_link_gives_way_to_the_new_one(linked, gazetteer):
    turkey = gazetteer.by_name("Turkey")

    found = linked(
        named("Iran"),
        judged("Iran", "wd:Q794", holds=False),
        judged("Iran", f"wd:{turkey.qid}"),
    )

    assert [entity.id for entity in found.entities] == ["Turkey"]


def test_two_entities_become_one(linked):
    found = linked(
        named("Plimpton", "Oldton"),
        judged("Oldton", "ent:Plimpton"),
    )
    ids = {mention.entity for mention in found.mentions}

    assert len(ids) == 1
    assert len(found.entities) == 1


def test_entities_of_one_item_are_named_by_the_first_decided_on(linked):
    later = judged("Oldton", NO_SUCH)
    first = replace(judged("Plimpton", NO_SUCH), day=date(2026, 9, 1))

    found = linked(named("Plimpton", "Oldton"), later, first)

    assert [entity.id for entity in found.entities] == ["Plimpton"]


def test_judgement_on_others_has_no_say(linked):
    found = linked(named("Iran"), judged("Turkey", "wd:Q43", holds=False))

    assert found.reviewed == ()


def test_judgement_on_what_another_was_said_to_be_has_a_say(linked):
    found = linked(named("Plimpton"), judged("Plimpton", "ent:B"), judged("B", NO_SUCH))

    assert found.reviewed == (f"B={NO_SUCH}", "Plimpton=ent:B")


def test_successors_tell_what_became_of_entities(gazetteer, ontology):
    review = Review(
        (
            judged("Plimpton", "wd:Q794"),
            judged("Oldton", "ent:Plimpton"),
            judged("Iran", "wd:Q794"),
        )
    )

    assert successors(review, gazetteer, ontology) == {
        "Plimpton": "Iran",
        "Oldton": "Iran",
    }
