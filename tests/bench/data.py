"""The data: universities, made by a generator that is not part of the project.

It has the shape of LUBM's data, over a schema of its own; results are not LUBM results.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.config import PROJECT
from kg.rdf.conversion import from_triple
from kg.rdf.terms import NodeTriple

_SHARED = Path(os.environ.get("ARAZ_SHARED", PROJECT.parent / "shared"))
GENERATOR = _SHARED / "conformance" / "lubm" / "lubm_like.py"
ABSENT = f"no generator of data at {GENERATOR}; ARAZ_SHARED names the folder above"


@dataclass(frozen=True, slots=True)
class Data:
    """Files of one benchmark: the schema, the facts, and 1 % more facts."""

    schema: Path
    facts: Path
    more: Path


def make_data(folder: Path, triples: int, *options: str) -> Data:
    """Write data of an exact size; the same arguments give the same bytes.

    Args:
        folder: Where to; it must exist, and may hold data of other sizes.
        triples: How many facts.
        options: Further ones of the generator.
    """
    # N-Triples are Turtle too, and reasonable goes by the ending.
    data = Data(
        folder / f"schema-{triples}.ttl",
        folder / f"facts-{triples}.ttl",
        folder / f"more-{triples}.ttl",
    )
    subprocess.run(
        [
            *(sys.executable, str(GENERATOR), "--triples", str(triples), *options),
            *("--output", str(data.facts), "--tbox", str(data.schema)),
            *("--delta", "1", "--delta-output", str(data.more)),
        ],
        check=True,
        capture_output=True,
    )
    return data


def read(path: Path) -> Iterator[NodeTriple]:
    """Yield the triples of a file."""
    for quad in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES):
        yield from_triple(quad.triple)
