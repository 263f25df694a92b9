"""Reading articles: what is accepted, and how bad input is named."""

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.sources import read_articles

ENGLISH = "Freedonia threatened Sylvania on Monday."
GERMAN = (
    "Der Präsident hat am Montag erklärt, dass die Regierung den Vertrag nicht"
    " unterzeichnen werde, wenn die Bedingungen nicht so sind wie vereinbart, und"
    " dass man neu verhandeln müsse."
)


def read(*paths, max_length=10_000):
    return list(read_articles(paths, max_length=max_length))


def read_one(path, content: bytes | str, **options):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = read(path, **options)
    return found


def test_text_file_is_one_article_named_after_the_file(tmp_path):
    found = read_one(tmp_path / "threat.txt", ENGLISH)

    assert found == Article(id="threat", text=ENGLISH)


def test_text_is_kept_to_the_code_point(tmp_path):
    text = "  Freedonia\r\n\r\nthreatened\rSylvania.\n\n🙂 e\u0301 \u00a0\n"

    found = read_one(tmp_path / "threat.txt", text)

    assert found.text == text


def test_byte_order_mark_is_dropped(tmp_path):
    found = read_one(tmp_path / "threat.txt", b"\xef\xbb\xbf" + ENGLISH.encode())

    assert found.text == ENGLISH


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b" \n\t\n", "empty", id="white space only"),
        pytest.param(b"PK\x03\x04\0\0abc", "binary, not text: NUL", id="NUL bytes"),
        pytest.param(b"caf\xe9 society", "not UTF-8 text: bad byte at 3", id="Latin-1"),
        pytest.param(GERMAN.encode(), "not English", id="German"),
        pytest.param("Президент пригрозил.".encode(), "not English", id="Cyrillic"),
    ],
)
def test_bad_text_is_named_with_its_reason(tmp_path, content, reason):
    path = tmp_path / "bad.txt"

    found = read_one(path, content)

    assert isinstance(found, ArticleError)
    assert str(found).startswith(f"{path}: {reason}")


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "jsonl", "rss"])
def test_enormous_file_is_refused_without_reading_it_whole(tmp_path, suffix):
    path = tmp_path / f"enormous.{suffix}"

    found = read_one(path, b"a" * (3 << 20), max_length=100)

    assert isinstance(found, ArticleError)
    assert "too long" in found.reason


def test_length_is_counted_in_code_points(tmp_path):
    path = tmp_path / "long.txt"

    assert isinstance(read_one(path, "é" * 100, max_length=100), Article)
    assert "too long: 101" in read_one(path, "é" * 101, max_length=100).reason


def test_missing_file_is_named(tmp_path):
    (found,) = read(tmp_path / "missing.md")

    assert str(found) == (
        f"{tmp_path}/missing.md: cannot be read: No such file or directory"
    )


def test_unknown_suffix_is_named_with_the_known_ones(tmp_path):
    found = read_one(tmp_path / "paper.pdf", b"%PDF")

    assert "unknown format '.pdf'; known are .txt .md" in found.reason


def test_a_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\0")
    (tmp_path / "b.txt").write_text(ENGLISH)

    bad, good = read(tmp_path / "a.txt", tmp_path / "b.txt")

    assert isinstance(bad, ArticleError)
    assert good.id == "b"


def test_folder_is_read_in_the_order_of_its_names(tmp_path):
    (tmp_path / "inner").mkdir()
    for name in ("c.txt", "inner/b.txt", "a.txt", "picture.png", ".hidden.txt"):
        (tmp_path / name).write_text(ENGLISH)

    assert [article.id for article in read(tmp_path)] == ["a", "c", "b"]


def test_folder_without_articles_is_an_error(tmp_path):
    (found,) = read(tmp_path)

    assert "no article in this folder" in found.reason


def test_second_article_with_an_id_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text(ENGLISH)
    (tmp_path / "a.md").write_text(ENGLISH)

    first, second = read(tmp_path / "a.txt", tmp_path / "a.md")

    assert first.id == "a"
    assert str(second).startswith(f"{tmp_path}/a.md: duplicate article id 'a'")


def test_dash_reads_json_lines_from_standard_input(monkeypatch):
    lines = b'{"id": "a", "text": "Freedonia and Sylvania."}\nnonsense\n'
    stdin = io.TextIOWrapper(io.BytesIO(lines))
    monkeypatch.setattr(sys, "stdin", stdin)

    good, bad = read("-")

    assert good.id == "a"
    assert str(bad).startswith("standard input:2: not JSON")


@pytest.mark.parametrize(
    "article_id",
    ["..", "a/../b", "a//b", "/a", "a\nb", "x" * 301],
    ids=["parent", "parent inside", "empty step", "root", "line break", "too long"],
)
def test_id_that_breaks_an_address_is_refused(tmp_path, article_id):
    line = json.dumps({"id": article_id, "text": "A."})

    found = read_one(tmp_path / "lines.jsonl", line)

    assert "cannot become part of an address" in found.reason


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2021-10-05", date(2021, 10, 5), id="date"),
        pytest.param("2021-10-05T23:59:00Z", date(2021, 10, 5), id="date and time"),
        pytest.param("2021-10-05 23:59:00+04:00", date(2021, 10, 5), id="with zone"),
        pytest.param("2021-02-30", None, id="no such day"),
        pytest.param("5 October 2021", None, id="in words"),
        pytest.param("20211005", None, id="no dashes"),
        pytest.param("2021-10-05 or so", None, id="trailing words"),
    ],
)
def test_date_is_read_or_named(tmp_path, value, expected):
    found = read_one(tmp_path / "dated.md", f"---\ndate: {value}\n---\n{ENGLISH}")

    if expected:
        assert found.published == expected
    else:
        assert f"{value!r} is not a date: expected YYYY-MM-DD" in found.reason


def test_stated_language_other_than_english_is_refused(tmp_path):
    path = tmp_path / "a.md"

    good = read_one(path, f"---\nlanguage: en-GB\n---\n{ENGLISH}")
    bad = read_one(path, f"---\nlanguage: az\n---\n{ENGLISH}")

    assert good.language == "en-GB"
    assert bad.reason == "not English: language is 'az'"


def test_unreadable_file_is_named(tmp_path: Path):
    path = tmp_path / "locked.txt"
    path.write_text(ENGLISH)
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        (found,) = read(path)
        assert str(found) == f"{path}: cannot be read: Permission denied"
    else:
        pytest.skip("this user reads every file, whatever its mode")
