"""A real browser on a real server that serves the seed graph.

Each page that a test opens is watched: an error in its console, a script that fails and
a request to anywhere but the server fail the test when it ends.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)

from kg.cli.build import SEEDS
from kg.config import PROJECT
from tests.http_server import Server, serving

PICTURES = PROJECT / "data" / "pictures"
_AXE = PROJECT / "server" / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
    "best-practice",
]
# Milliseconds: a slow machine that does other things besides is no mistake of a page.
# The first proof after a start draws all conclusions.
_EXPECTED, _ACTED, _LOADED = 20_000, 30_000, 60_000
# Nothing of the browser's own reaches for the network.
_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The seed graph, built and served by the commands that people use."""
    given = request.config.getoption("--built-store")
    store = Path(given) if given else tmp_path_factory.mktemp("seeds") / "store"
    if not given:
        subprocess.run(
            [sys.executable, "-m", "kg", "build", str(SEEDS), "--store", str(store)],
            check=True,
        )
    with serving(store) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium on the PATH; Debian's package is called chromium")
    expect.set_options(timeout=_EXPECTED)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield running
        running.close()


class Watch:
    """What went wrong in the pages of a test.

    `expected` are parts of messages that a test provokes on purpose.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self.problems: list[str] = []
        self.expected: list[str] = []

    def follow(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._hear)
        page.on("pageerror", self._fail)
        page.on("request", self._ask)

    def unexpected(self) -> list[str]:
        """Return what nobody expected."""
        return [
            problem
            for problem in self.problems
            if not any(part in problem for part in self.expected)
        ]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"{message.type}: {message.text}")

    def _fail(self, error: Error) -> None:
        self.problems.append(f"script: {error.message}")

    def _ask(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.problems.append(f"outside: {request.url}")


@pytest.fixture
def watch(site: Server) -> Iterator[Watch]:
    watching = Watch(site.address)
    yield watching
    assert watching.unexpected() == []


type Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Server, watch: Watch) -> Iterator[Open]:
    """Open a path of the site, in a browser that knows nothing yet.

    Options are those of Playwright's contexts: `viewport`, `color_scheme`,
    `java_script_enabled`, `reduced_motion` and so on.
    """
    contexts: list[BrowserContext] = []

    def opened(path: str, **options: Any) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(base_url=site.address, **options)
        context.set_default_timeout(_ACTED)
        context.set_default_navigation_timeout(_LOADED)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def violations(page: Page, *, without: str | None = None) -> list[str]:
    """Return what axe finds wrong with a page as it stands now.

    Args:
        page: An open page.
        without: A selector of what is left out, with a reason where it is given.
    """
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """([rules, without]) => axe.run(
            without ? { exclude: [[without]] } : document,
            { runOnly: rules, resultTypes: ["violations"] })""",
        [_RULES, without],
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def wait_for_one(page: Page, held: list[Route]) -> None:
    """Wait until a request of the page is held back by the test."""
    for _ in range(_EXPECTED // 10):
        if held:
            return
        page.wait_for_timeout(10)
    pytest.fail(f"nothing was asked within {_EXPECTED / 1000:.0f} seconds")


def picture(page: Page, name: str, *, whole: bool = False) -> Path:
    """Keep what a page looks like now, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path
