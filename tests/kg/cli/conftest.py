"""A store of two articles, and the command run on it."""

from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.config import Settings
from kg.pipeline.build import build
from tests.three_words import load_three_words

ARTICLES = {
    "a": "Ilham_Aliyev threatens Iran.",
    "b": "Ilham_Aliyev headOfStateOf Azerbaijan.",
}


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return the folder of a store with two articles, reasoned over."""
    folder = tmp_path_factory.mktemp("built")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text)
    settings = replace(Settings(), store=folder / "store")
    list(build([folder], settings, load=load_three_words))
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
