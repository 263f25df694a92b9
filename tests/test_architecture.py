"""The architecture, checked: layers, sizes, imports, and docs that tell all."""

import ast
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest

from kg.cli import main
from kg.config import PROJECT, Settings
from server import create_app

MODULES = sorted(
    path.relative_to(PROJECT)
    for package in ("kg", "server")
    for path in (PROJECT / package).rglob("*.py")
)
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
COMMANDS_PAGE = PROJECT / "docs" / "commands.md"


def test_import_contracts_hold():
    # In a process of its own: it silences the loggers of the one it runs in.
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_is_short(module):
    lines = (PROJECT / module).read_text(encoding="utf-8").count("\n")

    assert lines <= LONGEST_MODULE


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_functions_are_short(module):
    tree = ast.parse((PROJECT / module).read_text(encoding="utf-8"))

    long = {
        node.name: length
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := code_length(node)) > LONGEST_FUNCTION
    }

    assert not long


def code_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring."""
    length = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        length -= (first.end_lineno or 0) - first.lineno + 1
    return length


@pytest.mark.parametrize(
    "code",
    [
        "import kg, kg.cli, kg.errors, kg.model",
        "import kg.cli.query, kg.cli.dump, kg.cli.explain, kg.cli.reason",
        "import kg.cli.extract, kg.cli.build, kg.cli.link, kg.cli.evaluate",
        "import server, kg.config; server.create_app(kg.config.Settings())",
        "import server.command",
    ],
)
def test_spacy_is_loaded_only_to_read_articles(code):
    check = f"import sys; {code}; sys.exit('spacy' in sys.modules)"

    subprocess.run([sys.executable, "-c", check], cwd=PROJECT, check=True)


def test_click_alone_is_loaded_to_list_the_commands():
    check = "import sys, kg.cli; sys.exit('rdflib' in sys.modules)"

    subprocess.run([sys.executable, "-c", check], cwd=PROJECT, check=True)


def commands() -> dict[str, click.Command]:
    context = click.Context(main)
    found = {
        name: main.get_command(context, name) for name in main.list_commands(context)
    }
    return {name: command for name, command in found.items() if command is not None}


def test_docs_name_every_command_and_option():
    page = COMMANDS_PAGE.read_text(encoding="utf-8")
    sections = {
        section.split("`")[1].split()[1]: section
        for section in page.split("\n## ")
        if section.startswith("`kg ")
    }
    missing = [
        f"kg {name} {option}"
        for name, command in commands().items()
        for parameter in command.params
        for option in (*parameter.opts[:1], name)
        if option not in sections.get(name, "")
        and parameter.param_type_name == "option"
    ]

    assert set(sections) == set(commands())
    assert not missing


def test_docs_name_every_setting():
    page = COMMANDS_PAGE.read_text(encoding="utf-8")

    missing = [f.name for f in fields(Settings) if f"`{f.name}`" not in page]

    assert not missing


def test_docs_name_every_module_of_the_language_analysis():
    page = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folder = PROJECT / "kg" / "nlp"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    named = {name.removeprefix("kg.nlp.") for name in re.findall(r"`([\w.]+)`", page)}

    assert not sorted((modules | packages) - named)


def test_readme_tells_the_size_of_every_trained_model():
    page = (PROJECT / "README.md").read_text(encoding="utf-8")
    weights = sorted((PROJECT / "kg").rglob("weights.*"))

    missing = [
        path.parent.name
        for path in weights
        if f"| {path.stat().st_size / 1e6:.1f} MB | [docs/models/{path.parent.name}.md]"
        not in page
    ]

    assert weights
    assert not missing


def test_docs_name_every_route():
    pages = "".join(
        path.read_text(encoding="utf-8")
        for path in (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")))
    )
    routes = {
        str(rule).split("<")[0] for rule in create_app(Settings()).url_map.iter_rules()
    }

    missing = sorted(route for route in routes if route not in pages)

    assert not missing
