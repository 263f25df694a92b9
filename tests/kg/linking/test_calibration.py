"""Scores of links are chances: fitted, monotone, and right on the gold."""

from itertools import pairwise

import pytest
from rdflib.namespace import OWL

from kg.config import PROJECT, Settings
from kg.linking.calibration import examples_of, read_texts
from kg.linking.fitting import (
    PROVEN,
    STEPS,
    LinkExample,
    calibration_error,
    chance_of,
    cross_validate,
    fit,
    held_out,
    proven_share,
    same_as_score,
    sure_when_held_out,
)
from kg.linking.judging import link_reviewed
from kg.linking.probability import chance, read_steps
from kg.model import Entity
from kg.rdf.background import SAME_AS_SCORE, link_triples
from kg.rdf.terms import Names

GOLD = PROJECT / "tests" / "gold"
NAMES = Names(Settings().base_iri)
SUREST = LinkExample("", "exact", 1.0, is_right=True)
ALIAS = LinkExample("", "alias", 0.95, is_right=True)


def examples(method, score, *, right, wrong):
    return [
        LinkExample(f"{method}{n}", method, score, n < right)
        for n in range(right + wrong)
    ]


def linked(method, score, qid="Q794"):
    return Entity(
        id="Iran", label="Iran", type="State", qid=qid, score=score, method=method
    )


@pytest.fixture(scope="module")
def texts(gazetteer):
    return list(read_texts(GOLD, gazetteer))


@pytest.fixture(scope="module")
def gold_examples(texts, gazetteer, ontology):
    return examples_of(texts, gazetteer, ontology)


def test_chance_is_about_the_share_that_is_right():
    chances = fit(examples("exact", 0.9, right=90, wrong=10))

    assert chances["exact"][STEPS.index(0.9)].chance == pytest.approx(0.9, abs=0.03)


def test_chances_never_fall_as_the_score_rises():
    some = [
        *examples("exact", 0.6, right=9, wrong=1),
        *examples("exact", 0.9, right=5, wrong=5),
        *examples("exact", 1.0, right=10, wrong=0),
    ]

    steps = fit(some)["exact"]

    assert all(one.chance <= other.chance for one, other in pairwise(steps))


def test_method_with_few_examples_is_near_all_others():
    some = [
        *examples("exact", 0.9, right=95, wrong=5),
        *examples("surname", 0.9, right=0, wrong=1),
    ]

    chances = fit(some)

    assert 0.6 < chances["surname"][STEPS.index(0.9)].chance < 0.9


def test_many_examples_outweigh_all_others():
    some = [
        *examples("exact", 0.9, right=100, wrong=0),
        *examples("surname", 0.9, right=10, wrong=40),
    ]

    assert fit(some)["surname"][STEPS.index(0.9)].chance < 0.4


def test_error_is_none_where_the_chance_is_the_share():
    judged = [(0.5, True), (0.5, False)] * 5

    assert calibration_error(judged) <= 0.1
    assert calibration_error([(1.0, False)] * 5) == 1.0


def test_entity_without_an_item_has_no_chance():
    assert chance(linked(None, 0.0, qid=None)) == 0.0


def test_way_that_was_not_fitted_keeps_its_score():
    assert chance(linked("wikidata label", 0.85)) == 0.85


def test_chances_of_the_project_never_fall():
    for scores, chances in read_steps().values():
        assert scores == STEPS
        assert all(one <= other for one, other in pairwise(chances))


@pytest.mark.parametrize(
    ("right", "count", "share"),
    [(0, 0, 0.0), (0, 5, 0.0), (9, 10, 0.596), (36, 36, 0.904), (990, 1000, 0.982)],
    ids=["nothing", "none-right", "few", "all-of-some", "many"],
)
def test_many_examples_prove_more_than_few(right, count, share):
    assert proven_share(right, count) == pytest.approx(share, abs=0.001)


def test_step_above_all_examples_is_no_surer_than_the_last_that_has_some():
    some = [
        *examples("alias", 0.9, right=9, wrong=1),
        *examples("exact", 1.0, right=99, wrong=0),
    ]

    last, above = fit(some)["alias"][-3], fit(some)["alias"][-1]

    assert above.chance == last.chance
    assert above.proven == last.proven


def test_same_is_said_only_where_enough_examples_prove_it():
    some = [
        *examples("exact", 1.0, right=200, wrong=0),
        *examples("alias", 0.95, right=20, wrong=0),
    ]
    steps = fit(some)

    assert chance_of(SUREST, steps) >= same_as_score(steps)
    assert chance_of(ALIAS, steps) < same_as_score(steps)


def test_nothing_is_the_same_where_nothing_is_proven():
    steps = fit(examples("exact", 1.0, right=10, wrong=0))

    assert chance_of(SUREST, steps) < same_as_score(steps)


def test_each_text_is_judged_by_what_was_fitted_without_it():
    some = examples("exact", 0.9, right=30, wrong=10)

    seen = {each.text: steps for each, steps in held_out(some)}

    assert seen.keys() == {each.text for each in some}
    assert all(steps["exact"][STEPS.index(0.9)].links < 40 for steps in seen.values())


def test_scores_on_the_gold_are_calibrated(gold_examples):
    doubtful = [
        (chance_of(each, steps), each.is_right)
        for each, steps in held_out(gold_examples)
        if each.score < 1
    ]

    assert calibration_error(cross_validate(gold_examples)) < 0.02
    assert calibration_error(doubtful) < 0.05


def test_score_of_the_same_follows_from_the_gold_by_the_rule(gold_examples):
    assert same_as_score(fit(gold_examples)) == SAME_AS_SCORE


def test_chances_of_the_project_are_those_of_its_gold(gold_examples):
    fitted = {
        method: tuple(step.chance for step in steps)
        for method, steps in fit(gold_examples).items()
    }

    assert fitted == {method: chances for method, (_, chances) in read_steps().items()}


def test_links_that_are_the_same_are_right_when_held_out(gold_examples):
    judged = [is_right for _, is_right in sure_when_held_out(gold_examples)]

    assert len(judged) > 300
    assert proven_share(sum(judged), len(judged)) >= PROVEN


def test_no_link_on_gold_articles_is_wrong_and_sure(texts, gazetteer, ontology):
    """What is said to be the same (owl:sameAs) is the same."""
    wrong = [
        (gold.id, mention.text, entity.id)
        for gold in texts
        # Of the texts written to mislead, some do.
        if not gold.id.startswith("links:")
        for mention, entity in sure_links(gold, gazetteer, ontology)
        if entity.id not in gold.right[mention.id]
    ]

    assert wrong == []


def test_few_links_on_misleading_texts_are_wrong_and_sure(texts, gazetteer, ontology):
    judged = [
        entity.id in gold.right[mention.id]
        for gold in texts
        if gold.id.startswith("links:")
        for mention, entity in sure_links(gold, gazetteer, ontology)
    ]

    assert len(judged) > 150
    assert judged.count(False) / len(judged) < 1 - SAME_AS_SCORE


def sure_links(gold, gazetteer, ontology):
    """Yield the mentions that become owl:sameAs, with their entities."""
    found = link_reviewed(
        gold.mentions, gazetteer, ontology, article_id=gold.id, text=gold.text
    )
    same = {
        subject
        for subject, predicate, _ in link_triples(found.entities, NAMES)
        if predicate == OWL.sameAs
    }
    by_id = {entity.id: entity for entity in found.entities}
    for mention in found.mentions:
        assert mention.entity is not None
        if NAMES.entity(mention.entity) in same:
            yield mention, by_id[mention.entity]
