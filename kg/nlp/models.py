"""The only place that loads a trained spaCy pipeline."""

import importlib
import importlib.util
from pathlib import Path

import spacy
from spacy.language import Language

from kg.errors import ModelError
from kg.nlp.packages import choose_package


def load_model(model: str = "") -> Language:
    """Load a spaCy pipeline.

    Args:
        model: A package name or a path; empty for the best that is installed.

    Raises:
        ModelError: If it is not installed or is no spaCy pipeline.
    """
    return _load(choose_package(model))


def describe(nlp: Language) -> str:
    """Return the name and version of a pipeline, such as "en_core_web_md 3.8.0"."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def _load(model: str) -> Language:
    try:
        if not Path(model).exists() and importlib.util.find_spec(model):
            package = importlib.import_module(model)
            # The pinned package keeps its model beside its code.
            if hasattr(package, "model_path"):
                return spacy.load(package.model_path())
        return spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{model}: is no spaCy pipeline: {reason}") from error
