"""The fingerprint of tables: what tells whether an index is made of them."""

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from kg import model
from kg.errors import GazetteerError

_TABLES = (".tsv", ".txt")
_DIGITS = 32


def fingerprint(folder: Path) -> str:
    """Return a digest of all that an index of the tables in a folder depends on.

    That is the tables, the code that makes the index, and the version of Unicode that
    folding goes by.

    Raises:
        GazetteerError: If the folder or a table in it cannot be read.
    """
    try:
        tables = sorted(p for p in folder.iterdir() if p.suffix in _TABLES)
        content = _digest(tables)
    except OSError as error:
        raise GazetteerError(f"{folder}: cannot be read: {error}") from error
    parts = (unicodedata.unidata_version, _CODE, content)
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:_DIGITS]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        # Names and lengths, so that no file's end can pass for another's start.
        digest.update(f"{path.name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


# Of the code as it was loaded: a process that outlives an upgrade must not write what
# its old code makes under the name of the new.
_CODE = _digest([*sorted(Path(__file__).parent.glob("*.py")), Path(model.__file__)])
