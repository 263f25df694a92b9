"""Each IRI of the project answers: to people as a page, to programs as data."""

import re
from html.parser import HTMLParser
from urllib.parse import quote, unquote

import pytest
from rdflib import RDF, Graph, URIRef

from kg.rdf.formats import RDF_FORMATS
from tests.server.conftest import PLAIN_TEXT

ARAZ = "https://w3id.org/araz/"
PLAIN = "/article/baku-speech"
NASTY_ARTICLE = "/article/" + quote("teheran/<b>answer</b> & more?")
NASTY_ENTITY = "/entity/" + quote('N’Djamena/"Sérgio" <b>')
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.scripts = [], [], ""
        self._is_script = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        self._is_script = tag == "script"

    def handle_data(self, data):
        if self._is_script:
            self.scripts += data


def get(client, path, accept=BROWSER):
    return client.get(path, headers={"Accept": accept}, buffered=True)


def claim_paths(client, article=PLAIN):
    page = Page(get(client, article).text)
    return [link for link in page.links if link.startswith("/claim/")]


@pytest.mark.parametrize(
    "path",
    ["/entity/Iran", NASTY_ENTITY, PLAIN, NASTY_ARTICLE, "/ontology"],
    ids=["entity", "nasty-entity", "article", "nasty-article", "ontology"],
)
def test_one_address_serves_people_and_programs(client, path):
    page = get(client, path)
    data = get(client, path, "text/turtle")

    assert page.content_type == "text/html; charset=utf-8"
    assert data.content_type == "text/turtle; charset=utf-8"
    assert "Accept" in page.headers["Vary"]
    assert len(Graph().parse(data=data.text, format="turtle")) > 5


@pytest.mark.parametrize("known", RDF_FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize(
    "path", ["/entity/Iran", NASTY_ARTICLE, "/ontology"], ids=["entity", "art", "onto"]
)
def test_a_suffix_names_the_format(client, path, known):
    response = get(client, f"{path}.{known.name}")

    assert response.status_code == 200
    assert response.content_type.startswith(known.media_type)


def test_the_html_suffix_beats_the_header(client):
    response = get(client, "/entity/Iran.html", "text/turtle")

    assert response.content_type.startswith("text/html")


def test_an_entity_comes_with_what_is_said_of_it(client):
    graph = Graph().parse(
        data=get(client, "/entity/Iran.ttl").text,
        format="turtle",
    )

    iran = URIRef(f"{ARAZ}entity/Iran")
    threatens = URIRef(f"{ARAZ}ontology#threatens")
    assert (iran, RDF.type, URIRef(f"{ARAZ}ontology#State")) in graph
    assert (URIRef(f"{ARAZ}entity/Ilham_Aliyev"), threatens, iran) in graph


def test_an_entity_page_shows_relations_with_their_sentences(client):
    text = get(client, "/entity/Iran").text

    stated, _, claims = text.partition('id="claims"')
    assert '<h1 dir="auto">Iran</h1>' in text
    assert "Ilham Aliyev threatened Iran on Tuesday." in stated
    assert '<a href="/article/baku-speech">A speech in Baku</a>' in stated
    assert '<time datetime="2021-10-05">' in stated
    assert "had attacked its &lt;script&gt;" in claims
    assert 'according to <a href="/entity/Iran">Iran</a>' in claims


def group(text, name):
    """Return the part of a page that has the relations of one sort."""
    return text.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_an_inferred_relation_is_marked(client):
    inferred = group(get(client, "/entity/Azerbaijan").text, "threatens-out")

    assert '<a href="/entity/Iran">Iran</a>' in inferred
    assert '<span class="tag inferred">inferred</span>' in inferred


def test_background_knowledge_is_marked(client):
    known = group(get(client, "/entity/Azerbaijan").text, "locatedIn-in")

    assert '<span class="tag background">known beforehand</span>' in known
    assert "inferred" not in known


def test_relations_come_told_then_acts_then_known_ones_then_wider(client):
    text = get(client, "/entity/Azerbaijan").text

    places = [
        text.index(part)
        for part in (
            'id="purchasesFrom-out"',
            "Azerbaijan bought drones from Israel.",
            'id="threatens-out"',
            'id="locatedIn-in"',
            "3 wider sorts of relations that follow from these</summary>",
            'id="actsTowards-out"',
        )
    ]
    assert places == sorted(places)


def test_a_long_list_tells_how_long_it_is_and_leads_to_the_rest(client):
    known = group(get(client, "/entity/Azerbaijan").text, "locatedIn-in")

    assert '<span class="count">25</span>' in known
    assert known.count('href="/entity/Village_') == 10
    address = Page(known).links[-1]
    assert address == "/entity/Azerbaijan?part=relation&relation=locatedIn&way=in"
    assert get(client, address).text.count('href="/entity/Village_') == 25


def test_an_office_is_a_row_on_the_page_of_its_holder(client):
    text = get(client, "/entity/Ilham_Aliyev").text

    _, _, offices = text.partition('id="offices"')
    row = offices.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "<td><bdi>President of Azerbaijan</bdi></td>" in row
    assert '<td><a href="/entity/Azerbaijan">Azerbaijan</a></td>' in row
    assert "2003" in row
    assert "no end known as of 2022-10-10" in row


def test_an_office_is_a_row_on_the_page_of_its_state(client):
    text = get(client, "/entity/Azerbaijan").text

    _, _, offices = text.partition('id="offices"')
    row = offices.partition("<tbody>")[2].partition("</tbody>")[0]
    assert '<td><a href="/entity/Ilham_Aliyev">Ilham Aliyev</a></td>' in row
    assert "<td><bdi>President of Azerbaijan</bdi></td>" in row


def test_an_office_holding_is_no_relation_and_has_a_readable_name(client):
    path = "/entity/Ilham_Aliyev__President__AZ__2003"

    for entity in ("/entity/Ilham_Aliyev", "/entity/Azerbaijan"):
        assert path not in get(client, entity).text
    page = get(client, path).text
    assert '<h1 dir="auto">Ilham Aliyev, President of Azerbaijan</h1>' in page
    assert "no end known as of 2022-10-10" in page


def test_an_inferred_type_is_marked(client):
    text = get(client, "/entity/Iran").text

    assert '<a href="/ontology#State">state</a></li>' in text
    assert '<a href="/ontology#ThreatenedActor">threatened actor</a> (inferred)' in text


def test_an_entity_page_links_to_wikidata(client):
    text = get(client, "/entity/Iran").text

    assert 'href="http://www.wikidata.org/entity/Q1" rel="noreferrer external"' in text


def test_a_denial_is_no_relation(client):
    stated, _, claims = get(client, NASTY_ENTITY).text.partition('id="claims"')

    assert "supplies arms to" not in stated
    assert "supplies arms to" in claims
    assert '<li class="tag denied">said not to be so</li>' in claims


def test_an_article_page_shows_claims_and_mentions(client):
    text = get(client, PLAIN).text

    assert '<h1 dir="auto">A speech in Baku</h1>' in text
    assert "Example News" in text
    assert 'href="https://news.example/baku?a=1&amp;b=2"' in text
    assert '<td><a href="/entity/Israel">Israel</a></td>' in text
    assert text.count('<li class="said" id="claim-') == 2
    assert text.count('<li class="supposed" id="claim-') == 1


def test_an_article_page_shows_its_text_and_leads_from_words_to_claims(client):
    text = get(client, PLAIN).text

    body = text.partition('<div class="words"')[2].partition("</div>")[0]
    words = re.sub("<[^>]*>", "", body.partition(">")[2])
    assert " ".join(words.split()) == PLAIN_TEXT
    assert '<a class="mention" href="/entity/Israel" title="Israel"' in body
    trigger = re.search('<a class="trigger" href="#(claim-[0-9])"[^>]*>bought<', body)
    assert trigger
    assert f'id="{trigger[1]}"' in text
    sentence = re.search('href="#(sentence-[0-9]+-[0-9]+)"', text)
    assert sentence
    assert f'id="{sentence[1]}"' in body


def test_an_article_page_tells_who_is_speaking(client):
    text = get(client, NASTY_ARTICLE).text

    assert '<span class="cue" data-claims="0 1">said</span>' in text
    assert 'according to <a href="/entity/Iran">Iran</a>' in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_an_article_as_data_is_its_graph(client):
    plain = Graph().parse(data=get(client, f"{PLAIN}.nt").text, format="nt")
    quads = get(client, f"{PLAIN}.nq").text.splitlines()

    assert len(quads) == len(plain) > 50
    assert all(line.endswith(f"<{ARAZ}article/baku-speech> .") for line in quads)


def test_nothing_in_an_article_becomes_markup(client):
    for path in (NASTY_ARTICLE, NASTY_ENTITY, "/entity/Iran", "/"):
        page = Page(get(client, path).text)

        assert not {"b", "em"} & set(page.tags)
        assert "alert(1)" not in page.scripts
        assert not [link for link in page.links if link.startswith("javascript")]


@pytest.mark.slow
def test_every_link_of_a_page_leads_somewhere(client):
    for path in (
        "/",
        "/entity/Iran",
        NASTY_ARTICLE,
        "/ontology",
        "/sparql?format=html",
    ):
        for link in Page(get(client, path).text).links:
            target = link.partition("#")[0]
            if target and not target.startswith("http"):
                assert get(client, target).status_code == 200, (path, link)


def test_a_claim_is_described_down_to_the_words(client):
    path = claim_paths(client)[0]

    page = get(client, path).text
    data = Graph().parse(data=get(client, f"{path}.ttl").text, format="turtle")

    quotes = {str(o) for p, o in data.predicate_objects() if str(p).endswith("#exact")}
    assert "Ilham Aliyev threatened Iran on Tuesday." in page
    assert {"threatened", "Ilham Aliyev threatened Iran on Tuesday."} <= quotes


def test_an_act_is_described_by_the_claims_about_it(client):
    claims = Graph().parse(data=get(client, f"{PLAIN}.ttl").text, format="turtle")
    ontology = f"{ARAZ}ontology#"
    claim, act = next(claims.subject_objects(URIRef(f"{ontology}act")))
    path = "/" + str(act).removeprefix(ARAZ)

    page = get(client, path).text
    data = Graph().parse(data=get(client, f"{path}.ttl").text, format="turtle")

    assert "/" + str(claim).removeprefix(ARAZ) in page
    assert (act, RDF.type, URIRef(f"{ontology}Act")) in data
    assert (claim, URIRef(f"{ontology}act"), act) in data


def test_a_description_says_what_it_describes(client):
    response = get(client, "/entity/Iran.ttl")

    assert response.headers["Link"] == f'<{ARAZ}entity/Iran>; rel="describes"'


@pytest.mark.parametrize(
    "path",
    [
        "/entity/Nobody",
        "/entity/Nobody.ttl",
        "/entity/Iran.exe",
        "/entity/.ttl",
        "/article/none",
        "/claim/0",
        "/claim/%3E%20%7D%20DROP%20ALL",
        "/ontology.exe",
        "/graph/ontology",
    ],
)
def test_what_is_not_there_is_404(client, path):
    page = get(client, path)
    problem = get(client, path, "text/turtle")

    assert page.status_code == problem.status_code == 404
    assert "<h1>Not Found</h1>" in page.text
    assert problem.content_type == "application/problem+json"
    assert problem.json["status"] == 404


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/entity/Azerbaidjan", "/entity/Azerbaijan"),
        ("/entity/aliyev.ttl", "/entity/Ilham_Aliyev"),
        ("/entity/iran", "/entity/Iran"),
        ("/entity/N%27Djamena", NASTY_ENTITY),
        ("/article/speech", PLAIN),
    ],
    ids=["misspelt", "surname", "capitals", "nasty", "article"],
)
def test_what_is_not_there_comes_with_what_may_be_meant(client, path, page):
    shown, problem = get(client, path), get(client, path, "text/turtle")

    pages = [unquote(each["page"]) for each in problem.json["suggestions"]]
    assert shown.status_code == problem.status_code == 404
    assert unquote(page) in pages
    assert unquote(page) in map(unquote, Page(shown.text).links)


@pytest.mark.parametrize(
    "path",
    ["/entity/Zzyzx", "/entity/%3C%3E", "/entity/" + "a" * 3_000, "/nothing"],
    ids=["nothing-alike", "signs", "long", "no-thing"],
)
def test_what_is_like_nothing_comes_without_suggestions(client, path):
    problem = get(client, path, "text/turtle")

    assert problem.status_code == 404
    assert "suggestions" not in problem.json
    assert "Perhaps you meant" not in get(client, path).text


def test_a_format_that_there_is_not_is_406(client):
    assert get(client, "/entity/Iran", "image/png").status_code == 406
