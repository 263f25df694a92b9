"""What is made of gazetteer and ontology once, and kept beside the snapshot.

A worker lives shortly where requests are slow, so what it needs has to be there at
once: the names in the order of their beginnings, and the ontology as it was read.
"""

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.gazetteer import Gazetteer
from kg.gazetteer.folding import fold
from kg.ontology import EntityType, Ontology, Relation, read_ontology
from kg.rdf.terms import digest

# Another number is another layout of the file.
_LAYOUT = 1
_CREATE = """
PRAGMA journal_mode = OFF;
CREATE TABLE place (
    start TEXT NOT NULL, surface TEXT NOT NULL, entity TEXT NOT NULL,
    prior REAL NOT NULL, PRIMARY KEY (start, surface, entity)
) WITHOUT ROWID;
CREATE TABLE ontology (content TEXT NOT NULL);
"""

type _Place = tuple[str, str, str, float]


def keep(folder: Path, gazetteer: Gazetteer, tables: Path, ontology: Path) -> Path:
    """Return the file for these tables and this ontology, made first if need be.

    Args:
        folder: Where it is kept.
        gazetteer: What was read from the tables.
        tables: The folder of the gazetteer.
        ontology: The folder of the ontology.

    Raises:
        OntologyError: If the ontology cannot be read.
        StoreError: If the file cannot be written.
    """
    path = folder / f"reconciliation-{_version(tables, ontology)}.sqlite"
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _write_once(path, gazetteer, ontology)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error
    return path


def read_kept_ontology(path: Path) -> Ontology:
    """Return the ontology that is kept in a file.

    Raises:
        StoreError: If it cannot be read.
    """
    try:
        with closing(open_kept(path)) as file:
            ((text,),) = file.execute("SELECT content FROM ontology")
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    content = json.loads(text)
    types = [EntityType(**_values(each)) for each in content["types"]]
    relations = [Relation(**_values(each)) for each in content["relations"]]
    return Ontology(
        types={each.name: each for each in types},
        relations={each.name: each for each in relations},
        namespace=content["namespace"],
    )


def open_kept(path: Path) -> sqlite3.Connection:
    """Open a file that does not change any more."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _version(*folders: Path) -> str:
    """Return what tells one state of the folders from another."""
    parts = [str(_LAYOUT), *(f.name for f in (*fields(EntityType), *fields(Relation)))]
    for path in sorted(path for folder in folders for path in folder.iterdir()):
        state = path.stat()
        parts += [str(path), str(state.st_size), str(state.st_mtime_ns)]
    return digest(parts)


def _write_once(path: Path, gazetteer: Gazetteer, ontology: Path) -> None:
    """Write the file; of several processes one does, and the others wait for it."""
    with path.with_suffix(".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return
        unfinished = path.with_suffix(".partial")
        # One that was killed has left it.
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as file:
            file.executescript(_CREATE)
            places = sorted(set(_places(gazetteer)))
            file.executemany("INSERT INTO place VALUES (?, ?, ?, ?)", places)
            content = _content(read_ontology(ontology))
            file.execute("INSERT INTO ontology VALUES (?)", (content,))
            file.commit()
        os.replace(unfinished, path)  # noqa: PTH105 - the atomic one


def _places(gazetteer: Gazetteer) -> Iterator[_Place]:
    """Yield each name from each of its words on."""
    for entry in gazetteer.entries:
        identifier = gazetteer.identifier(entry)
        for surface in map(fold, (entry.name, *entry.aliases)):
            words = surface.split()
            for number in range(len(words)):
                yield " ".join(words[number:]), surface, identifier, entry.prior


def _content(ontology: Ontology) -> str:
    return json.dumps(
        {
            "types": [asdict(each) for each in ontology.types.values()],
            "relations": [asdict(each) for each in ontology.relations.values()],
            "namespace": ontology.namespace,
        }
    )


def _values(written: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a value: JSON has lists for tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in written.items()
    }
