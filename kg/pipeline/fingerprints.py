"""Fingerprints: digests of all that an outcome depends on, to do no work twice."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from kg import __version__
from kg.config import Settings
from kg.model import Article
from kg.nlp.packages import choose_package, package_version

# Code and data files of these parts decide what is taken from an article.
_STAGES = ("model.py", "claims.py", "lexicon.py", "nlp", "linking", "gazetteer", "rdf")
_SUFFIXES = (".py", ".yaml", ".tsv")
_PIECE = 1 << 20
_JUDGED = re.compile("[=!]")


def method_fingerprint(settings: Settings) -> str:
    """Return a digest of all that decides the outcome besides the article.

    These are the code of the stages, the language model by name and version, the
    recogniser, the ontology with the lexicon, the gazetteer, the base IRI, and whether
    the text is kept. The model is not loaded.

    Raises:
        ModelError: If there is no model.
    """
    digest = hashlib.sha256()
    model = package_version(choose_package(settings.model))
    _add(digest, (__version__, model, settings.base_iri))
    _add(digest, (f"keep_text={settings.keep_text}",))
    _add(digest, (code_fingerprint(*_STAGES),))
    if settings.recogniser.is_file():
        _add(digest, (_file_digest(settings.recogniser),))
    for folder in (settings.ontology, settings.gazetteer):
        # Checks and questions lie deeper and decide nothing.
        for path in sorted(folder.glob("*.*")):
            _add(digest, (folder.name, path.name, _file_digest(path)))
    return digest.hexdigest()


def code_fingerprint(*parts: str) -> str:
    """Return a digest of the files of some parts of the package, code and data."""
    digest = hashlib.sha256()
    for part in parts:
        for name, file in _walk(resources.files("kg").joinpath(part), part):
            if name.endswith(_SUFFIXES):
                _add(digest, (name, hashlib.sha256(file.read_bytes()).hexdigest()))
    return digest.hexdigest()


def article_fingerprint(
    article: Article, method: str, reviewed: Iterable[str] = ()
) -> str:
    """Return a digest of an article's content and of the method applied to it.

    Behind it stand the judgements on links that had a say, in short: an article is
    read again when these change, and not when others do.
    """
    digest = hashlib.sha256()
    _add(digest, (method, *(f"{k}={v}" for k, v in asdict(article).items())))
    return " ".join((digest.hexdigest(), *sorted(reviewed)))


def reviewed_subjects(fingerprint: str) -> frozenset[str]:
    """Return the entities that the judgements in a fingerprint are about."""
    _, *keys = fingerprint.split(" ")
    return frozenset(_JUDGED.split(key, maxsplit=1)[0] for key in keys)


def _walk(entry: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    if entry.is_file():
        yield name, entry
    elif entry.is_dir():
        for child in sorted(entry.iterdir(), key=lambda child: child.name):
            yield from _walk(child, f"{name}/{child.name}")


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(digest: "hashlib._Hash", parts: Iterable[str]) -> None:
    digest.update("\x1f".join(parts).encode() + b"\x1e")
