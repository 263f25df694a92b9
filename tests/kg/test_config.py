"""Settings: where they come from, which wins, and how a bad one is named."""

from pathlib import Path

import pytest

from kg.config import Settings, read_settings
from kg.errors import ConfigError


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_defaults_hold_when_nothing_is_given():
    assert read_settings(environment={}) == Settings()


def test_later_sources_win(tmp_path):
    (tmp_path / "araz.toml").write_text('port = 1\nworkers = 1\nhost = "file"\n')

    settings = read_settings(
        environment={"ARAZ_PORT": "2", "ARAZ_WORKERS": "2"},
        flags={"port": 3, "workers": None},
    )

    assert (settings.host, settings.workers, settings.port) == ("file", 2, 3)


def test_decisions_on_links_may_be_kept_anywhere():
    variable = {"ARAZ_REVIEWED": "mine/links.sssom.tsv"}

    assert read_settings(environment={}).reviewed.name == "reviewed.sssom.tsv"
    settings = read_settings(environment=variable)
    assert settings.reviewed == Path("mine/links.sssom.tsv")


@pytest.mark.parametrize(
    ("toml", "environment"),
    [("keep_text = false", {}), ("", {"ARAZ_KEEP_TEXT": "false"})],
    ids=["toml", "environment"],
)
def test_a_truth_value_is_written_in_words(tmp_path, toml, environment):
    (tmp_path / "araz.toml").write_text(toml)

    assert read_settings(environment={}, flags={"keep_text": True}).keep_text is True
    assert read_settings(environment=environment).keep_text is False


@pytest.mark.parametrize("value", ["1", "0", "", "yes", "False"])
def test_nothing_else_is_a_truth_value(value):
    with pytest.raises(ConfigError, match="ARAZ_KEEP_TEXT: needs true or false"):
        read_settings(environment={"ARAZ_KEEP_TEXT": value})


def test_file_may_be_named(tmp_path):
    (tmp_path / "own.toml").write_text('store = "elsewhere"\n')

    settings = read_settings(file=tmp_path / "own.toml", environment={})

    assert settings.store == Path("elsewhere")


def test_other_variables_are_none_of_our_business():
    assert read_settings(environment={"ARAZ_SHARED": "x"}) == Settings()


@pytest.mark.parametrize(
    ("toml", "environment", "flags", "message"),
    [
        ("port = [", {}, {}, "araz.toml: cannot be read as TOML"),
        (
            "colour = 1",
            {},
            {},
            "araz.toml: colour: no such setting; known are access_log",
        ),
        ("port = true", {}, {}, "araz.toml: port: needs int, not True"),
        ("port = 1.5", {}, {}, "araz.toml: port: needs int, not 1.5"),
        ("", {"ARAZ_PORT": "http"}, {}, "ARAZ_PORT: needs int, not 'http'"),
        ("", {"ARAZ_PORT": "65536"}, {}, "ARAZ_PORT: needs a port from 0 to 65535"),
        ("", {}, {"max_article": 0}, "--max-article: needs a number above 0, not 0"),
        ("", {}, {"workers": "-1"}, "--workers: needs a number above 0, not -1"),
        ("", {}, {"base_iri": "http://a.example"}, "--base-iri: needs an http"),
        ("", {}, {"base_iri": "urn:a/"}, "--base-iri: needs an http"),
        ("", {}, {"base_iri": "http://a b/"}, "--base-iri: needs an http"),
    ],
    ids=[
        "no TOML",
        "unknown name",
        "truth value",
        "fraction",
        "no number",
        "no port",
        "nothing accepted",
        "no workers",
        "no slash",
        "no http",
        "space",
    ],
)
def test_bad_setting_is_named(tmp_path, toml, environment, flags, message):
    if toml:
        (tmp_path / "araz.toml").write_text(toml)

    with pytest.raises(ConfigError) as caught:
        read_settings(environment=environment, flags=flags)

    assert str(caught.value).startswith(message)


def test_missing_file_is_named():
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read as TOML"):
        read_settings(file=Path("none.toml"), environment={})
