"""The one table of formats: names, media types, suffixes."""

from dataclasses import dataclass

from kg.errors import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way to write RDF or query results.

    `name` is also the suffix of files (without the dot), `media_types` what it is
    called over HTTP, the preferred one first. `quads` says whether it keeps apart
    the graphs of a dataset. `results` is true of formats for the solutions of a
    query, false of formats for RDF.
    """

    name: str
    title: str
    media_types: tuple[str, ...]
    quads: bool = False
    results: bool = False

    @property
    def media_type(self) -> str:
        """The media type to answer with."""
        return self.media_types[0]


RDF_FORMATS = (
    Format(
        name="ttl",
        title="Turtle",
        media_types=("text/turtle", "application/x-turtle"),
    ),
    Format(
        name="nt",
        title="N-Triples",
        media_types=("application/n-triples", "text/plain"),
    ),
    Format(
        name="nq",
        title="N-Quads",
        media_types=("application/n-quads", "text/x-nquads"),
        quads=True,
    ),
    Format(
        name="trig",
        title="TriG",
        media_types=("application/trig", "application/x-trig"),
        quads=True,
    ),
    Format(
        name="jsonld",
        title="JSON-LD",
        media_types=("application/ld+json",),
        quads=True,
    ),
    Format(name="rdf", title="RDF/XML", media_types=("application/rdf+xml",)),
)

RESULT_FORMATS = (
    Format(
        name="json",
        title="SPARQL JSON",
        media_types=("application/sparql-results+json", "application/json"),
        results=True,
    ),
    Format(
        name="xml",
        title="SPARQL XML",
        media_types=("application/sparql-results+xml", "application/xml", "text/xml"),
        results=True,
    ),
    Format(name="csv", title="CSV", media_types=("text/csv",), results=True),
    Format(
        name="tsv",
        title="TSV",
        media_types=("text/tab-separated-values",),
        results=True,
    ),
)

FORMATS = {known.name: known for known in (*RDF_FORMATS, *RESULT_FORMATS)}


def rdf_format(name: str) -> Format:
    """Return the RDF format of that name.

    Raises:
        StoreError: If there is none.
    """
    return _named(name, RDF_FORMATS, "RDF")


def result_format(name: str) -> Format:
    """Return the format for solutions of that name.

    Raises:
        StoreError: If there is none.
    """
    return _named(name, RESULT_FORMATS, "query results")


def _named(name: str, formats: tuple[Format, ...], what: str) -> Format:
    for known in formats:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in formats)
    raise StoreError(f"no format {name!r} for {what}; known are {names}")
