"""Load the trained recogniser and let it read docs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import srsly
from spacy.tokens import Doc, Span, SpanGroup

from kg.errors import ModelError
from kg.nlp.models import multiply_with_numpy
from kg.nlp.recogniser.features import read_features
from kg.nlp.recogniser.network import Network
from kg.nlp.recogniser.tags import Floats, TagSet

# The tasks, in their order, by the span group that holds what each one finds.
GROUPS = ("names", "descriptions")
NAMES, DESCRIPTIONS = range(2)
_SMALLEST = np.float32(1e-9)


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A network with the tags of its tasks, for docs of one stock pipeline.

    `tasks` are names, with classes of the ontology or `Other` as labels, and
    descriptions, which may be names too.
    """

    pipeline: str
    dense: int
    tasks: tuple[TagSet, ...]
    network: Network

    def annotate(
        self, doc: Doc, known: Iterable[tuple[int, int, str]], nouns: Mapping[str, str]
    ) -> None:
        """Write what is found into the span groups `names` and `descriptions`.

        The attribute `certainty` of a group has the probability of each label, as
        far as both tasks agree on it: a mean over their tokens.

        Args:
            doc: A doc of the pipeline that the recogniser was trained with, parsed.
            known: Names of the gazetteer: start, end and what they are.
            nouns: The class that each noun of the lexicon tells.
        """
        sentences = sentences_of(doc)
        if not sentences:
            return
        features = read_features(doc, known, nouns)
        found = self.network.predict([features.part(*place) for place in sentences])
        for task, group in enumerate(GROUPS):
            spans, certainty = [], []
            for number, (start, _) in enumerate(sentences):
                rows = [scores[number] for scores in found]
                log = np.log(rows[task] + _SMALLEST)
                for first, last, label in self.tasks[task].decode(log):
                    span = Span(doc, start + first, start + last, label=label)
                    spans.append(span)
                    parts = [scores[first:last] for scores in rows]
                    certainty.append(self._certainty(parts, label))
            doc.spans[group] = SpanGroup(
                doc, name=group, attrs={"certainty": certainty}, spans=spans
            )

    def _certainty(self, scores: Sequence[Floats], label: str) -> float:
        """Return the mean probability of a label, over tasks that know it and rows."""
        known = [
            rows[:, tags.columns(label)].sum(axis=1)
            for tags, rows in zip(self.tasks, scores, strict=True)
            if label in tags.labels
        ]
        return float(np.mean(known))

    def save(self, path: Path) -> None:
        """Write the recogniser to a file."""
        content = {
            "pipeline": self.pipeline,
            "dense": self.dense,
            "tasks": [list(task.labels) for task in self.tasks],
            "weights": self.network.to_bytes(),
        }
        path.write_bytes(srsly.msgpack_dumps(content))


def build_recogniser(
    pipeline: str, dense: int, tasks: Iterable[Sequence[str]]
) -> Recogniser:
    """Return a recogniser that has learnt nothing.

    Args:
        pipeline: Name and version of the stock pipeline.
        dense: How many numbers stand for a token.
        tasks: The labels of names, then of descriptions.
    """
    tag_sets = tuple(TagSet(tuple(labels)) for labels in tasks)
    network = Network.build(dense, [len(tags) for tags in tag_sets])
    return Recogniser(pipeline, dense, tag_sets, network)


def load_recogniser(path: Path, pipeline: str) -> Recogniser | None:
    """Read a recogniser; nothing where there is no file or it is of other docs.

    Args:
        path: A file that `Recogniser.save` wrote.
        pipeline: Name and version of the stock pipeline in use.

    Raises:
        ModelError: If the file is no recogniser.
    """
    if not path.is_file():
        return None
    try:
        content = srsly.msgpack_loads(path.read_bytes())
        recogniser = build_recogniser(
            content["pipeline"], content["dense"], content["tasks"]
        )
        recogniser.network.from_bytes(content["weights"])
        for part in recogniser.network.models:
            multiply_with_numpy(part)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path}: is no trained recogniser: {error!r}") from error
    return recogniser if recogniser.pipeline == pipeline else None


def sentences_of(doc: Doc) -> list[tuple[int, int]]:
    """Return where each sentence of a doc starts and ends."""
    return [(sentence.start, sentence.end) for sentence in doc.sents]
