"""Choose a relation for those who act and of whom no frame of the lexicon matches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.tokens import Doc, Token

from kg.errors import ModelError
from kg.nlp.choice.candidates import Candidate, find_candidates, plain_frame
from kg.nlp.choice.features import deed_view, link_view
from kg.nlp.choice.softmax import Softmax
from kg.nlp.grammar import Grammar
from kg.nlp.matches import RelationMatch
from kg.nlp.mentions import Referent, Referents

WEIGHTS = Path(__file__).with_name("weights.msgpack")
# The labels of a link: whether the ends of a candidate belong together.
LINKED, APART = "yes", "no"


@dataclass(frozen=True, slots=True)
class ChoiceModel:
    """Two linear models, for docs of one stock pipeline.

    `deed` tells the relation that words express, `link` whether two mentions are its
    ends. What is less probable than `least` is not chosen.
    """

    pipeline: str
    deed: Softmax
    link: Softmax
    least: float

    def best(self, candidate: Candidate, grammar: Grammar) -> tuple[float, str | None]:
        """Return the likeliest relation that accepts the ends, and its probability."""
        link = self.link.of(link_view(candidate, grammar.ontology))
        linked = float(link[self.link.labels.index(LINKED)])
        if linked < self.least:
            return 0.0, None
        deed = self.deed.of(deed_view(candidate))
        for i in np.argsort(-deed, kind="stable"):
            relation = self.deed.labels[i]
            if grammar.sense(plain_frame(relation), "object", candidate.object[0]):
                return linked * float(deed[i]), relation
        return 0.0, None


class Chooser:
    """Chooses relations.

    Args:
        model: What tells relations.
        grammar: Words, syntax and classes.
    """

    def __init__(self, model: ChoiceModel, grammar: Grammar) -> None:
        self._model = model
        self._grammar = grammar

    def choose(
        self, doc: Doc, referents: Referents, matches: Iterable[RelationMatch]
    ) -> Iterator[RelationMatch]:
        """Yield a match for each verb and subject that the frames leave alone.

        Args:
            doc: The doc.
            referents: Its referents.
            matches: What the frames found in it.
        """
        matches = tuple(matches)
        ontology = self._grammar.ontology
        acts = [m for m in matches if ontology.plover(m.frame.relation)]
        acting = {_place(end) for act in acts for end in (act.subject, act.object)}
        pairs = {(_place(match.subject), _place(match.object)) for match in matches}
        pairs |= {(object_, subject) for subject, object_ in pairs}
        read = {act.trigger.i for act in acts}
        groups: dict[tuple[int, int, int], list[Candidate]] = defaultdict(list)
        for candidate in find_candidates(doc, referents, self._grammar):
            place, other = _place(candidate.subject[0]), _place(candidate.object[0])
            if place in acting or (place, other) in pairs:
                continue
            if not any(t.i in read for t in (*candidate.verbs, *candidate.path)):
                groups[candidate.verbs[0].i, *place].append(candidate)
        for group in groups.values():
            yield from self._chosen(group)

    def _chosen(self, group: Sequence[Candidate]) -> Iterator[RelationMatch]:
        rated = [(*self._model.best(each, self._grammar), each) for each in group]
        sure, relation, candidate = max(rated, key=lambda found: found[0])
        if relation is None or sure < self._model.least:
            return
        frame = plain_frame(relation)
        found = candidate.object[0]
        sense = self._grammar.sense(frame, "object", found)
        if sense is not None:
            yield RelationMatch(
                frame,
                self._trigger(candidate, relation),
                *candidate.subject,
                found,
                sense,
                probability=round(sure, 4),
            )

    def _trigger(self, candidate: Candidate, relation: str) -> Token:
        """Return what evokes the relation: "*refused* to help", "vowed to *help*"."""
        first, *inner = candidate.verbs
        if first.pos_ == "AUX" and candidate.path:
            first = candidate.path[0]
        performative = self._grammar.ontology.relations[relation].performative
        return first if performative or not inner else inner[-1]


def _place(referent: Referent) -> tuple[int, int]:
    return referent.start, referent.end


def save_choice(model: ChoiceModel, path: Path) -> None:
    """Write a model to a file, its weights with three digits."""
    content = {
        "pipeline": model.pipeline,
        "least": model.least,
        "deed": _packed(model.deed),
        "link": _packed(model.link),
    }
    path.write_bytes(srsly.msgpack_dumps(content))


def load_choice(path: Path, pipeline: str) -> ChoiceModel | None:
    """Read a model; nothing where there is no file or it is of other docs.

    Args:
        path: A file that `save_choice` wrote.
        pipeline: Name and version of the stock pipeline in use.

    Raises:
        ModelError: If the file is no such model.
    """
    if not path.is_file():
        return None
    try:
        content = srsly.msgpack_loads(path.read_bytes())
        model = ChoiceModel(
            pipeline=content["pipeline"],
            deed=_unpacked(content["deed"]),
            link=_unpacked(content["link"]),
            least=float(content["least"]),
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path}: chooses no relations: {error!r}") from error
    return model if model.pipeline == pipeline else None


def _packed(model: Softmax) -> dict[str, Any]:
    weights = np.concatenate([model.sparse, model.dense, model.bias[None]])
    return {
        "labels": list(model.labels),
        "names": sorted(model.rows, key=model.rows.__getitem__),
        "weights": weights.astype("<f2").tobytes(),
    }


def _unpacked(content: Mapping[str, Any]) -> Softmax:
    labels, names = tuple(content["labels"]), content["names"]
    weights = np.frombuffer(content["weights"], dtype="<f2").astype(np.float32)
    table = weights.reshape(-1, len(labels))
    split = len(names)
    rows = {name: i for i, name in enumerate(names)}
    return Softmax(labels, rows, table[:split], table[split:-1], table[-1])
