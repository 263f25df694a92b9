"""The web server: SPARQL endpoint, linked data, dumps and pages over `kg`.

HTTP is here and nowhere else; no module of this package knows spaCy or pyoxigraph.
`create_app` is loaded when it is asked for, so that `kg --help` need not wait.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server.application import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as Python has it
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from server.application import create_app  # noqa: PLC0415 - see above

    return create_app
