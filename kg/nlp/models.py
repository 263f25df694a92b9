"""The only place that loads a trained spaCy pipeline."""

import importlib
import importlib.util
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex
from thinc.api import Model, NumpyOps

from kg.errors import ModelError
from kg.nlp.packages import choose_package

# The mark of a footnote, behind a word: "Assad,[1]".
_FOOTNOTE = (r"[.,;:](?=\[\d)", r"\[(?=\d)")


def load_model(model: str = "") -> Language:
    """Load a spaCy pipeline, which cuts marks of footnotes off.

    Args:
        model: A package name or a path; empty for the best that is installed.

    Raises:
        ModelError: If it is not installed or is no spaCy pipeline.
    """
    nlp = _load(choose_package(model))
    tokenizer, infixes = nlp.tokenizer, nlp.Defaults.infixes
    if infixes and hasattr(tokenizer, "infix_finditer"):
        pattern = compile_infix_regex([*infixes, *_FOOTNOTE])
        tokenizer.infix_finditer = pattern.finditer
    return nlp


def load_swift_model(model: str = "") -> Language:
    """Load a spaCy pipeline whose networks multiply matrices with numpy.

    Args:
        model: A package name or a path; empty for the best that is installed.

    Raises:
        ModelError: If it is not installed or is no spaCy pipeline.
    """
    nlp = load_model(model)
    for _, component in nlp.pipeline:
        network = getattr(component, "model", None)
        if isinstance(network, Model):
            multiply_with_numpy(network)
    return nlp


def multiply_with_numpy(network: Model[Any, Any]) -> None:
    """Let a network multiply matrices with numpy, three times as fast as thinc does."""
    ops = NumpyOps(use_blis=False)
    for layer in network.walk():
        layer.ops = ops


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
