"""Train the recogniser: `python -m kg.nlp.training TARGET [--folds N]`."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from kg.config import PROJECT, Settings
from kg.gazetteer import read_gazetteer
from kg.lexicon import read_lexicon
from kg.nlp.models import describe, load_model
from kg.nlp.names import NameFinder
from kg.nlp.recogniser.features import width_of
from kg.nlp.recogniser.recogniser import build_recogniser
from kg.nlp.training.fit import fit
from kg.nlp.training.gold import (
    CROSSNER,
    RE3D,
    Example,
    fold_of,
    read_crossner,
    read_re3d,
)
from kg.nlp.training.lessons import Reader
from kg.ontology import read_ontology


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on all of the sets, or once for each fold on what is not in the fold."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="file, or folder for the folds")
    parser.add_argument("--folds", type=int, default=0, help="train for so many folds")
    options = parser.parse_args(arguments)
    shared = Path(os.environ.get("ARAZ_SHARED", PROJECT.parent / "shared"))
    data = shared / "eval" / "data"
    examples = [*read_crossner(data / "crossner"), *read_re3d(data / "re3d")]
    if not options.folds:
        _train(examples, options.target)
        return
    options.target.mkdir(parents=True, exist_ok=True)
    for fold in range(options.folds):
        others = [e for e in examples if fold_of(e.id, options.folds) != fold]
        _train(others, options.target / f"{fold}.msgpack")


def _train(examples: Sequence[Example], target: Path) -> None:
    settings = Settings()
    nlp = load_model(settings.model)
    ontology = read_ontology(settings.ontology)
    lexicon = read_lexicon(settings.ontology / "lexicon.en.ttl", ontology)
    gazetteer = read_gazetteer(settings.gazetteer)
    finder = NameFinder(nlp, gazetteer, lexicon, ontology)
    labels = [dict.fromkeys(names.values()) for names in (CROSSNER, RE3D)]
    tasks = [list(labels[0] | labels[1]), list(labels[1])]
    recogniser = build_recogniser(describe(nlp), width_of(nlp("A")), tasks)
    reader = Reader(nlp, finder, lexicon)
    lessons = [
        lesson for example in examples for lesson in reader.lessons(example, recogniser)
    ]
    fit(recogniser.network, lessons)
    recogniser.save(target)
    sys.stdout.write(f"{target}: {len(lessons)} sentences\n")


if __name__ == "__main__":
    main()
