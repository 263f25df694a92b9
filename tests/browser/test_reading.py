"""What people read: suggestions, articles, entities, proofs, what is not there."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, picture, violations

ARTICLE = "/article/2021-10-07-iran-azerbaijan-border"
PROOF = "/explain?subject=ent:Azerbaijan&predicate=araz:threatens&object=ent:Iran"
NOT_FOUND = "the server responded with a status of 404"


def opened(open_page: Open, path: str, **options: Any) -> Page:
    """Open a page; the first proof of a worker takes it some seconds."""
    page = open_page("/ontology", **options)
    page.goto(path, timeout=60_000)
    return page


def field(page: Page):
    return page.get_by_role("combobox", name="Search for names and words")


@pytest.mark.parametrize("path", ["/", "/entity/Iran"], ids=["home", "entity"])
def test_a_suggestion_is_taken_by_keyboard(open_page: Open, path):
    page = open_page(path)

    field(page).press_sequentially("azerb")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    picture(page, f"suggestions-{'home' if path == '/' else 'entity'}")
    assert violations(page) == []
    field(page).press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    active = field(page).get_attribute("aria-activedescendant")
    assert active == chosen.get_attribute("id")
    name = chosen.locator("bdi").text_content()
    field(page).press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(name or "")


def test_suggestions_go_with_escape_and_words_stay(open_page: Open):
    page = open_page("/entity/Iran")

    field(page).press_sequentially("ir")
    expect(page.get_by_role("listbox")).to_be_visible()
    field(page).press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    field(page).press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field(page)).to_have_value("ir")
    expect(field(page)).to_have_attribute("aria-expanded", "false")


def test_enter_without_a_choice_searches(open_page: Open):
    page = open_page("/entity/Iran")

    field(page).fill("drones")
    field(page).press("Enter")

    page.wait_for_url("**/search?q=drones")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")


def test_a_suggestion_is_taken_with_the_mouse(open_page: Open):
    page = open_page("/search")

    page.get_by_label("Words").press_sequentially("teh")
    page.get_by_role("option", name=re.compile("Tehran")).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Tehran")


def test_suggestions_move_nothing(open_page: Open):
    page = open_page("/")
    counts = page.locator(".counts")
    before = counts.bounding_box()

    field(page).press_sequentially("ir")
    expect(page.get_by_role("listbox")).to_be_visible()

    assert counts.bounding_box() == before


def lit(page: Page, selector: str) -> list[str]:
    return page.locator(f"{selector}.lit").all_text_contents()


def test_who_moves_to_a_claim_sees_its_sentence(open_page: Open):
    page = open_page(ARTICLE)
    claim = page.locator(".beside li").filter(has_text="Ilham Aliyev threatens Iran")

    claim.get_by_role("link", name="in the text").focus()

    expect(page.locator(".trigger.lit")).to_have_text(["threatened"])
    assert any("threatened Iran" in words for words in lit(page, ".sentence"))
    assert {"Ilham Aliyev", "Iran"} <= set(lit(page, ".mention"))
    picture(page, "article-lit")
    assert violations(page) == []


def test_who_moves_to_words_sees_their_claim(open_page: Open):
    page = open_page(ARTICLE)
    trigger = page.locator(".words").get_by_role("link", name="threatened", exact=True)

    trigger.focus()

    told = page.locator(".beside li.lit .statement")
    expect(told).to_have_text(["Ilham Aliyev threatens Iran"])
    expect(trigger).to_have_accessible_description(re.compile("threatens"))


def test_a_mouse_over_either_lights_the_other(open_page: Open):
    page = open_page(ARTICLE)

    page.locator(".words .trigger", has_text="threatened").first.hover()
    expect(page.locator(".beside li.lit")).to_have_count(1)
    page.locator("h1").hover()
    expect(page.locator(".beside li.lit")).to_have_count(0)
    page.locator(".beside li").nth(1).hover()
    expect(page.locator(".sentence.lit")).to_have_count(1)


def test_a_word_leads_to_its_claim_and_back(open_page: Open):
    page = open_page(ARTICLE, java_script_enabled=False)

    page.locator(".words .trigger", has_text="threatened").first.click()
    claim = page.locator(".beside li:target")
    expect(claim).to_contain_text("threatens")
    claim.get_by_role("link", name="in the text").click()

    expect(page.locator(".sentence:target")).to_contain_text("threatened Iran")
    expect(page.locator(".sentence:target")).to_be_in_viewport()


def test_all_words_of_an_article_can_be_reached_by_keyboard(open_page: Open):
    page = open_page(ARTICLE)
    page.locator(".words a").first.focus()
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Tab")

    assert first
    assert page.evaluate("document.activeElement.closest('.words') !== null")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_relations_of_an_entity_lead_to_all_of_them(open_page: Open):
    page = open_page("/entity/Iran")
    rest = page.get_by_role("link", name=re.compile("^All [0-9,]+ claims"))
    number = re.findall("[0-9]+", rest.text_content() or "")[0]

    rest.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Claims of Iran")
    expect(page.locator("main > .claims > li")).to_have_count(min(int(number), 50))
    assert violations(page) == []


def test_an_inferred_relation_leads_to_its_proof(open_page: Open):
    page = open_page("/entity/Azerbaijan")

    why = page.locator("section.group:has(#threatens-out)")
    address = why.get_by_role("link", name="Why Iran?").get_attribute("href")
    page.goto(address or "", timeout=60_000)

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Why Azerbaijan threatens Iran"
    )
    expect(page.locator("blockquote").first).to_contain_text("Aliyev")


def test_what_is_not_there_leads_to_what_may_be_meant(open_page: Open, watch):
    watch.expected.append(NOT_FOUND)
    page = open_page("/entity/Azerbaidjan")
    picture(page, "not-found")
    assert violations(page) == []

    page.get_by_role("link", name="Azerbaijan", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Azerbaijan")


def test_how_a_page_was_made_is_told(open_page: Open):
    page = open_page("/entity/Iran")

    page.get_by_text("How was this made?").click()

    made = page.locator(".made")
    expect(made.locator("pre").first).to_be_visible()
    assert "SELECT" in (made.locator("pre").first.text_content() or "")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("path", "main"),
    [
        ("/", "Newest claims"),
        ("/entity/Iran", "Relations"),
        (ARTICLE, "What it says"),
        ("/search?q=drones", "drones"),
        (PROOF, "Each step rests on those below it"),
    ],
    ids=["home", "entity", "article", "search", "proof"],
)
def test_a_page_says_all_without_scripts(open_page: Open, path, main):
    page = opened(open_page, path, java_script_enabled=False)

    expect(page.locator("main")).to_contain_text(main)
    search = page.locator("form[role=search] input[type=search]").first
    search.fill("drones")
    search.press("Enter")
    page.wait_for_url("**/search?q=drones*")


_LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "telephone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True},
}
_SHOWN = {"article": ARTICLE, "proof": PROOF, "part": "/entity/Iran?part=claims"}


@pytest.mark.parametrize("look", _LOOKS)
@pytest.mark.parametrize("name", _SHOWN)
def test_everybody_can_read_it(open_page: Open, name, look):
    page = opened(open_page, _SHOWN[name], **_LOOKS[look])
    picture(page, f"reading-{name}-{look}")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("look", _LOOKS)
def test_a_claim_and_its_act_can_be_read_by_everybody(open_page: Open, look):
    page = open_page(ARTICLE, **_LOOKS[look])
    claim = page.locator(".beside li").filter(has_text="Ilham Aliyev threatens Iran")
    claim.get_by_role("link", name=re.compile("^Claim: ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ilham Aliyev threatens Iran"
    )
    picture(page, f"reading-claim-{look}")
    assert violations(page) == []

    page.get_by_role("link", name="what other articles say of it").click()

    expect(page.locator("main")).to_contain_text("about it, affirmed, denied")
    assert violations(page) == []


def test_what_can_be_pressed_is_large_enough(open_page: Open):
    page = open_page("/entity/Iran", viewport={"width": 360, "height": 740})
    small = page.evaluate(
        """() => [...document.querySelectorAll(
               "button, summary, input, nav a, .chips a, .pager a")]
            .filter((each) => each.checkVisibility({ visibilityProperty: true }))
            .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
            .map(([text, box]) => `${text} ${box.width} ${box.height}`)"""
    )

    assert small == []
