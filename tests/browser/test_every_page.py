"""What holds of every page: it loads cleanly, and everybody can use it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PICTURES, Open, Watch, picture, violations
from tests.browser.pages import ACTS, NOT_FOUND, PAGES, PATIENCE
from tests.http_server import Server

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "telephone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True},
}
# Bytes of scripts that a page may load, compressed; the editor of queries is large.
_MOST_SCRIPT = 150_000
_MOST_SCRIPT_OF_QUERIES = 500_000
_SCRIPTS = """() => performance.getEntriesByType("resource")
    .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
    .map(({ name, encodedBodySize }) => [name, encodedBodySize])"""
# There is none until something was painted.
_FIRST_PAINT = """() => new Promise((resolve) => new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
        if (name === "first-contentful-paint") resolve(startTime);
}).observe({ type: "paint", buffered: true }))"""

type Opened = Callable[..., Page]


@pytest.fixture
def open_sheet(open_page: Open, site: Server, watch: Watch) -> Opened:
    """Open a page of `PAGES`, and wait until its scripts have done their work."""

    def opened(name: str, **options: Any) -> Page:
        sheet = PAGES[name]
        if name == "missing":
            watch.expected.append(NOT_FOUND)
        page = open_page("about:blank", **options)
        page.set_default_timeout(PATIENCE)
        page.goto(sheet.address(site))
        if options.get("java_script_enabled", True):
            page.locator(sheet.ready).wait_for()
            page.wait_for_load_state("networkidle")
        return page

    return opened


@pytest.fixture(scope="module")
def figures() -> Iterator[Callable[[str, str, str], None]]:
    """Keep figures of pages in files of the run, one line a page, to be looked at."""
    kept: dict[str, dict[str, str]] = {}

    def keep(topic: str, name: str, figure: str) -> None:
        kept.setdefault(topic, {})[name] = figure

    yield keep
    PICTURES.mkdir(parents=True, exist_ok=True)
    for topic, lines in kept.items():
        text = "".join(f"{name}\t{figure}\n" for name, figure in lines.items())
        (PICTURES / f"{topic}.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_a_page(open_sheet: Opened, name, look):
    page = open_sheet(name, **LOOKS[look])
    picture(page, f"{name}-{look}")

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text(PAGES[name].main)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_without_scripts(open_sheet: Opened, name):
    page = open_sheet(name, java_script_enabled=False)
    picture(page, f"{name}-scriptless")

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(PAGES[name].main)


@pytest.mark.parametrize("name", PAGES)
def test_it_is_kept_when_a_page_first_shows_something(
    open_sheet: Opened, figures: Callable[[str, str, str], None], name
):
    open_sheet(name)
    # Once more, so that the server is warm, in a browser that knows nothing yet.
    page = open_sheet(name)
    paint = page.evaluate(_FIRST_PAINT)
    figures("paint", name, f"{paint:.0f} ms")

    assert paint > 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_no_more_script_than_it_may(
    open_sheet: Opened, figures: Callable[[str, str, str], None], name
):
    page = open_sheet(name)
    sizes = dict(page.evaluate(_SCRIPTS))
    if act := ACTS.get(name):
        act(page)
        page.wait_for_load_state("networkidle")
        # What is large is loaded only when somebody looks at it.
        sizes |= dict(page.evaluate(_SCRIPTS))
    size = sum(sizes.values())
    figures("scripts", name, f"{size / 1000:.1f} kB")
    is_query = name in {"query", "results"}

    assert 0 < size <= (_MOST_SCRIPT_OF_QUERIES if is_query else _MOST_SCRIPT)
