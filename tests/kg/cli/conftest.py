"""A store of two articles, and the command run on it."""

import re
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.config import Settings
from kg.model import Annotation, Mention, MentionKind, RelationMention, Span
from kg.pipeline.build import build

ARTICLES = {
    "a": "Ilham_Aliyev threatens Iran.",
    "b": "Ilham_Aliyev headOfStateOf Azerbaijan.",
}


class FakeAnnotator:
    """Reads sentences of three words: subject, relation, object."""

    model = "fake 1.0"

    def annotate(self, articles):
        for article in articles:
            match = re.fullmatch(r"(\w+) (\w+) (\w+)\.", article.text)
            assert match, article
            subject, object_ = (
                Mention(
                    id=str(group),
                    span=Span(*match.span(group)),
                    text=match[group],
                    kind=MentionKind.NAME,
                    type="Person" if "_" in match[group] else "State",
                    name=match[group].replace("_", " "),
                )
                for group in (1, 3)
            )
            relation = RelationMention(
                subject="1",
                predicate=match[2],
                object="3",
                trigger=Span(*match.span(2)),
                evidence=Span(0, len(article.text)),
            )
            yield Annotation(
                article=article,
                mentions=(subject, object_),
                relation_mentions=(relation,),
                reports=(),
                events=(),
                model=self.model,
            )


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return the folder of a store with two articles, reasoned over."""
    folder = tmp_path_factory.mktemp("built")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text)
    settings = replace(Settings(), store=folder / "store")
    list(build([folder], settings, load=lambda *_: FakeAnnotator()))
    return settings.store


@pytest.fixture
def kg(tmp_path, monkeypatch):
    """Return the command, run in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(
            main, [str(argument) for argument in arguments], input=stdin
        )

    return run
