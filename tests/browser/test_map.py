"""The map of states, used as a person would use it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, picture, violations


def drawn(page: Page) -> Page:
    """Wait until the map stands."""
    page.locator("#world[data-drawn]").wait_for()
    return page


def transform(page: Page, other_than: str = "") -> str:
    """Return what part of the map is in sight, once it is another than before."""
    land = page.locator("#world svg > g")
    expect(land).not_to_have_attribute("transform", other_than)
    return land.get_attribute("transform") or ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_has_no_violations(open_page: Open, scheme):
    page = drawn(open_page("/map", color_scheme=scheme))
    picture(page, f"map-{scheme}")

    assert violations(page) == []


def test_the_map_fits_a_telephone(open_page: Open):
    page = drawn(
        open_page("/map", viewport={"width": 360, "height": 740}, is_mobile=True)
    )
    picture(page, "map-telephone")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_every_state_that_is_spoken_of_is_on_the_map(open_page: Open):
    page = drawn(open_page("/map?relation=any"))

    rows = page.locator("table").first.locator("tbody tr").count()
    assert page.locator("#world").get_attribute("data-drawn") == str(rows)
    assert "not on it" not in page.locator("#said").inner_text()


def test_a_state_is_found_by_keyboard_and_opened(open_page: Open):
    page = drawn(open_page("/map"))
    page.locator("#world").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#panel .claims li").first.wait_for()
    picture(page, "map-state")
    expect(page.locator("#said")).to_have_text(re.compile("^Russia, "))
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("Russia")
    page.get_by_role("link", name="Russia attacks Ukraine", exact=True).click()

    expect(page.locator("h1")).to_have_text("Russia attacks Ukraine")
    expect(page.locator("blockquote").first).to_be_visible()


def test_a_state_is_clicked_and_let_go(open_page: Open):
    page = drawn(open_page("/map"))
    box = page.locator("#world .land.named").evaluate_all(
        """lands => {
            const land = lands.find(each => each.textContent.startsWith("Australia"));
            const { x, y, width, height } = land.getBoundingClientRect();
            return { x: x + width * 0.35, y: y + height * 0.45 };
        }"""
    )
    page.mouse.click(box["x"], box["y"])
    expect(page.locator("#panel h2")).to_have_text("Australia")
    page.locator("#world").press("Escape")

    expect(page.locator("#panel h2")).to_have_count(0)


def test_the_map_is_moved_and_drawn_nearer(open_page: Open):
    page = drawn(open_page("/map"))
    whole = transform(page)
    page.get_by_role("button", name="Nearer").click()
    page.get_by_role("button", name="Nearer").click()
    near = transform(page, whole)
    box = page.locator("#world").bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 220, steps=4)
    page.mouse.up()
    moved = transform(page, near)
    page.mouse.wheel(0, -400)
    nearer = transform(page, moved)
    picture(page, "map-near")
    page.locator("#world").press("Shift+ArrowLeft")
    keyed = transform(page, nearer)
    page.get_by_role("button", name="All").click()

    assert len({near, moved, nearer, keyed}) == 4
    assert page.locator("#panel h2").count() == 0
    assert transform(page, keyed) == "translate(0.00 0.00) scale(1.0000)"


def test_filters_change_the_map_and_the_tables(open_page: Open):
    page = drawn(open_page("/map"))
    page.get_by_label("Relation").select_option("araz:sanctions")
    page.wait_for_url("**relation=araz*sanctions*")
    expect(page.locator("#between ~ div tbody td:nth-child(2)").first).to_have_text(
        "sanctions"
    )
    picture(page, "map-sanctions")
    rows = page.locator("table").first.locator("tbody tr").count()

    expect(page.locator("#world .amount")).to_have_count(rows)


def test_without_scripts_the_tables_say_it_all(open_page: Open):
    page = open_page("/map", java_script_enabled=False)
    assert not page.locator("#drawing").is_visible()
    page.get_by_role("link", name="timeline of Iran").click()

    expect(page).to_have_title(re.compile("Iran"))
