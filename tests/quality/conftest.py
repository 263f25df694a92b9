"""The gold written for the project, as articles and as records."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.model import Article
from kg.record import Record, from_record

GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture(scope="session", params=["sentences", "articles"])
def gold_set(request) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def lines(gold_set) -> list[dict[str, Any]]:
    text = (GOLD / f"{gold_set}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="session")
def records(lines) -> list[Record]:
    return [from_record({"article": line["id"], **line}) for line in lines]


@pytest.fixture(scope="session")
def gold_articles(lines) -> list[Article]:
    return [
        Article(
            id=line["id"],
            text=line["text"],
            title=line["title"] or None,
            published=date.fromisoformat(line["published"]),
        )
        for line in lines
    ]
