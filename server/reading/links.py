"""How IRIs are shown and linked: the project's own to its pages, others to the web."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from rdflib import BNode, URIRef

from kg.rdf.terms import Names
from server.reading.results import ResultTerm

_PAGES = ("entity/", "article/", "claim/", "act/", "ontology")


@dataclass(frozen=True, slots=True)
class Link:
    """A term as a page shows it; without `href` it cannot be followed.

    `note` is the language or the datatype of a literal.
    """

    text: str
    href: str | None = None
    external: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links for one knowledge graph.

    `root` is the path that the server answers below; empty for a server of its own.
    """

    names: Names
    root: str = ""

    def link(self, iri: str, label: str | None = None) -> Link:
        """Return the link for an IRI, called by its label or a short form."""
        text = label or self.short(iri)
        if (path := self.page(iri)) is not None:
            return Link(text, path)
        if iri.startswith(("http://", "https://")) and not self._is_own(iri):
            return Link(text, iri, external=True)
        return Link(text)

    def term(
        self, term: ResultTerm | None, labels: Mapping[str, str] | None = None
    ) -> Link:
        """Return how a table shows a term, or the lack of one.

        Args:
            term: The term.
            labels: What some IRIs are called.
        """
        if term is None:
            return Link("")
        if isinstance(term, URIRef):
            return self.link(str(term), (labels or {}).get(str(term)))
        if isinstance(term, BNode):
            return Link(f"_:{term}")
        datatype = self.short(term.datatype) if term.datatype else None
        return Link(str(term), note=term.language or datatype)

    def page(self, iri: str) -> str | None:
        """Return the path of the page about one of the project's own resources."""
        rest = iri.removeprefix(self.names.base)
        if self._is_own(iri) and rest.startswith(_PAGES):
            return f"{self.root}/{quote(rest, safe='%/#_.-~()!*,:@+$=&;')}"
        return None

    def short(self, iri: str) -> str:
        """Return an IRI in as few characters as tell it apart."""
        for prefix, namespace in self.names.prefixes.items():
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{unquote(iri.removeprefix(namespace))}"
        return unquote(iri)

    def name(self, iri: str) -> str:
        """Return the readable last part of an IRI, where nothing has a label."""
        return unquote(iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]).replace(
            "_", " "
        )

    def _is_own(self, iri: str) -> bool:
        return iri.startswith(self.names.base)
