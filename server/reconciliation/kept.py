"""The ontology as it was read, kept beside the snapshot.

A worker lives shortly where requests are slow, so what it needs has to be there at
once. The gazetteer has an index of its own.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from kg.errors import StoreError
from kg.ontology import EntityType, Ontology, Relation, read_ontology
from kg.rdf.terms import digest

# Another number is another layout of the file.
_LAYOUT = 2


def kept_ontology(cache: Path, folder: Path) -> Ontology:
    """Return the ontology of a folder, from what is kept of it.

    The first one that asks reads it, and writes it down.

    Args:
        cache: Where it is kept.
        folder: The folder of the ontology.

    Raises:
        OntologyError: If the ontology cannot be read.
        StoreError: If the file cannot be read or written.
    """
    path = cache / f"ontology-{_version(folder)}.json"
    try:
        with suppress(FileNotFoundError):
            return _ontology(json.loads(path.read_text(encoding="utf-8")))
        ontology = read_ontology(folder)
        _write(path, json.dumps(_content(ontology)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: cannot be kept: {error}") from error
    return ontology


def _version(folder: Path) -> str:
    """Return what tells one state of the folder from another."""
    parts = [str(_LAYOUT), *(f.name for f in (*fields(EntityType), *fields(Relation)))]
    for path in sorted(folder.iterdir()):
        state = path.stat()
        parts += [str(path), str(state.st_size), str(state.st_mtime_ns)]
    return digest(parts)


def _write(path: Path, text: str) -> None:
    """Write a file all at once: of several processes the last one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, suffix=".partial", delete=False
    ) as file:
        file.write(text)
    os.replace(file.name, path)  # noqa: PTH105 - the atomic one


def _content(ontology: Ontology) -> dict[str, object]:
    return {
        "types": [asdict(each) for each in ontology.types.values()],
        "relations": [asdict(each) for each in ontology.relations.values()],
        "namespace": ontology.namespace,
    }


def _ontology(content: dict[str, Any]) -> Ontology:
    types = [EntityType(**_values(each)) for each in content["types"]]
    relations = [Relation(**_values(each)) for each in content["relations"]]
    return Ontology(
        types={each.name: each for each in types},
        relations={each.name: each for each in relations},
        namespace=content["namespace"],
    )


def _values(written: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a value: JSON has lists for tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in written.items()
    }
