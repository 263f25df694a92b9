"""Extract from articles, each with the fold's recogniser that did not learn from it.

`python -m kg.nlp.training.crossvalidation FOLDS ARTICLES` prints what `kg extract`
prints, so that a scorer can call it in the place of that.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.nlp.training.gold import fold_of


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `kg extract` once for each fold."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folds", type=Path, help="folder with a recogniser a fold")
    parser.add_argument("articles", type=Path, help="JSON Lines")
    options = parser.parse_args(arguments)
    recognisers = sorted(options.folds.glob("*.msgpack"))
    lines = options.articles.read_text(encoding="utf-8").splitlines()
    for fold, recogniser in enumerate(recognisers):
        mine = [
            line
            for line in lines
            if fold_of(json.loads(line)["id"], len(recognisers)) == fold
        ]
        with TemporaryDirectory() as folder:
            articles = Path(folder) / "articles.jsonl"
            articles.write_text("".join(f"{line}\n" for line in mine), encoding="utf-8")
            sys.stdout.flush()
            subprocess.run(  # noqa: S603 - the project's own command
                [sys.executable, "-m", "kg", "extract", str(articles)],
                env={**os.environ, "ARAZ_RECOGNISER": str(recogniser)},
                check=True,
            )


if __name__ == "__main__":
    main()
