"""The workbench as a person uses it: paste, wait, read, follow, keep."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Watch, picture, violations
from tests.http_server import TOKEN, Server, serving, writable

# The loading of the language model included, on a machine that does other things too.
MODEL_MILLISECONDS = 120_000
STORY = (
    "Ilham Aliyev, the president of Azerbaijan, threatened Iran on Tuesday. "
    "Azerbaijan bought drones from Israel last year, officials said.\n\n"
    "Iran denied that it supplies weapons to Armenia. Azerbaijan and Turkey will hold "
    "a joint exercise next month.\n\n"
    "Russia accused Azerbaijan of an attack. "
    "Armenia expelled two Azerbaijani diplomats."
)

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(site: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The seed graph in a copy that may be changed by who has the token."""
    served = Path(site.errors).with_suffix("")
    store = tmp_path_factory.mktemp("workbench") / "store"
    shutil.copytree(served, store)
    with serving(store, environment=writable()) as server:
        yield server


def read(page: Page, text: str = STORY) -> None:
    page.get_by_label("Text of a news article").fill(text)
    page.get_by_label("Published on").fill("2021-10-06")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Read in")).to_be_visible(timeout=MODEL_MILLISECONDS)


def claims(page: Page) -> list[str]:
    return [" ".join(t.split()) for t in page.locator(".statement").all_inner_texts()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_text_that_is_pasted_shows_its_claims(open_page: Open, scheme):
    page = open_page("/workbench", color_scheme=scheme)
    picture(page, f"workbench-empty-{scheme}", whole=True)
    assert violations(page) == []

    read(page)
    expect(page.locator(".drawing svg")).to_be_visible()
    picture(page, f"workbench-{scheme}", whole=True)

    assert any("Ilham Aliyev threatens Iran" in claim for claim in claims(page))
    assert page.locator(".article").inner_text().count("Azerbaijan") >= 4
    assert violations(page) == []


def test_it_fits_a_telephone(open_page: Open):
    page = open_page(
        "/workbench", viewport={"width": 360, "height": 740}, is_mobile=True
    )
    picture(page, "workbench-empty-telephone", whole=True)
    read(page)
    picture(page, "workbench-telephone", whole=True)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_a_sentence_and_its_claim_light_up_together(open_page: Open):
    page = open_page("/workbench")
    read(page)

    page.locator(".claims > li").first.hover()

    expect(page.locator(".says.lit").first).to_be_visible()
    page.locator(".note").first.focus()
    expect(page.locator(".claims > li.lit")).to_have_count(1)


def test_an_arrow_leads_to_its_claim_by_keyboard(open_page: Open):
    page = open_page("/workbench")
    read(page)

    edge = page.locator(".drawing a.edge").first
    edge.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".claims > li:target")).to_have_count(1)


def test_everything_is_there_without_scripts(open_page: Open):
    page = open_page("/workbench", java_script_enabled=False)
    page.get_by_label("Text of a news article").fill(STORY)
    page.get_by_role("button", name="Read it").click(timeout=MODEL_MILLISECONDS)
    expect(page.locator(".statement").first).to_be_visible(timeout=MODEL_MILLISECONDS)
    picture(page, "workbench-without-scripts", whole=True)

    assert any("Ilham Aliyev threatens Iran" in claim for claim in claims(page))
    with page.expect_download() as download:
        page.get_by_role("button", name="Graph (Turtle)").click()
    assert "araz:threatens ent:Iran" in Path(download.value.path()).read_text("utf-8")


def test_markup_in_a_text_stays_text(open_page: Open):
    page = open_page("/workbench")
    evil = 'Iran accused <img src=x onerror="alert(1)"> Israel of "it" & </script>.'

    read(page, evil)

    assert evil in page.locator(".article").inner_text().replace("1.", ".")
    assert page.locator(".article img").count() == 0


def test_a_text_in_german_is_refused_and_stays_in_the_form(
    open_page: Open, watch: Watch
):
    watch.expected.append("422")
    page = open_page("/workbench")
    text = "Der Präsident hat am Dienstag gesagt, dass die Regierung " * 6
    page.get_by_label("Text of a news article").fill(text)
    page.get_by_role("button", name="Read it").click()

    expect(page.get_by_role("alert")).to_contain_text("not English")
    picture(page, "workbench-refused")
    assert page.get_by_label("Text of a news article").input_value() == text
    assert violations(page) == []


def test_a_picture_that_is_uploaded_is_refused(open_page: Open, watch: Watch):
    watch.expected.append("415")
    page = open_page("/workbench")
    page.get_by_label("or a file").set_input_files(
        {"name": "map.png", "mimeType": "image/png", "buffer": b"\x89PNG\0"}
    )
    page.get_by_role("button", name="Read it").click()

    expect(page.get_by_role("alert")).to_contain_text("map.png: unknown format")


def test_who_has_the_token_keeps_the_article(open_page: Open, watch: Watch):
    watch.expected.append("403")
    page = open_page("/workbench")
    read(page, "Freedonia threatened Sylvania on Tuesday.")

    page.get_by_label("Token").fill("wrong")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-kept]")).to_contain_text("does not allow updates")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="its page").click(timeout=MODEL_MILLISECONDS)

    expect(page.locator("main")).to_contain_text("Sylvania")
    picture(page, "workbench-kept", whole=True)
