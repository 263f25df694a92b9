"""What holds of every page: it loads cleanly, and everybody can use it."""

import pytest

from tests.browser.conftest import Open, picture, violations

PAGES = {
    "home": "/",
    "search": "/search?q=drones",
    "entity": "/entity/Iran",
    "article": "/article/2021-10-07-iran-azerbaijan-border",
    "ontology": "/ontology",
    "dumps": "/dump/",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "path"), PAGES.items(), ids=PAGES)
def test_a_page_has_no_violations_of_wcag(open_page: Open, name, path, scheme):
    page = open_page(path, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    picture(page, f"{name}-{scheme}")

    assert violations(page) == []


@pytest.mark.parametrize(("name", "path"), PAGES.items(), ids=PAGES)
def test_a_page_fits_a_telephone(open_page: Open, name, path):
    page = open_page(path, viewport={"width": 360, "height": 740}, is_mobile=True)
    page.wait_for_load_state("networkidle")
    picture(page, f"{name}-telephone")
    width = page.evaluate("document.documentElement.scrollWidth")

    assert width <= 360
    assert violations(page) == []
