"""The SPARQL queries of reconciliation: files beside this one, read once."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def read_own_query(name: str) -> str:
    """Return the text of `<name>.rq`, with places for `server.queries.fill`."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
