"""The command as a whole: help, exit codes, errors, pipes."""

import os
import signal
import subprocess
import sys

import pytest

from kg import __version__
from kg.cli.group import COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_command_explains_itself(kg, command):
    result = kg(command, "--help")

    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {command} [OPTIONS]")


def test_help_lists_every_command_and_that_of_the_server(kg):
    result = kg("--help")

    for command in (*COMMANDS, "serve"):
        assert f"\n  {command} " in result.output


def test_version_is_that_of_the_package(kg):
    assert kg("--version").output == f"kg, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["extract"],
        ["extract", "--nonsense", "a.txt"],
        ["query"],
        ["dump", "--format", "pdf"],
        ["link", "Iran", "--type", "Nonsense"],
        ["--config", "missing.toml", "link", "Iran"],
        ["extract", "a.txt", "--max-article", "many"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_2_and_says_why(kg, arguments):
    result = kg(*arguments)

    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_error_is_one_line_and_exits_with_1(kg, tmp_path):
    result = kg("query", "ASK {}", "--store", tmp_path / "none")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"kg: {tmp_path}/none: nothing is published here")
    assert result.stderr.count("\n") == 1


def test_settings_come_from_file_then_environment_then_option(
    kg, tmp_path, monkeypatch
):
    (tmp_path / "araz.toml").write_text('store = "from-file"\n')
    assert "kg: from-file: " in kg("query", "ASK {}").stderr

    monkeypatch.setenv("ARAZ_STORE", "from-environment")
    assert "kg: from-environment: " in kg("query", "ASK {}").stderr

    result = kg("query", "ASK {}", "--store", "from-option")
    assert "kg: from-option: " in result.stderr


def test_unknown_setting_is_named_with_its_file(kg, tmp_path):
    (tmp_path / "own.toml").write_text('colour = "red"\n')

    result = kg("--config", "own.toml", "query", "ASK {}")

    assert result.exit_code == 2
    assert result.stderr.startswith("kg: own.toml: colour: no such setting; known are")


def test_reader_that_goes_away_is_no_error(built):
    command = f"{sys.executable} -m kg dump --store {built} --format nt | head -c 10"

    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False
    )

    assert done.returncode == 0
    assert done.stderr == b""
    assert len(done.stdout) == 10


def test_interrupted_command_says_so_and_exits_with_130():
    command = [sys.executable, "-m", "kg", "extract", "-"]
    running = subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    )
    with running:
        assert running.stdin
        assert running.stderr
        running.stdin.write(b"nonsense\n")
        running.stdin.flush()
        # What it says of the line shows that it waits for more.
        assert running.stderr.readline().startswith(b"kg: standard input:1: not JSON")
        running.send_signal(signal.SIGINT)
        _, complaint = running.communicate()

    assert running.returncode == 130
    assert complaint == b"kg: interrupted\n"
