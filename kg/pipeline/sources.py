"""The sources of the tables, as `sources.tsv` names them."""

import re
from pathlib import Path

from kg.gazetteer import Gazetteer
from kg.gazetteer.tables import read_rows
from kg.rdf.provenance import FactSource, Provenance

COLUMNS = ("tag", "origin", "licence", "dated", "share_alike", "tells_current")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def read_provenance(folder: Path, gazetteer: Gazetteer) -> Provenance:
    """Return where the facts of a gazetteer come from.

    Raises:
        GazetteerError: For an unreadable table or a source without a licence.
    """
    sources = {}
    for row in read_rows(folder / "sources.tsv", COLUMNS):
        tag, origin, licence, dated, *_ = row.cells
        if not (tag and origin and licence):
            row.fail("needs a tag, an origin and a licence")
        if dated and not _DATE.fullmatch(dated):
            row.fail(f"needs a date such as 2012 or 2012-05-07, not {dated!r}")
        sources[tag] = FactSource(
            tag=tag, origin=origin, licence=licence, dated=dated or None
        )
    return Provenance(sources=sources, as_of=gazetteer.as_of)
