"""The formats of articles, one by one."""

import gzip
import json
from datetime import date

import pytest

from kg.model import Article
from kg.sources import read_articles
from kg.sources.language import why_not_english

PAGE = """<!DOCTYPE html><html lang="en"><head>
<title>Threat | The Freedonia Gazette</title>
<meta property="og:title" content="Freedonia threatens Sylvania">
<meta property="article:published_time" content="2021-10-05T10:00:00+04:00">
<meta property="og:site_name" content="The Freedonia Gazette">
<link rel="canonical" href="https://gazette.example/threat">
<style>p { color: red }</style><script>var nav = "Subscribe";</script></head>
<body><nav><a href="/">Home</a></nav><header>Masthead</header>
<article><h1>Freedonia threatens Sylvania</h1>
<p>Freedonia <b>threatened</b>
Sylvania &amp; others.</p><p>Sylvania said no.</p><aside>Read more</aside></article>
<footer>Sign up for our newsletter</footer></body></html>"""

RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Freedonia Gazette</title><item><title>Threat</title>
<link>https://gazette.example/threat</link><guid>42</guid>
<pubDate>Tue, 05 Oct 2021 10:00:00 GMT</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>Freedonia threatened Sylvania.</p><p>It said no.</p>]]>
</content:encoded></item><item><title>Empty</title></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Gazette</title>
<entry><id>urn:1</id><title>Threat</title><published>2021-10-05T10:00:00Z</published>
<link rel="self" href="https://gazette.example/self"/>
<link href="https://gazette.example/threat"/><author><name>Alia</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Freedonia &amp; others threatened.</p><p>Sylvania said no.</p></div></content>
</entry></feed>"""


def read(path, content, max_length=10_000):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_articles([path], max_length=max_length))


def response(body: bytes, http: str = "Content-Type: text/html") -> bytes:
    message = f"HTTP/1.1 200 OK\r\n{http}\r\n\r\n".encode() + body
    header = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        "WARC-Target-URI: https://gazette.example/threat\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(message)}\r\n\r\n"
    )
    return header.encode() + message + b"\r\n\r\n"


WARCINFO = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n"


def test_markdown_front_matter_becomes_fields(tmp_path):
    content = (
        "---\nid: threat\ntitle: 'A: threat'\ndate: 2021-10-05\nurl: https://a.example/\n"
        "publisher: Gazette\nauthor: Alia\ntags: [a, b]\n---\n\nFreedonia.\r\n"
    )

    (found,) = read(tmp_path / "a.md", content)

    assert found == Article(
        id="threat",
        title="A: threat",
        published=date(2021, 10, 5),
        url="https://a.example/",
        publisher="Gazette",
        author="Alia",
        text="Freedonia.\r\n",
    )


@pytest.mark.parametrize(
    ("front_matter", "line", "reason"),
    [
        pytest.param("title: a\n", "", "no closing line '---'", id="not closed"),
        pytest.param("title: 'a\n---\n", ":3", "malformed", id="open quotation mark"),
        pytest.param("a: b: c\n---\n", ":2", "not allowed here", id="two colons"),
        pytest.param("- a\n---\n", "", "expected lines of 'name: value'", id="list"),
        pytest.param("title: [a]\n---\n", "", "title needs one value", id="list value"),
    ],
)
def test_malformed_front_matter_is_named(tmp_path, front_matter, line, reason):
    path = tmp_path / "a.md"

    (found,) = read(path, f"---\n{front_matter}Freedonia.")

    assert str(found).startswith(f"{path}{line}: malformed front matter: ")
    assert reason in str(found)


def test_markdown_without_front_matter_is_all_text(tmp_path):
    (found,) = read(tmp_path / "a.md", "# Threat\n\nFreedonia.\n")

    assert found == Article(id="a", text="# Threat\n\nFreedonia.\n")


def test_json_lines_keep_the_text_and_name_bad_lines(tmp_path):
    lines = [
        json.dumps({"id": "a", "text": "One.\r\nTwo\u2028three.", "title": None}),
        "",
        "{",
        "[1]",
        '{"id": 5, "text": "A."}',
        '{"id": "b"}',
        '{"id": "b", "text": "A.", "title": 5}',
        '{"id": "b", "text": "\\ud800"}',
        '{"id": "b", "text": "A.", "published": "soon"}',
        '{"id": "b", "text": "\\ufeffA.", "published": "2021-10-05"}',
    ]
    path = tmp_path / "a.jsonl"

    first, *bad, last = read(path, "\n".join(lines))

    assert first.text == "One.\r\nTwo\u2028three."
    assert last == Article(id="b", text="\ufeffA.", published=date(2021, 10, 5))
    assert [str(error).removeprefix(f"{path}:") for error in bad] == [
        "3: not JSON: Expecting property name enclosed in double quotes at column 2",
        "4: expected a JSON object with id and text",
        "5: needs 'id', a string, not 5",
        "6: needs 'text', a string",
        "7: 'title' must be a string, not 5",
        "8: not text: U+D800 at offset 0",
        "9: published 'soon' is not a date: expected YYYY-MM-DD",
    ]


def test_json_line_of_any_length_costs_bounded_memory_and_the_next_is_read(tmp_path):
    long = json.dumps({"id": "a", "text": "x" * (3 << 20)})
    path = tmp_path / "a.jsonl"
    content = f'{long}\n{{"id": "b", "text": "A."}}\n'

    too_long, good = read(path, content, max_length=100)

    assert f"{path}:1: too long" in str(too_long)
    assert good.id == "b"


def test_page_gives_its_article_without_furniture(tmp_path):
    (found,) = read(tmp_path / "threat.html", PAGE)

    assert found == Article(
        id="threat",
        title="Freedonia threatens Sylvania",
        text="Freedonia threatened Sylvania & others.\n\nSylvania said no.",
        published=date(2021, 10, 5),
        url="https://gazette.example/threat",
        publisher="The Freedonia Gazette",
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<time datetime="2021-10-05">Tuesday</time>',
        '<script type="application/ld+json">{"datePublished": "2021-10-05"}</script>',
        (
            '<script type="application/ld+json">{"@graph": [{"a": 1}, '
            '{"datePublished": "2021-10-05T01:00:00Z"}]}</script>'
        ),
        '<meta itemprop="datePublished" content="2021-10-05">',
        '<meta name="date" content="Tue"><time datetime="2021-10-05">',
    ],
    ids=["time element", "JSON-LD", "JSON-LD graph", "microdata", "first good one"],
)
def test_page_states_its_date_in_several_ways(tmp_path, markup):
    (found,) = read(tmp_path / "a.html", f"<p>Freedonia.</p>{markup}")

    assert found.published == date(2021, 10, 5)
    assert found.text.startswith("Freedonia.")


def test_page_without_text_is_empty(tmp_path):
    (found,) = read(tmp_path / "a.html", "<nav>Home</nav><script>1</script>")

    assert found.reason == "empty: there is no text"


def test_rss_items_are_articles(tmp_path):
    first, second = read(tmp_path / "news.rss", RSS)

    assert first == Article(
        id="threat-73475cb4",
        title="Threat",
        text="Freedonia threatened Sylvania.\n\nIt said no.",
        published=date(2021, 10, 5),
        url="https://gazette.example/threat",
        publisher="The Freedonia Gazette",
    )
    assert str(second) == f"{tmp_path}/news.rss: item 2: empty: there is no text"


def test_atom_entries_are_articles(tmp_path):
    (found,) = read(tmp_path / "news.atom", ATOM)

    assert found == Article(
        id=found.id,
        title="Threat",
        text="Freedonia & others threatened.\n\nSylvania said no.",
        published=date(2021, 10, 5),
        url="https://gazette.example/threat",
        publisher="The Gazette",
        author="Alia",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(
            '<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>',
            "document type declarations are refused",
            id="entities",
        ),
        pytest.param("<rss><channel>", "malformed XML: no element found", id="cut off"),
        pytest.param("<html></html>", "no RSS or Atom feed", id="no feed"),
    ],
)
def test_unsafe_or_malformed_feed_is_refused(tmp_path, content, reason):
    (found,) = read(tmp_path / "news.xml", content)

    assert reason in str(found)


@pytest.mark.parametrize("suffix", ["warc", "warc.gz"])
def test_html_responses_of_a_warc_are_articles(tmp_path, suffix):
    records = [
        WARCINFO,
        response(b"binary", "Content-Type: image/png"),
        response(PAGE.encode()),
    ]
    pack = gzip.compress if suffix.endswith("gz") else bytes

    (found,) = read(tmp_path / f"crawl.{suffix}", b"".join(map(pack, records)))

    assert found.title == "Freedonia threatens Sylvania"
    assert found.url == "https://gazette.example/threat"
    assert found.id.startswith("gazette-example-threat-")


@pytest.mark.parametrize(
    ("body", "http"),
    [
        pytest.param(
            b"5\r\n<p>Fr\r\n8\r\needonia.\r\n0\r\n\r\n",
            "Content-Type: text/html\r\nTransfer-Encoding: chunked",
            id="chunked",
        ),
        pytest.param(
            gzip.compress(b"<p>Freedonia."),
            "Content-Type: text/html\r\nContent-Encoding: gzip",
            id="gzip",
        ),
        pytest.param(
            "<p>Freedonia.<!-- é -->".encode("latin-1"),
            "Content-Type: text/html; charset=iso-8859-1",
            id="Latin-1",
        ),
    ],
)
def test_response_coding_is_undone(tmp_path, body, http):
    (found,) = read(tmp_path / "crawl.warc", response(body, http))

    assert found.text == "Freedonia."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.warc", b"nonsense\n", "no WARC record", id="no record"),
        pytest.param("a.warc", response(b"x" * 99)[:-40], "breaks off", id="cut off"),
        pytest.param("a.warc", b"WARC/1.0\r\n\r\n", "Content-Length", id="no length"),
        pytest.param(
            "a.warc",
            response(b"x" * (2 << 20)),
            "too long",
            id="enormous record",
        ),
        pytest.param(
            "a.warc",
            response(b"x", "Content-Type: text/html\r\nContent-Encoding: gzip"),
            "broken gzip in the response",
            id="response is no gzip",
        ),
        pytest.param(
            "a.warc",
            response(b"x", "Content-Type: text/html; charset=klingon"),
            "unknown encoding",
            id="unknown encoding",
        ),
        pytest.param("a.warc.gz", b"nonsense", "broken gzip", id="no gzip"),
        pytest.param(
            "a.warc.gz", gzip.compress(WARCINFO)[:-9], "broken gzip", id="gzip cut off"
        ),
    ],
)
def test_broken_warc_is_named(tmp_path, name, content, reason):
    (found,) = read(tmp_path / name, content)

    assert reason in str(found)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The minister said that his country would not sign the treaty, " * 3, True),
        ("Alan Adams, Bob Brown, Carl Clark, Dan Davis, Ed Evans, " * 3, True),
        ("Le président a déclaré que le gouvernement ne signerait pas. " * 3, False),
        ("De president heeft gezegd dat de regering niet zal tekenen. " * 3, False),
        ("Prezident bildirib ki, hökumət müqaviləni imzalamayacaq. " * 5, False),
        ("", True),
    ],
    ids=["English", "names", "French", "Dutch", "Azerbaijani", "empty"],
)
def test_language_is_told_by_small_words(text, english):
    assert (why_not_english(text) is None) == english
