"""Names from right to left, with quotes and slashes, and texts full of markup."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page, expect

from kg.config import Settings
from kg.rdf.terms import Names
from tests.browser.conftest import Open, picture, violations
from tests.browser.pages import PREFIXES
from tests.browser.strange import (
    ARABIC,
    ARTICLE,
    HEADLINE,
    HEBREW,
    LATIN,
    SENTENCES,
    write_strange,
)
from tests.http_server import Server, serving

NAMES = Names(Settings().base_iri)
THREAT = quote(f"{PREFIXES}SELECT ?who ?whom {{ ?who araz:threatens ?whom }}")
DENIED = quote(
    f"{PREFIXES}PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    "SELECT ?claim ?who { ?claim a araz:Claim ; rdf:subject ?who ;"
    " araz:polarity araz:negative }"
)


def path(iri: str) -> str:
    return f"/{iri.removeprefix(NAMES.base)}"


def proof() -> str:
    triple = {
        "subject": NAMES.entity(ARABIC),
        "predicate": NAMES.ontology.threatens,
        "object": NAMES.entity(HEBREW),
    }
    return "&".join(f"{name}={quote(iri, safe='')}" for name, iri in triple.items())


STRANGE = {
    "home": ("/", SENTENCES[0]),
    "search": (f"/search?q={quote('خامنئي')}", ARABIC),
    "entity": (path(NAMES.entity(ARABIC)), ARABIC),
    "group": (path(NAMES.entity(LATIN)), LATIN),
    "article": (path(NAMES.article(ARTICLE)), HEADLINE),
    "proof": (f"/explain?{proof()}", HEBREW),
    "table": (f"/query?query={THREAT}", ARABIC),
    "claims": (f"/query?query={DENIED}", LATIN),
    "graph": (f"/query?query={THREAT}&view=graph", "2 things"),
    "scriptless": (f"/sparql?query={THREAT}&format=html", "1 row"),
    "explore": ("/explore", HEBREW),
    "timeline": ("/timeline", ARABIC),
    "dumps": ("/dump/", "Dumps"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("strange") / "store"
    with serving(write_strange(folder)) as server:
        yield server


@pytest.mark.parametrize(("address", "words"), STRANGE.values(), ids=STRANGE)
def test_nothing_of_a_text_is_run(open_page: Open, request, address, words):
    page = open_page("about:blank")
    dialogs: list[str] = []

    def hear(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    page.goto(address, timeout=60_000)
    page.wait_for_load_state("networkidle")
    name = request.node.callspec.id
    picture(page, f"strange-{name}")

    expect(page.get_by_role("main")).to_contain_text(words)
    assert dialogs == []
    assert _elements(page, "main :is(img, b, i, u)") == []
    assert _elements(page, "main script:not([type='application/json'])") == []
    assert violations(page) == []


def test_a_name_with_quotes_and_slashes_leads_to_its_page(open_page: Open):
    page = open_page(f"/query?query={THREAT}")

    page.get_by_role("cell").get_by_role("link", name=ARABIC, exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(ARABIC)


def test_a_name_is_written_in_its_own_direction(open_page: Open):
    page = open_page(f"/query?query={THREAT}")
    cell = page.get_by_role("cell").get_by_text(HEBREW, exact=True)

    assert cell.evaluate("(cell) => cell.closest('[dir=auto]') !== null")
    assert cell.evaluate("(cell) => cell.matches(':dir(rtl)')")


def _elements(page: Page, selector: str) -> list[str]:
    found: list[str] = page.locator(selector).evaluate_all(
        "(all) => all.map((each) => each.outerHTML)"
    )
    return found
