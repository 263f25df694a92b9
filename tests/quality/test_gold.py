"""The gold is what it says: spans quote the text, names resolve, terms exist."""

import subprocess
import sys
from itertools import pairwise

import pytest

from kg.config import PROJECT
from kg.model import Article, Modality, Polarity
from kg.sources import read_articles
from tests.quality.conftest import GOLD

RELATIONS = 50
SENTENCES = 60


def test_gold_is_what_its_notation_says(tmp_path, gold_set):
    written = subprocess.run(
        [sys.executable, GOLD / "compile.py", tmp_path], check=True, capture_output=True
    )

    assert f"{gold_set}.jsonl" in written.stdout.decode()
    assert (tmp_path / f"{gold_set}.jsonl").read_bytes() == (
        GOLD / f"{gold_set}.jsonl"
    ).read_bytes()


def test_mentions_quote_the_text_and_have_classes_of_the_ontology(lines, ontology):
    for line in lines:
        for mention in line["mentions"]:
            words = line["text"][mention["start"] : mention["end"]]
            assert (words, mention["type"] in ontology.types) == (mention["text"], True)


def test_no_span_is_annotated_twice(records):
    for record in records:
        spans = sorted(mention.span for mention in record.mentions)
        assert all(one != other for one, other in pairwise(spans)), record.article


def test_claims_are_ones_the_ontology_accepts(records, ontology):
    strange = []
    for record in records:
        mentions = {mention.id: mention for mention in record.mentions}
        for claim in record.relation_mentions:
            ends = (mentions[claim.subject].type, mentions[claim.object].type)
            if not ontology.accepts(claim.predicate, *ends):
                strange.append((record.article, claim.predicate, *ends))
    assert strange == []


def test_evidence_contains_subject_trigger_and_object(records):
    for record in records:
        spans = {mention.id: mention.span for mention in record.mentions}
        for claim in record.relation_mentions:
            parts = (spans[claim.subject], spans[claim.object], claim.trigger)
            assert all(claim.evidence.contains(part) for part in parts), record.article


def test_seeds_among_the_articles_have_the_text_of_the_seeds(gold_articles):
    read = read_articles([PROJECT / "seeds" / "articles"], max_length=1_000_000)
    seeds = {each.id: each.text for each in read if isinstance(each, Article)}

    for article in gold_articles:
        assert seeds.get(article.id, article.text) == article.text


@pytest.mark.parametrize("gold_set", ["sentences"], indirect=True)
def test_sentences_cover_what_can_be_said(records):
    claims = [claim for record in records for claim in record.relation_mentions]

    assert len(records) >= SENTENCES
    assert len({claim.predicate for claim in claims}) >= RELATIONS
    assert {claim.polarity for claim in claims} == set(Polarity)
    assert {claim.modality for claim in claims} == set(Modality)
    assert sum(not record.relation_mentions for record in records) > RELATIONS // 5
