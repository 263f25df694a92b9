"""The seed articles and their gold claims are complete, consistent and our own."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.config import PROJECT
from kg.gazetteer import Gazetteer
from kg.model import Article, Modality, Polarity
from kg.ontology import Ontology
from kg.sources import read_articles

SEEDS = PROJECT / "seeds"
FILES = sorted((SEEDS / "articles").glob("*.md"))
GOLD = PROJECT / "tests" / "gold" / "seeds.tsv"
COLUMNS = [
    "article",
    "subject",
    "relation",
    "object",
    "polarity",
    "modality",
    "reported",
    "date",
    "evidence",
]
# A run of this many words is a borrowing; shorter ones are names and chance.
BORROWED = 8
# The relations that extraction must find; finer ones count for those above them.
FAMILIES = """
    agreesWith consultsWith supports cooperatesWith aids concedesTo retreatsFrom
    requests accuses rejects threatens protestsAgainst sanctions mobilizesAgainst
    coerces arrests attacks purchasesFrom suppliesTo conductsExerciseWith deploysTo
    investigates alliesWith opposes borders memberOf leads headOfStateOf holdsPosition
    nationalOf partOf locatedIn capitalOf headquarteredIn manufactures operates
    claimsTerritory controls employedBy spokespersonFor formsBorderOf denies
""".split()  # noqa: SIM905 - a list with a line for each would hide the rest


def read_one(path: Path) -> Article:
    (article,) = read_articles([path], max_length=1_000_000)
    assert isinstance(article, Article), article
    return article


def read_gold() -> tuple[dict[str, str], ...]:
    with GOLD.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = read_gold()
NUMBERED = [
    pytest.param(row, id=f"line {number}: {row['article']}")
    for number, row in enumerate(ROWS, start=2)
]
EACH_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+(?:['’]\w+)?", text.lower())
    return zip(*(words[start:] for start in range(length)), strict=False)


def borrowed(text: str, source: str) -> list[str]:
    theirs = set(runs(source, BORROWED))
    return [" ".join(run) for run in runs(text, BORROWED) if run in theirs]


def test_there_are_enough_articles():
    assert len(FILES) >= 15


@EACH_FILE
def test_front_matter_is_complete(path):
    article = read_one(path)

    assert article.id == path.stem
    assert article.title
    assert article.publisher
    assert isinstance(article.published, date)
    assert path.stem.startswith(article.published.isoformat())
    assert article.url is None or article.url.startswith("https://example.org/")


@EACH_FILE
def test_body_is_plain_paragraphs_of_news_length(path):
    text = read_one(path).text

    assert 180 <= len(text.split()) <= 450
    assert not re.search(r"^[#>*\-|]|\*\*|\]\(|`|<\w", text, re.MULTILINE)
    assert not re.search(r"[^\n]\n[^\n]", text), "a paragraph is one line"


def test_ids_are_unique():
    ids = Counter(read_one(path).id for path in FILES)

    assert [name for name, times in ids.items() if times > 1] == []


def test_the_readme_lists_every_article_with_its_date():
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([\w-]+)\.md` \| ([\d-]+) \|", readme, re.MULTILINE)

    assert listed == [(path.stem, path.stem[:10]) for path in FILES]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("one two three four five six seven", [], id="seven words"),
        pytest.param(
            "He said: One, two three four FIVE six seven eight!",
            ["one two three four five six seven eight"],
            id="eight words, whatever the case and punctuation",
        ),
        pytest.param(
            "one two three four then five six seven eight", [], id="interrupted"
        ),
    ],
)
def test_borrowing_is_noticed(text, found):
    source = "One two three four five six seven eight nine."

    assert borrowed(text, source) == found


@EACH_FILE
def test_no_words_are_borrowed_from_the_text_the_project_was_asked_for(path, shared):
    source = (shared / "seeds" / "iran-azerbaijan.txt").read_text(encoding="utf-8")

    assert borrowed(read_one(path).text, source) == []


def test_no_two_articles_share_a_sentence():
    sentences = Counter(
        sentence
        for path in FILES
        for sentence in re.split(r"(?<=[.!?])\s+", read_one(path).text)
        if len(sentence.split()) >= BORROWED
    )

    assert [words for words, times in sentences.items() if times > 1] == []


def test_gold_has_its_columns_and_no_row_twice():
    lines = GOLD.read_text(encoding="utf-8").splitlines()

    assert lines[0].split("\t") == COLUMNS
    assert [line for line, times in Counter(lines).items() if times > 1] == []
    assert {line.count("\t") for line in lines} == {len(COLUMNS) - 1}


def test_gold_covers_every_article():
    rows = Counter(row["article"] for row in ROWS)

    assert set(rows) == {path.stem for path in FILES}
    assert min(rows.values()) >= 8


@pytest.mark.parametrize("row", NUMBERED)
def test_gold_evidence_is_quoted_from_one_place(row):
    text = read_one(SEEDS / "articles" / f"{row['article']}.md").text

    assert text.count(row["evidence"]) == 1
    assert "\n" not in row["evidence"]


@pytest.mark.parametrize("row", NUMBERED)
def test_gold_values_are_known(row, ontology: Ontology, gazetteer: Gazetteer):
    text = read_one(SEEDS / "articles" / f"{row['article']}.md").text

    assert row["relation"] in ontology.relations
    assert row["polarity"] in set(Polarity)
    assert row["modality"] in set(Modality)
    assert row["reported"] in {"yes", "no"}
    assert not row["date"] or date.fromisoformat(row["date"]) > date.min
    for name in (row["subject"], row["object"]):
        assert gazetteer.by_name(name) or name in text


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_of_relations_is_told_at_least_twice(family, ontology: Ontology):
    def belongs(name: str) -> bool:
        relation = ontology.relations[name]
        return family in {name, relation.inverse} or any(map(belongs, relation.parents))

    assert sum(belongs(row["relation"]) for row in ROWS) >= 2


def test_one_article_denies_what_another_says():
    def says(polarity: str) -> set[tuple[str, ...]]:
        return {
            (row["article"], row["subject"], row["relation"], row["object"])
            for row in ROWS
            if row["polarity"] == polarity
        }

    contradicted = {
        (claimed[0], denied[0])
        for claimed in says("positive")
        for denied in says("negative")
        if claimed[1:] == denied[1:] and claimed[0] != denied[0]
    }

    assert ("2022-10-18-drones-over-kyiv", "2022-10-25-iran-denies-drones") in (
        contradicted
    )
