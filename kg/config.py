"""Settings: one frozen value, read from TOML, then the environment, then flags."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from kg.errors import ConfigError

PROJECT = Path(__file__).resolve().parents[1]


def _setting[T](default: T, description: str) -> T:
    return field(default=default, metadata={"help": description})  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set; each field says what it is for."""

    base_iri: str = _setting(
        "https://w3id.org/araz/", "start of every IRI minted; ends with a slash"
    )
    store: Path = _setting(Path("data/store"), "folder of the store")
    ontology: Path = _setting(PROJECT / "ontology", "folder of ontology and lexicon")
    gazetteer: Path = _setting(
        PROJECT / "seeds" / "gazetteer", "folder of the tables of known entities"
    )
    model: str = _setting("", "spaCy pipeline, by name or path; empty: the best found")
    max_article: int = _setting(1_000_000, "longest article accepted, in code points")
    host: str = _setting("127.0.0.1", "address the server listens on")
    port: int = _setting(8000, "port the server listens on")
    workers: int = _setting(2, "processes that answer requests")


def read_settings(
    *,
    file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    flags: Mapping[str, object] | None = None,
) -> Settings:
    """Return the settings: defaults, then TOML, then `ARAZ_*`, then flags.

    Args:
        file: A TOML file; without one, `araz.toml` in the working folder if present.
        environment: Variables; `ARAZ_STORE` sets `store`, and so on.
        flags: Values from the command line by field name; `None` means not given.

    Raises:
        ConfigError: For an unreadable file, an unknown name or a bad value.
    """
    given: dict[str, tuple[str, object]] = {}
    for name, value in _read_toml(file).items():
        given[name] = (f"{file or 'araz.toml'}: {name}", value)
    names = {f.name for f in fields(Settings)}
    for name in sorted(names):
        variable = f"ARAZ_{name.upper()}"
        if variable in environment:
            given[name] = (variable, environment[variable])
    for name, value in (flags or {}).items():
        if value is not None:
            given[name] = (f"--{name.replace('_', '-')}", value)
    settings = Settings()
    for name, (where, value) in given.items():
        if name not in names:
            known = ", ".join(sorted(names))
            raise ConfigError(f"{where}: no such setting; known are {known}")
        kind = type(getattr(settings, name))
        settings = replace(settings, **{name: _convert(where, value, kind)})
    if not settings.base_iri.endswith("/"):
        raise ConfigError(f"base_iri: must end with a slash, not {settings.base_iri}")
    return settings


def _read_toml(file: Path | None) -> dict[str, Any]:
    path = file or Path("araz.toml")
    if file is None and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as TOML: {error}") from error


def _convert(where: str, value: object, kind: type) -> object:
    if issubclass(kind, Path):
        return Path(str(value))
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        message = f"{where}: needs {kind.__name__}, not {value!r}"
        raise ConfigError(message) from error
