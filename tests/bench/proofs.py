"""Proofs: how many inferred triples have one, and how long it takes to find.

Nothing is recorded for proofs while conclusions are drawn but the round of each, so
what they cost is paid by who asks for one.
"""

import random
from dataclasses import dataclass

from kg.rdf.terms import NodeTriple
from kg.reasoning.engine import Proof, reason
from tests.bench.data import Data, read
from tests.bench.latency import Latency, quantiles, timed
from tests.kg.reasoning.verifier import Verifier


@dataclass(frozen=True, slots=True)
class Proofs:
    """What proofs took.

    Args:
        inferred: Triples to choose from.
        asked: For how many of them a proof was asked.
        proved: How many of these have one that the verifier of the tests takes.
        time: To find one.
    """

    inferred: int
    asked: int
    proved: int
    time: Latency


def prove(data: Data, asked: int) -> Proofs:
    """Measure the proofs of inferred triples drawn by chance.

    Args:
        data: What is closed first.
        asked: How many proofs to ask for.
    """
    verifier = Verifier([*read(data.schema), *read(data.facts)])
    closure = reason(read(data.schema), read(data.facts))
    inferred = sorted(closure.inferred())
    drawn = random.Random(0).sample(inferred, asked)  # noqa: S311 - no secret
    found: list[Proof | None] = []

    def ask(triple: NodeTriple) -> None:
        found.append(closure.explain(triple))

    times = [timed(ask, triple) for triple in drawn]
    proved = sum(
        proof is not None and proof.conclusion == triple and not verifier.faults(proof)
        for triple, proof in zip(drawn, found, strict=True)
    )
    return Proofs(len(inferred), asked, proved, quantiles(times))
