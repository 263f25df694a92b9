"""How sure a relation mention is: a logistic regression over a few plain features.

The weights are data (`confidence.yaml`), fitted by `kg.evaluation.calibration` so that
of the claims with a confidence of 0.8 about four in five are right.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from kg.model import MentionKind
from kg.nlp.matches import RelationMatch

WEIGHTS = Path(__file__).with_name("confidence.yaml")
_PASSIVE = frozenset({"nsubjpass", "auxpass", "agent"})
# Words between the two ends from which more no longer count.
_FAR = 30


@dataclass(frozen=True, slots=True)
class Confidence:
    """A fitted model: one weight a feature, and a bias."""

    bias: float
    weights: Mapping[str, float]

    def of(self, match: RelationMatch) -> float:
        """Return how likely it is that a match is right, from 0 to 1."""
        if match.probability is not None:
            return match.probability
        return self.sure(features(match))

    def sure(self, found: Mapping[str, float]) -> float:
        """Return the probability for the features of a match."""
        score = sum(weight * found[name] for name, weight in self.weights.items())
        return round(1 / (1 + math.exp(-self.bias - score)), 4)


def features(match: RelationMatch) -> dict[str, float]:
    """Return what the confidence of a match rests on, each from 0 to 1."""
    trigger = match.trigger
    ends = (match.subject, match.object)
    kinds = [end.kind for end in ends]
    senses = zip(ends, (match.subject_sense, match.object_sense), strict=True)
    apart = max(end.start for end in ends) - min(end.end for end in ends)
    sentence = trigger.sent
    start, stop = sentence.start, sentence.end
    inside = all(start <= end.start and end.end <= stop for end in ends)
    return {
        "pronoun": float(MentionKind.PRONOUN in kinds),
        "nominal": float(MentionKind.NOMINAL in kinds),
        "specific": min(match.frame.specificity, 2) / 2,
        "distance": math.log1p(min(max(apart, 0), _FAR)) / math.log1p(_FAR),
        "other sentence": float(not inside),
        "passive": float(any(child.dep_ in _PASSIVE for child in trigger.children)),
        "coordinated": float(trigger.dep_ == "conj"),
        "noun": float(trigger.pos_ in {"NOUN", "PROPN"}),
        "remote": float(match.is_remote),
        "strained": float(any(sense not in end.senses for end, sense in senses)),
        "unsure sense": float(any(len(end.senses) > 1 for end in ends)),
    }


def read_confidence(path: Path = WEIGHTS) -> Confidence:
    """Read the fitted weights.

    Raises:
        KeyError: If a part is missing; the file is part of the program.
    """
    model = yaml.safe_load(path.read_text(encoding="utf-8"))
    weights = {str(name): float(value) for name, value in model["weights"].items()}
    return Confidence(bias=float(model["bias"]), weights=weights)
