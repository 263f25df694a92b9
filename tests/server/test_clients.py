"""The programs of docs/sparql.md are run against a real server."""

import contextlib
import io
import re

import pytest

from kg.config import PROJECT
from tests.http_server import serving

PAGE = (
    (PROJECT / "docs" / "sparql.md")
    .read_text(encoding="utf-8")
    .partition("## From programs\n")[2]
)
PROGRAMS = re.findall(
    r"^With (\w+).*?```python\n(.*?)```",
    PAGE,
    re.DOTALL | re.MULTILINE,
)
WRITTEN = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def address(served):
    with serving(served.store) as server:
        yield server.address


def test_there_is_a_program_for_each_of_these():
    assert {name for name, _ in PROGRAMS} == {"SPARQLWrapper", "pandas", "rdflib"}
    assert PAGE.count("```python") == len(PROGRAMS)


@pytest.mark.parametrize(
    ("name", "program"), [pytest.param(n, p, id=n) for n, p in PROGRAMS]
)
def test_a_program_of_the_document_finds_something(address, name, program):
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(compile(program.replace(WRITTEN, address), name, "exec"), {})  # noqa: S102 - our own document

    expected = "THREATEN" if name == "pandas" else "entity/Ilham_Aliyev"
    assert expected in printed.getvalue()
