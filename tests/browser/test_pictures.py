"""The pictures of the documents: taken of the seed graph, each shown somewhere.

`make pictures` takes them anew.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from kg.config import PROJECT
from tests.browser.conftest import Open

FOLDER = PROJECT / "docs" / "pictures"
_EXAMPLE = "Who threatens whom"
_TEXT = (
    "Ilham Aliyev, the president of Azerbaijan, threatened Iran on Tuesday. "
    "Azerbaijan bought drones from Israel last year, officials said.\n\n"
    "Iran denied that it supplies weapons to Armenia."
)


def _nothing(page: Page) -> None:
    """Take the page as it opens."""
    page.wait_for_load_state("networkidle")


def _drawn(page: Page) -> None:
    page.locator("#canvas[data-drawn]:not([aria-busy])").wait_for()
    _nothing(page)


def _mapped(page: Page) -> None:
    page.locator("svg path").first.wait_for()
    _nothing(page)


def _asked(page: Page) -> None:
    page.get_by_role("link", name=_EXAMPLE).first.click()
    page.get_by_role("button", name="Run").click()
    page.get_by_text("inferred: why?").first.wait_for()


def _lit(page: Page) -> None:
    _nothing(page)
    page.get_by_role("link", name="threatened").first.hover()


def _read(page: Page) -> None:
    page.get_by_label("Text of a news article").fill(_TEXT)
    page.get_by_label("Published on").fill("2021-10-06")
    page.get_by_role("button", name="Read it").click()
    page.get_by_text("What the text says").wait_for(timeout=120_000)
    _nothing(page)
    page.get_by_text("What the text says").scroll_into_view_if_needed()


ARTICLE = "/article/2021-10-07-iran-azerbaijan-border"
PROOF = "/explain?subject=ent:Azerbaijan&predicate=araz:threatens&object=ent:Iran"
SCENES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "home": ("/", _nothing),
    "explore": ("/explore?entity=ent:Iran", _drawn),
    "query": ("/query", _asked),
    "entity": ("/entity/Iran", _nothing),
    "article": (ARTICLE, _lit),
    "proof": (PROOF, _nothing),
    "timeline": ("/timeline", _nothing),
    "map": ("/map", _mapped),
    "workbench": ("/workbench", _read),
}


@pytest.mark.parametrize("name", SCENES)
def test_what_a_document_shows_can_be_seen(open_page: Open, request, name):
    path, act = SCENES[name]
    page = open_page("about:blank", color_scheme="light")
    page.set_default_timeout(60_000)
    page.goto(path)
    act(page)
    taken = page.screenshot()
    if request.config.getoption("--update-pictures"):
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.png").write_bytes(taken)

    assert (FOLDER / f"{name}.png").is_file()


def test_each_picture_is_shown_and_each_shown_is_there():
    documents = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
    shown = {
        found
        for document in documents
        for found in re.findall(
            r"!\[[^]]+\]\((?:docs/)?pictures/(\w+)\.png\)",
            document.read_text(encoding="utf-8"),
        )
    }

    assert shown == {path.stem for path in FOLDER.glob("*.png")} == set(SCENES)
