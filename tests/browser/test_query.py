"""The query page: asking one's own question, as a person does."""

import json
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from server.queries import read_examples
from tests.browser.conftest import Open, Watch, picture, violations, wait_for_one

PREFIXES = """PREFIX araz: <https://w3id.org/araz/ontology#>
PREFIX ent: <https://w3id.org/araz/entity/>
"""
THREATS = f"{PREFIXES}SELECT ?who ?whom {{ ?who araz:threatens ?whom }}"
# Runs for hours.
ENDLESS = """SELECT (COUNT(*) AS ?n) {
  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i
  FILTER(?a != ?d && ?c != ?g)
}"""
EXAMPLES = {example.name: example.text for example in read_examples()}
VIEWS = {
    "table": "01-threats",
    "chart": "25-acts",
    "graph": "23-network",
    "map": "24-countries",
}
BUDGET = 500_000


def asked(query: str, **fields: str) -> str:
    """Return the path of the page with a query in it, which it runs."""
    more = "".join(f"&{name}={value}" for name, value in fields.items())
    return f"/query?query={quote(query)}{more}"


def answered(page: Page) -> Locator:
    """Wait for an answer, and return how many rows it has."""
    title = page.locator("#answer-title")
    expect(title).to_be_visible()
    return title


def write(page: Page, text: str) -> None:
    """Replace what is in the editor, by the keyboard."""
    page.locator(".CodeMirror-lines").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("view", "example"), VIEWS.items(), ids=VIEWS)
def test_each_view_has_no_violations_of_wcag(open_page: Open, view, example, scheme):
    page = open_page(asked(EXAMPLES[example], view=view), color_scheme=scheme)
    answered(page)
    page.wait_for_load_state("networkidle")
    picture(page, f"query-{view}-{scheme}", whole=True)

    assert violations(page) == []


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_fits_a_telephone(open_page: Open, view):
    page = open_page(
        asked(EXAMPLES[VIEWS[view]], view=view),
        viewport={"width": 360, "height": 740},
        is_mobile=True,
    )
    answered(page)
    page.wait_for_load_state("networkidle")
    picture(page, f"query-{view}-telephone", whole=True)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_the_scripts_of_the_page_are_within_their_budget(open_page: Open):
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.url.endswith(".js"):
            assert response.header_value("content-encoding") == "br"
            sizes[response.url] = int(response.header_value("content-length") or 0)

    page = open_page("/")
    page.on("response", weigh)
    for view, example in VIEWS.items():
        page.goto(asked(EXAMPLES[example], view=view))
        answered(page)
        page.wait_for_load_state("networkidle")

    # All views together, as if somebody looked at each.
    assert 0 < sum(sizes.values()) < BUDGET


def test_names_are_completed_while_they_are_typed(open_page: Open):
    page = open_page("/query")
    write(page, f"{PREFIXES}SELECT * WHERE {{\n?who araz:thr")
    list_ = page.get_by_role("listbox", name="Completions")
    expect(list_.get_by_role("option").first).to_contain_text("araz:threatens")
    picture(page, "query-completions")
    assert violations(page) == []

    page.keyboard.press("Enter")
    page.keyboard.type(" ent:azer")
    expect(list_.get_by_role("option").first).to_contain_text("ent:Azerbaijan")
    page.keyboard.press("Enter")
    page.keyboard.type(" }")
    page.keyboard.press("Control+Enter")

    expect(answered(page)).to_have_text(re.compile(r"^[1-9]\d* rows?$"))
    expect(page.locator("#query")).to_have_value(
        re.compile(r"\?who araz:threatens ent:Azerbaijan }")
    )


class Offers:
    """Answers to "ent:a"; those to what is longer are held back."""

    def __init__(self, page: Page, *names: str) -> None:
        self.held: list[Route] = []
        self._first = names
        page.route("**/query/completions?*", self._answer)

    def release(self, *names: str) -> None:
        """Answer what was asked last."""
        self._fulfil(self.held.pop(), names)

    def _answer(self, route: Route) -> None:
        (beginning,) = parse_qs(urlsplit(route.request.url).query)["q"]
        if beginning.startswith("ent:a") and beginning != "ent:a":
            self.held.append(route)
        else:
            self._fulfil(route, self._first if beginning == "ent:a" else ())

    def _fulfil(self, route: Route, names: tuple[str, ...]) -> None:
        made = [
            {
                "text": f"ent:{name}",
                "prefix": "ent",
                "iri": f"https://w3id.org/araz/entity/{name}",
                "label": name.replace("_", " "),
                "description": None,
            }
            for name in names
        ]
        route.fulfill(json={"query": "", "completions": made})


def begin_a_name(page: Page) -> Locator:
    """Type the first letter of an object, and return the options that it has."""
    write(page, f"{PREFIXES}SELECT * WHERE {{\n?who araz:threatens ent:a")
    return page.get_by_role("listbox", name="Completions").get_by_role("option")


def test_a_name_is_replaced_as_it_stands_when_it_is_picked(open_page: Open):
    page = open_page("/query")
    Offers(page, "Armenia", "Azerbaijan")
    options = begin_a_name(page)
    expect(options).to_have_count(2)

    page.keyboard.type("zer")
    page.keyboard.press("Enter")

    expect(page.locator("#query")).to_have_value(
        re.compile(r"\?who araz:threatens ent:Azerbaijan\s*}?$")
    )
    expect(options).to_have_count(0)


def test_names_that_do_not_begin_as_typed_are_no_longer_offered(open_page: Open):
    page = open_page("/query")
    Offers(page, "Armenia", "Azerbaijan")
    options = begin_a_name(page)
    expect(options).to_have_count(2)

    page.keyboard.type("zq")
    page.keyboard.press("Enter")
    page.keyboard.type("?x")

    expect(options).to_have_count(0)
    expect(page.locator("#query")).to_have_value(
        re.compile(r"\?who araz:threatens ent:azq\n\s*\?x")
    )


def test_a_choice_stays_when_more_names_arrive(open_page: Open):
    page = open_page("/query")
    offers = Offers(page, "Azerbaijan", "Azeri_police")
    options = begin_a_name(page)
    expect(options).to_have_count(2)
    page.keyboard.type("z")
    page.keyboard.press("ArrowDown")
    wait_for_one(page, offers.held)

    offers.release("Azraq", "Azerbaijan", "Azeri_police")

    expect(options).to_have_count(3)
    expect(options.and_(page.locator("[aria-selected=true]"))).to_contain_text(
        "ent:Azeri_police"
    )


def test_a_name_between_braces_takes_no_letter_away(open_page: Open):
    page = open_page("/query")
    write(page, "SELECT * WHERE { ?x a }")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Space")
    options = page.get_by_role("listbox", name="Completions").get_by_role("option")
    name = options.first.locator("span").inner_text()
    page.keyboard.press("Enter")

    expect(page.locator("#query")).to_have_value(
        re.compile(rf"\?x a {re.escape(name)}}}$")
    )


def test_a_completed_name_brings_its_prefix(open_page: Open):
    page = open_page("/query")
    write(page, "SELECT * WHERE { ?x a Armed")
    page.keyboard.press("Control+Space")
    completions = page.get_by_role("listbox", name="Completions")
    completions.get_by_text("araz:ArmedGroup").click()

    expect(page.locator("#query")).to_have_value(re.compile("^PREFIX araz: <"))


def test_the_keyboard_leads_into_the_editor_and_out_of_it(open_page: Open):
    page = open_page("/query")
    page.locator(".CodeMirror-lines").click()

    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    expect(page.locator("#entailment")).to_be_focused()


def test_inferred_triples_are_marked_and_explained_with_one_click(open_page: Open):
    page = open_page(asked(THREATS))
    mark = "Inferred: why Azerbaijan threatens Iran?"
    # The first proof of a server takes the reasoner's time.
    page.set_default_timeout(60_000)
    page.get_by_role("link", name=mark).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Azerbaijan")
    assert urlsplit(page.url).path == "/explain"


def column(page: Page, number: int) -> list[str]:
    """Return what stands in a column of the table."""
    expect(page.locator(".rows")).not_to_have_attribute("aria-busy", "true")
    return page.locator(f".rows tbody td:nth-child({number})").all_inner_texts()


def test_things_have_names_and_their_iris_on_demand(open_page: Open):
    page = open_page(asked(THREATS))
    answered(page)
    link = page.get_by_role("cell").get_by_role("link", name="Ali Khamenei")
    expect(link).to_have_attribute("title", "ent:Ali_Khamenei")

    page.get_by_label("Things by").select_option("IRIs")
    expect(page.get_by_role("link", name="ent:Ali_Khamenei")).to_be_visible()
    page.reload()

    expect(page.get_by_label("Things by")).to_have_value("iris")
    expect(page.get_by_role("link", name="ent:Ali_Khamenei")).to_be_visible()
    assert violations(page) == []


def test_rows_are_sorted_by_keyboard_by_their_values(open_page: Open):
    values = '10 9.5 "b" "Ä" UNDEF -3 "2024-02-29"^^xsd:date "0999-01-01"^^xsd:date'
    xsd = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    page = open_page(asked(f"{xsd}SELECT * {{ VALUES ?v {{ {values} }} }}"))
    answered(page)
    came = column(page, 1)
    head = page.get_by_role("columnheader", name="v")
    head.get_by_role("button").focus()

    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = column(page, 1)
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    down = column(page, 1)
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(head).not_to_have_attribute("aria-sort", re.compile("."))

    said = [text.split()[0] if text else "" for text in up]
    assert said == ["0999-01-01", "-3", "9.5", "10", "2024-02-29", "Ä", "b", ""]
    # Nothing is above nothing, in either direction.
    assert down == [*reversed(up[:-1]), up[-1]]
    assert column(page, 1) == came


def test_rows_that_are_alike_keep_their_order(open_page: Open):
    page = open_page(asked(THREATS))
    answered(page)
    page.get_by_role("button", name="who", exact=True).click()
    page.get_by_role("button", name="whom").click()
    expect(page.get_by_role("columnheader", name="whom")).to_have_attribute(
        "aria-sort", "ascending"
    )
    whom = column(page, 2)

    assert whom == sorted(whom)


def test_rows_are_found_by_words_of_their_names(open_page: Open):
    page = open_page(asked(THREATS))
    answered(page)

    page.get_by_label("Rows with").fill("north korea")

    expect(page.get_by_text(re.compile(r"^\d of 18 rows$"))).to_be_visible()
    for row in page.locator(".rows tbody tr").all_inner_texts():
        assert "North Korea" in row
    page.get_by_label("Rows with").fill("nobody at all")
    expect(page.get_by_text("0 of 18 rows")).to_be_visible()
    assert violations(page) == []


def test_inferred_arrows_of_the_graph_are_told_apart(open_page: Open):
    page = open_page(asked(THREATS, view="graph"))
    answered(page)
    legend = page.get_by_role("list", name="Arrows")
    expect(legend.get_by_role("listitem")).to_have_text(["stated", "inferred"])
    expect(page.get_by_role("img", name="7 of them inferred")).to_be_visible()
    page.wait_for_load_state("networkidle")
    picture(page, "query-graph-inferred", whole=True)
    assert violations(page) == []

    page.get_by_label("Triples").select_option("only stated")

    expect(legend.get_by_role("listitem")).to_have_text(["stated"])


def test_the_switch_of_entailment_asks_again(open_page: Open):
    page = open_page(asked(THREATS))
    expect(answered(page)).to_have_text("18 rows")

    page.get_by_label("Triples").select_option("only stated")

    expect(answered(page)).to_have_text("11 rows")
    assert "entailment=none" in page.url
    expect(page.get_by_text("inferred: why?")).to_have_count(0)


def test_a_chart_counts_rows_where_there_are_no_numbers(open_page: Open):
    page = open_page(asked(THREATS))
    page.get_by_role("tab", name="Chart").click()
    page.get_by_label("Across").select_option("whom")

    expect(
        page.get_by_role("img", name=re.compile("number of rows by whom"))
    ).to_be_visible()
    assert "view=chart" in page.url


@pytest.mark.parametrize(
    ("view", "columns", "row"),
    [
        ("chart", "?what ?n", "araz:ArmedGroup 3"),
        ("map", "?what ?lat ?long", "araz:ArmedGroup 40 47"),
    ],
    ids=["chart", "map"],
)
def test_drawings_call_things_as_the_table_does(
    open_page: Open, view: str, columns: str, row: str
):
    query = f"{PREFIXES}SELECT * {{ VALUES ({columns}) {{ ({row}) }} }}"
    page = open_page(asked(query))
    answered(page)
    name = page.get_by_role("cell").get_by_role("link").inner_text()
    page.get_by_role("tab", name=view.capitalize()).click()
    # An element of a drawing may be named by its title, which is never seen itself.
    expect(page.locator(".views svg")).to_contain_text(name)
    page.get_by_role("tab", name="Table").click()
    page.get_by_label("Things by").select_option("IRIs")
    page.get_by_role("tab", name=view.capitalize()).click()

    assert name == "armed group"
    expect(page.locator(".views svg")).to_contain_text("araz:ArmedGroup")


def test_tabs_are_moved_through_by_arrows(open_page: Open):
    page = open_page(asked(EXAMPLES["23-network"]))
    page.get_by_role("tab", name="Table").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("tab", name="Graph")).to_be_focused()
    expect(page.get_by_role("img", name=re.compile("arrows between"))).to_be_visible()


def test_a_map_names_its_states_and_leads_to_them(open_page: Open):
    page = open_page(asked(EXAMPLES["24-countries"], view="map"))

    page.get_by_role("link", name=re.compile("^Iran: ")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Iran")


def test_an_answer_can_be_had_in_every_format(open_page: Open):
    page = open_page(asked(THREATS))
    answered(page)
    links = page.locator(".downloads a")
    expect(links).to_have_count(4)

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    assert download.value.suggested_filename == "araz.csv"
    assert download.value.path().read_text().startswith("who,whom")


def test_a_slow_query_can_be_cancelled(open_page: Open):
    page = open_page("/query")
    write(page, ENDLESS)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#state")).to_have_text(re.compile(r"^Running: \d"))
    picture(page, "query-running")

    page.get_by_role("button", name="Cancel").click()

    expect(page.locator("#state")).to_have_text(re.compile("^Cancelled after"))
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()


def test_a_broken_query_is_marked_where_it_is_broken(open_page: Open, watch: Watch):
    watch.expected = ["status of 400"]
    page = open_page(asked(f"{PREFIXES}SELECT * {{\n  ?a araz:threatens .\n}}"))

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("line 4, column 21: “.” does not fit here")
    expect(page.locator(".wrong-part")).to_have_text(".")
    picture(page, "query-broken")
    assert violations(page) == []
    alert.get_by_role("button", name="Go to line 4, column 21").click()
    page.keyboard.type("?b ")
    expect(page.locator(".wrong-part")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(answered(page)).to_have_text("18 rows")


def test_an_empty_result_is_explained_and_mended(open_page: Open):
    page = open_page(asked(f"{PREFIXES}SELECT * {{ ?a araz:threaten ent:Iran }}"))

    expect(page.get_by_text("The graph does not know araz:threaten.")).to_be_visible()
    picture(page, "query-empty")
    assert violations(page) == []
    page.get_by_role("button", name="araz:threatens", exact=True).click()
    expect(answered(page)).to_have_text(re.compile(r"^[1-9]\d* rows?$"))


def test_an_example_is_found_by_words_and_run(open_page: Open):
    page = open_page("/query")
    page.get_by_label("Find an example").fill("sanctions words")
    expect(page.locator("#found")).to_have_text(re.compile("^1 of "))

    page.get_by_role("link", name="Who sanctions whom, in whose words").click()

    expect(answered(page)).to_have_text(re.compile(r"^\d+ rows$"))
    expect(page.locator("#query")).to_have_value(re.compile("araz:sanctions"))


def test_a_link_brings_back_query_entailment_and_view(open_page: Open):
    page = open_page(asked(THREATS, entailment="none"))
    page.get_by_role("tab", name="Chart").click()
    expect(page).to_have_url(re.compile("view=chart"))

    again = open_page(page.url)

    expect(answered(again)).to_have_text("11 rows")
    expect(again.get_by_role("tab", name="Chart")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(again.locator("#entailment")).to_have_value("none")


def test_a_long_query_stays_behind_the_hash(open_page: Open):
    page = open_page("/query")
    page.goto(f"/query#query={quote(THREATS + ' #' + 'x' * 3000)}")
    page.reload()
    expect(answered(page)).to_have_text("18 rows")

    assert not urlsplit(page.url).query
    assert "x" * 3000 in parse_qs(urlsplit(page.url).fragment)["query"][0]


def test_back_leads_to_the_question_before(open_page: Open):
    page = open_page(asked(THREATS))
    expect(answered(page)).to_have_text("18 rows")
    page.get_by_label("Triples").select_option("only stated")
    expect(answered(page)).to_have_text("11 rows")

    page.go_back()

    expect(answered(page)).to_have_text("18 rows")


def test_many_rows_are_shown_a_hundred_at_a_time(open_page: Open):
    page = open_page(asked("SELECT * { ?s ?p ?o } LIMIT 250"))
    expect(answered(page)).to_have_text("250 rows")
    expect(page.get_by_role("row")).to_have_count(101)

    page.get_by_role("button", name="Next rows").click()
    page.get_by_role("button", name="Next rows").click()

    expect(page.get_by_text("201–250 of 250")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(51)


def test_text_full_of_markup_is_shown_as_text(open_page: Open):
    text = "<img src=x onerror=alert(1)> \"\\' العربية"
    query = f"CONSTRUCT {{ <a:b> <a:c> {json.dumps(text)} }} {{}}"
    page = open_page(asked(query))

    expect(answered(page)).to_have_text("1 triple")
    expect(page.get_by_role("cell").nth(2)).to_have_text(text)


def test_without_scripts_an_empty_graph_is_explained(open_page: Open):
    page = open_page("/query", java_script_enabled=False)
    where = "{ ?a araz:threaten ?b }"
    page.get_by_label("SPARQL 1.1 query").fill(
        f"{PREFIXES}CONSTRUCT {where} WHERE {where}"
    )
    page.get_by_role("button", name="Run").click()

    expect(page.get_by_role("heading", name="0 triples")).to_be_visible()
    expect(page.get_by_text("The graph does not know araz:threaten.")).to_be_visible()


def test_without_scripts_the_form_asks_the_server(open_page: Open):
    page = open_page("/query", java_script_enabled=False)
    page.get_by_label("SPARQL 1.1 query").fill(THREATS)
    picture(page, "query-without-scripts")
    page.get_by_role("button", name="Run").click()

    expect(page.get_by_role("heading", name="18 rows")).to_be_visible()
    expect(
        page.get_by_role("link", name=re.compile("^Why ent:Azerbaijan"))
    ).to_be_visible()
    picture(page, "query-results-without-scripts", whole=True)
