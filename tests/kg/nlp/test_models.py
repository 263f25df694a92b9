import json
import os
import subprocess
import sys
from importlib.metadata import version

import pytest
import spacy
from spacy.pipeline import Tok2Vec
from thinc.api import NumpyOps

from kg.errors import ModelError
from kg.nlp import packages
from kg.nlp.models import describe, load_model, load_swift_model
from kg.nlp.packages import PACKAGES, choose_package, package_version


@pytest.fixture
def saved(tmp_path):
    """A pipeline without components, on disk."""
    nlp = spacy.blank("en", meta={"name": "tiny", "version": "1.2.3"})
    nlp.to_disk(tmp_path / "tiny")
    return tmp_path / "tiny"


def test_a_model_is_loaded_from_a_path(saved):
    assert describe(load_model(str(saved))) == "en_tiny 1.2.3"


def test_the_networks_of_a_swift_model_multiply_with_numpy(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    nlp.initialize()
    nlp.to_disk(tmp_path / "tiny")
    embedder = load_swift_model(str(tmp_path / "tiny")).get_pipe("tok2vec")
    assert isinstance(embedder, Tok2Vec)

    layers = list(embedder.model.walk())

    assert layers
    for layer in layers:
        assert isinstance(layer.ops, NumpyOps)
        assert not layer.ops.use_blis


def test_one_thread_multiplies_matrices_unless_more_are_asked_for():
    code = "import os, kg.nlp; print(os.environ['OMP_NUM_THREADS'])"
    unset = {k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"}

    for given, expected in ((unset, "1"), (unset | {"OMP_NUM_THREADS": "2"}, "2")):
        found = subprocess.run(
            [sys.executable, "-c", code], env=given, capture_output=True, check=True
        )
        assert found.stdout.decode().strip() == expected


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("no_such_pipeline", id="unknown"),
        pytest.param("json", id="another-package"),
        pytest.param("kg.nlp.absent", id="absent-module"),
        pytest.param("absent.package", id="absent-parent"),
        pytest.param("/no/such/folder", id="absent-folder"),
        pytest.param(".", id="another-folder"),
    ],
)
def test_what_is_no_pipeline_is_named_in_one_line(name):
    with pytest.raises(ModelError) as caught:
        load_model(name)

    assert str(caught.value).startswith(f"{name}: is no spaCy pipeline: ")
    assert "\n" not in str(caught.value)


def test_a_broken_pipeline_is_named(saved):
    (saved / "config.cfg").write_text("[nlp]\nlang = 3\n", encoding="utf-8")

    with pytest.raises(ModelError, match="tiny: is no spaCy pipeline"):
        load_model(str(saved))


def test_the_model_asked_for_is_chosen():
    assert choose_package("some_pipeline") == "some_pipeline"


def test_the_best_that_is_installed_is_chosen():
    assert choose_package() in PACKAGES


def test_without_any_package_all_that_would_do_are_named(monkeypatch):
    monkeypatch.setattr(packages, "PACKAGES", ("absent_one", "absent_two"))

    with pytest.raises(ModelError, match="no English pipeline") as caught:
        choose_package()

    assert "\n" not in str(caught.value)


def test_the_version_of_a_path_is_in_its_description(saved):
    assert package_version(str(saved)) == f"{saved} 1.2.3, spacy {version('spacy')}"


@pytest.mark.parametrize(
    "meta",
    [
        pytest.param("{", id="no-json"),
        pytest.param(json.dumps({"name": "tiny"}), id="no-version"),
        pytest.param(json.dumps(["1.2.3"]), id="list"),
    ],
)
def test_a_path_without_a_version_is_refused(saved, meta):
    (saved / "meta.json").write_text(meta, encoding="utf-8")

    with pytest.raises(ModelError, match="tiny: is no spaCy pipeline"):
        package_version(str(saved))


def test_a_package_that_is_not_installed_has_no_version():
    with pytest.raises(ModelError, match="absent_one: is no spaCy pipeline"):
        package_version("absent_one")


@pytest.mark.model
def test_the_pinned_model_describes_itself():
    nlp = load_model()

    language, _, rest = describe(nlp).partition("_")
    assert language == "en"
    assert rest.partition(" ")[2] == nlp.meta["version"]
    assert {"parser", "ner"} <= set(nlp.pipe_names)


def test_marks_of_footnotes_are_cut_off(saved):
    words = [token.text for token in load_model(str(saved))("Karim Assad,[1] left.[2]")]

    assert words == ["Karim", "Assad", ",", "[", "1", "]", "left", ".", "[", "2", "]"]
