"""Claims along time, used as a person would use them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, picture, violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_timeline_has_no_violations(open_page: Open, scheme):
    page = open_page("/timeline?entity=Iran", color_scheme=scheme)
    picture(page, f"timeline-{scheme}")

    assert violations(page) == []


def test_the_timeline_fits_a_telephone(open_page: Open):
    page = open_page(
        "/timeline", viewport={"width": 360, "height": 740}, is_mobile=True
    )
    picture(page, "timeline-telephone")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_a_stretch_of_time_is_drawn_with_the_mouse(open_page: Open):
    page = open_page("/timeline")
    claims = page.locator(".months .claims > li")
    before = claims.count()
    box = page.locator("#strip svg").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 50, steps=5)
    page.mouse.up()
    page.wait_for_url("**from=*to=*")
    expect(page.locator("#strip .chosen-days")).to_have_count(1)
    picture(page, "timeline-brushed")
    expect(claims).not_to_have_count(before)
    after = claims.count()
    page.go_back()
    expect(page.locator("#strip .chosen-days")).to_have_count(0)

    assert 0 < after < before == 100
    expect(page.get_by_label("From", exact=True)).to_have_value("")


def test_the_same_is_chosen_in_fields_with_the_keyboard(open_page: Open):
    page = open_page("/timeline")
    page.get_by_label("From", exact=True).fill("2022-10-01")
    page.get_by_label("To", exact=True).fill("2022-10-31")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=2022-10-01&to=2022-10-31")
    expect(page.locator(".months h2")).to_have_count(1)

    expect(page.locator(".months h2")).to_have_text(re.compile("^October 2022"))
    expect(page.locator(".months blockquote").first).to_be_visible()


def test_without_scripts_the_form_the_bars_and_the_pages_work(open_page: Open):
    page = open_page("/timeline", java_script_enabled=False)
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_text("101 to 200 of")).to_be_visible()
    page.get_by_label("About", exact=True).fill("Iran")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_title(re.compile("Iran"))
    page.locator("#strip a:has(.bar)").last.click()

    expect(page).to_have_url(re.compile("from="))
    expect(page.get_by_label("From", exact=True)).not_to_have_value("")


def test_a_stretch_without_claims_says_what_to_do(open_page: Open):
    page = open_page("/timeline?from=1800&to=1801")
    picture(page, "timeline-empty")
    page.get_by_role("link", name="all of the time", exact=True).click()

    expect(page).to_have_url(re.compile("/timeline$"))
    expect(page.locator(".months")).to_be_visible()
