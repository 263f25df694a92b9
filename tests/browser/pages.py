"""Every page for people, what has to be on it, and what somebody does there."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from server.queries import read_examples
from tests.http_server import Server

PREFIXES = "PREFIX araz: <https://w3id.org/araz/ontology#>\n"
NOT_FOUND = "status of 404"
# The first proof after a start draws all conclusions; the machine may do other things.
PATIENCE = 90_000
_EXAMPLES = {example.name: example.text for example in read_examples()}
_VIEWS = ("Chart", "Graph", "Map", "Table")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page.

    Attributes:
        path: Where it is, or a query for a thing of the graph that it is about.
        main: Words in its main content, with scripts and without.
        ready: A selector of what is there when its scripts have done their work.
    """

    path: str
    main: str
    ready: str = "main"

    def address(self, site: Server) -> str:
        """Return the path on a site."""
        if self.path.startswith("/"):
            return self.path
        query = quote(PREFIXES + self.path)
        asked = f"{site.address}/sparql?format=json&query={query}"
        with urlopen(asked) as answer:  # noqa: S310 - a server of the tests
            (row,) = json.load(answer)["results"]["bindings"]
        path: str = urlsplit(row["it"]["value"]).path
        return path.removeprefix("/araz")


def _one(pattern: str) -> str:
    return f"SELECT ?it {{ {pattern} }} ORDER BY ?it LIMIT 1"


PAGES = {
    "home": Sheet("/", "Newest claims"),
    "search": Sheet("/search?q=drones", "drones"),
    "entity": Sheet("/entity/Iran", "Relations"),
    "article": Sheet("/article/2021-10-07-iran-azerbaijan-border", "What it says"),
    "claim": Sheet(_one("?it a araz:Claim"), "IRI"),
    "act": Sheet(_one("?it a araz:Act"), "about it, affirmed, denied"),
    "explain": Sheet(
        "/explain?subject=ent:Azerbaijan&predicate=araz:threatens&object=ent:Iran",
        "Each step rests on those below it",
    ),
    "ontology": Sheet("/ontology", "Relations"),
    "dumps": Sheet("/dump/", "How was this made?"),
    "query": Sheet("/query", "Who threatens whom", ".yasqe .CodeMirror"),
    "results": Sheet(
        f"/sparql?format=html&query={quote(_EXAMPLES['01-threats'])}", "18 rows"
    ),
    "explore": Sheet(
        "/explore", "The same as a table", "#canvas[data-drawn]:not([aria-busy])"
    ),
    "timeline": Sheet("/timeline", "How was this made?"),
    "map": Sheet("/map", "How was this made?", "#world[data-drawn]"),
    "workbench": Sheet("/workbench", "Text of a news article"),
    "missing": Sheet("/entity/Azerbaidjan", "Perhaps you meant"),
}


def _look_at_answers(page: Page) -> None:
    """Run a query, and look at its answer in each way."""
    page.goto(f"/query?query={quote(_EXAMPLES['24-countries'])}")
    for view in _VIEWS:
        page.get_by_role("tab", name=view).click()
        expect(page.get_by_role("tabpanel", name=view)).not_to_have_attribute(
            "aria-busy", "true"
        )


def _suggest(page: Page) -> None:
    page.locator("input[type=search]").first.press_sequentially("Azer")
    expect(page.get_by_role("option").first).to_be_visible()


# What makes a page load what it did not load at first.
ACTS: dict[str, Callable[[Page], None]] = {"query": _look_at_answers, "home": _suggest}
