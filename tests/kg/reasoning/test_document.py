"""What the page on reasoning shows in Python runs as it is shown."""

import re

import pytest

from kg.config import PROJECT

_PAGE = PROJECT / "docs" / "reasoning.md"
_EXAMPLES = re.findall(r"```python\n(.*?)```", _PAGE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", _EXAMPLES)
def test_an_example_of_the_page_runs(example):
    exec(compile(example, str(_PAGE), "exec"), {})  # noqa: S102 - our own page


def test_every_module_of_the_page_is_there():
    rows = re.findall(
        r"^\| [a-z ,]+ \| (`.*?) \|", _PAGE.read_text("utf-8"), re.MULTILINE
    )
    names = [
        n for row in rows for n in re.findall(r"`(?:kg/reasoning/)?([\w.]+)`", row)
    ]
    folder = PROJECT / "kg" / "reasoning"

    assert len(names) > 10
    assert [
        n for n in names if not any((folder / f).exists() for f in (n, f"{n}.py"))
    ] == []
