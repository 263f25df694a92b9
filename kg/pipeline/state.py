"""What a build remembers beside the store: no knowledge, only what need not be redone.

The file can be lost without harm; the next build then does more than it must.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import StoreError

_NAME = "state.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the last closure was made of, by which rules, and what it left behind.

    `generation` is the name of the store's content right after it, `engine` the
    fingerprint of the reasoner; `contradictions` are the contradictions it found.
    """

    generation: str = ""
    engine: str = ""
    contradictions: tuple[str, ...] = ()


def read_state(store: Path) -> State:
    """Return the state beside a store; an empty one if there is none to read."""
    try:
        found = json.loads((store / _NAME).read_text(encoding="utf-8"))
        contradictions = tuple(map(str, found["contradictions"]))
        return State(
            generation=found["generation"],
            engine=found["engine"],
            contradictions=contradictions,
        )
    except (OSError, ValueError, LookupError, TypeError):
        return State()


def write_state(store: Path, state: State) -> None:
    """Write the state in one step.

    Raises:
        StoreError: If it cannot be written.
    """
    partial = store / f"{_NAME}.partial"
    try:
        partial.write_text(json.dumps(asdict(state), indent=2), encoding="utf-8")
        os.replace(partial, store / _NAME)  # noqa: PTH105 - the atomic one
    except OSError as error:
        raise StoreError(f"{store / _NAME}: cannot be written: {error}") from error
