"""The language model with all that reads texts, loaded once in a process."""

from functools import cache
from typing import TYPE_CHECKING

from kg.config import Settings

if TYPE_CHECKING:
    # spaCy is loaded by the process that reads texts, or never.
    from kg.pipeline.reading import Reader


@cache
def load_reader(settings: Settings) -> "Reader":
    """Return what reads texts; the first time that takes some seconds.

    Raises:
        KgError: If ontology, lexicon, gazetteer or model cannot be used.
    """
    from kg.pipeline.reading import Reader  # noqa: PLC0415 - see above

    return Reader(settings)
