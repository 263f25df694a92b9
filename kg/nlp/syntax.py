"""The syntax of frames, read from `syntax.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

import yaml

from kg.errors import LexiconError
from kg.nlp.paths import Functions, Move, Path, read_path

SYNTAX = FilePath(__file__).with_name("syntax.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSyntax:
    """How a LexInfo frame type appears: its trigger, and a function for each role.

    A role may have several functions; the first that leads to a filler wins. `remote`
    are those that some acts turn to where the object leads to nobody, `stopped` those
    that lead to whose deed it is that the act stops.
    """

    trigger: frozenset[str]
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    theme: str | None
    remote: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """All grammatical functions, and the frame types that use them.

    `remote_acts` are the PLOVER codes of acts that turn to remote functions,
    `stopping_acts` those of acts that are aimed at whose deed they stop.
    """

    functions: Functions
    frames: Mapping[str, FrameSyntax]
    remote_acts: frozenset[str] = frozenset()
    stopping_acts: frozenset[str] = frozenset()


def read_syntax(path: FilePath = SYNTAX) -> Syntax:
    """Read a syntax file.

    Raises:
        LexiconError: For a path that cannot be read or a function nobody defines.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        functions = {
            name: tuple(read_path(text) for text in paths)
            for name, paths in content["functions"].items()
        }
    except (OSError, yaml.YAMLError, ValueError, KeyError) as error:
        raise LexiconError(f"{path}: cannot be read as a syntax: {error}") from error
    frames = {
        name: FrameSyntax(
            trigger=frozenset(roles["trigger"]),
            subjects=tuple(roles["subject"].split()),
            objects=tuple(roles.get("object", "").split()),
            theme=roles.get("theme"),
            remote=tuple(roles.get("remote", "").split()),
            stopped=tuple(roles.get("stopped", "").split()),
        )
        for name, roles in content["frames"].items()
    }
    called = {name for paths in functions.values() for name in _called(paths)}
    for frame in frames.values():
        called |= {*frame.subjects, *frame.objects, *frame.remote, *frame.stopped}
        called |= {frame.theme} if frame.theme else set()
    missing = sorted(called - set(functions))
    if missing:
        raise LexiconError(f"{path}: no such function: {', '.join(missing)}")
    return Syntax(
        functions=functions,
        frames=frames,
        remote_acts=frozenset(content.get("remote_acts", "").split()),
        stopping_acts=frozenset(content.get("stopping_acts", "").split()),
    )


def _called(paths: tuple[Path, ...]) -> set[str]:
    return {
        name
        for path in paths
        for step in path
        if step.move is Move.CALL
        for name in step.labels
    }
