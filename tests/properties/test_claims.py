"""Laws of claims, whatever the articles say."""

from hypothesis import given
from hypothesis import strategies as st

from kg.claims import merge_claims, merge_key
from tests.strategies import claims

CLAIMS = st.lists(claims(relations=("threatens",)), max_size=6)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_order(given_claims, random):
    shuffled = list(given_claims)
    random.shuffle(shuffled)

    assert merge_claims(shuffled) == merge_claims(given_claims)


@given(CLAIMS)
def test_merging_is_idempotent(given_claims):
    once = merge_claims(given_claims)

    assert merge_claims(once) == once
    assert merge_claims([*once, *once]) == once


@given(CLAIMS, CLAIMS, CLAIMS)
def test_merging_is_associative(first, second, third):
    left = merge_claims([*merge_claims([*first, *second]), *third])
    right = merge_claims([*first, *merge_claims([*second, *third])])

    assert left == right


@given(CLAIMS)
def test_merging_loses_no_evidence_and_invents_none(given_claims):
    merged = merge_claims(given_claims)

    assert {merge_key(c) for c in merged} == {merge_key(c) for c in given_claims}
    for claim in merged:
        same = [c for c in given_claims if merge_key(c) == merge_key(claim)]
        assert set(claim.evidence) == {e for c in same for e in c.evidence}
        assert claim.confidence == max(c.confidence for c in same)
