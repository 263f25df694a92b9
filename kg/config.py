"""Settings: one frozen value, read from TOML, then the environment, then flags."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.limits import LIMITS

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set; each field says what it is for."""

    base_iri: str = field(
        default="https://w3id.org/araz/",
        metadata={"help": "start of every IRI minted; ends with a slash"},
    )
    store: Path = field(
        default=Path("data/store"),
        metadata={"help": "folder of the store"},
    )
    ontology: Path = field(
        default=PROJECT / "ontology",
        metadata={"help": "folder of ontology and lexicon"},
    )
    gazetteer: Path = field(
        default=PROJECT / "seeds" / "gazetteer",
        metadata={"help": "folder of the tables of known entities"},
    )
    reviewed: Path = field(
        default=PROJECT / "seeds" / "links" / "reviewed.sssom.tsv",
        metadata={"help": "table of what was decided on links; may be absent"},
    )
    model: str = field(
        default="",
        metadata={"help": "spaCy pipeline, by name or path; empty: the best found"},
    )
    recogniser: Path = field(
        default=PROJECT / "kg" / "nlp" / "recogniser" / "weights.msgpack",
        metadata={"help": "trained recogniser of names; none without this file"},
    )
    choice: Path = field(
        default=PROJECT / "kg" / "nlp" / "choice" / "weights.msgpack",
        metadata={"help": "trained choice of relations; none without this file"},
    )
    engine: str = field(
        default="araz",
        metadata={"help": "what draws the conclusions: araz or owlrl"},
    )
    max_article: int = field(
        default=1_000_000,
        metadata={"help": "longest article accepted, in code points"},
    )
    keep_text: bool = field(
        default=True,
        metadata={"help": "whether articles keep their texts: true or false"},
    )
    host: str = field(
        default="127.0.0.1",
        metadata={"help": "address the server listens on"},
    )
    port: int = field(
        default=8000,
        metadata={"help": "port the server listens on"},
    )
    workers: int = field(
        default=2,
        metadata={"help": "processes kept free for quick queries"},
    )
    slow_workers: int = field(
        default=2,
        metadata={"help": "processes more that slow queries may hold"},
    )
    deadline: float = field(
        default=30.0,
        metadata={"help": "seconds until a query is stopped"},
    )
    long_deadline: float = field(
        default=600.0,
        metadata={"help": "seconds until an update or a dump is stopped"},
    )
    query_memory: int = field(
        default=1024,
        metadata={"help": "megabytes that a query may take"},
    )
    max_rows: int = field(
        default=1_000_000,
        metadata={"help": "most solutions in an answer"},
    )
    max_answer: int = field(
        default=256,
        metadata={"help": "most megabytes in an answer"},
    )
    max_body: int = field(
        default=64,
        metadata={"help": "most megabytes in the body of a request that writes"},
    )
    cache: int = field(
        default=64,
        metadata={"help": "megabytes of answers kept to be given again"},
    )
    rate: float = field(
        default=50.0,
        metadata={"help": "requests a second that a client may make; 0: any number"},
    )
    client_queries: int = field(
        default=8,
        metadata={"help": "requests that a client may have answered at once"},
    )
    unlimited: str = field(
        default="127.0.0.0/8 ::1",
        metadata={"help": "networks whose clients have no such limits"},
    )
    proxies: int = field(
        default=0,
        metadata={"help": "trusted proxies in front, which name the client"},
    )
    token_hash: str = field(
        default="",
        metadata={"help": "hash of the token that allows updates; none: no updates"},
    )
    workbench: str = field(
        default="on-demand",
        metadata={"help": "when texts can be tried out: off, on-demand or at-start"},
    )
    workbench_text: int = field(
        default=100_000,
        metadata={"help": "longest text that can be tried out, in code points"},
    )
    workbench_deadline: float = field(
        default=60.0,
        metadata={"help": "seconds until the reading of such a text is stopped"},
    )
    workbench_memory: int = field(
        default=1024,
        metadata={"help": "megabytes that it may take besides the language model"},
    )
    workbench_queue: int = field(
        default=4,
        metadata={"help": "texts that may wait while another is read"},
    )
    workbench_rate: float = field(
        default=20.0,
        metadata={"help": "such texts a minute from one client; 0: any number"},
    )
    workbench_idle: float = field(
        default=10.0,
        metadata={"help": "minutes without a text until the model is unloaded"},
    )
    services: str = field(
        default="https://query.wikidata.org/sparql",
        metadata={"help": "endpoints that SERVICE may ask"},
    )
    loads: str = field(
        default="",
        metadata={"help": "addresses that LOAD may read"},
    )
    private_hosts: str = field(
        default="",
        metadata={"help": "host:port of those that may have a private address"},
    )
    outside_deadline: float = field(
        default=20.0,
        metadata={"help": "seconds until another server has to have answered"},
    )
    wikidata: str = field(
        default="https://www.wikidata.org",
        metadata={"help": "server that --online asks, without a path"},
    )
    wikidata_contact: str = field(
        default="",
        metadata={"help": "mail or URL by which its operators reach you"},
    )
    wikidata_cache: Path = field(
        default=Path("data/wikidata"),
        metadata={"help": "folder of what was fetched from it"},
    )
    wikidata_days: float = field(
        default=30.0,
        metadata={"help": "days until what was fetched is asked for again"},
    )
    access_log: str = field(
        default="",
        metadata={"help": "file for a line a request; - is standard error"},
    )


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
        converted: dict[str, Any] = {name: _convert(where, value, kind)}
        settings = replace(settings, **converted)
    for name, (fits, expected) in LIMITS.items():
        value = getattr(settings, name)
        if not fits(value):
            where = given[name][0] if name in given else name
            raise ConfigError(f"{where}: needs {expected}, not {value!r}")
    return settings


def _read_toml(file: Path | None) -> dict[str, Any]:
    path = file or Path("araz.toml")
    if file is None and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as TOML: {error}") from error


def _convert(where: str, value: object, kind: type[Any]) -> object:
    if issubclass(kind, Path):
        return Path(str(value))
    if kind is bool:
        return _convert_truth(where, value)
    message = f"{where}: needs {kind.__name__}, not {value!r}"
    # A truth value or a fraction is no whole number, though Python would take it.
    if isinstance(value, bool) or (isinstance(value, float) and kind is not float):
        raise ConfigError(message)
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise ConfigError(message) from error


def _convert_truth(where: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    # The environment has nothing but text.
    if value in ("true", "false"):
        return value == "true"
    raise ConfigError(f"{where}: needs true or false, not {value!r}")
