"""What was asked for, checked from outside, as whoever asked would do it."""

import subprocess
import sys

import pytest

from kg.config import PROJECT

pytestmark = [pytest.mark.model, pytest.mark.slow]


def test_record_of_the_clients_article_reaches_the_floors(shared):
    seeds = shared / "seeds"
    if not (seeds / "check.py").is_file():
        pytest.skip(f"{seeds} has no check.py")

    extracted = subprocess.run(
        [sys.executable, "-m", "kg", "extract", str(seeds / "iran-azerbaijan.txt")],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    floors = ["--floor-entities", "0.8", "--floor-claims", "0.5"]
    checked = subprocess.run(
        [sys.executable, str(seeds / "check.py"), *floors],
        input=extracted.stdout,
        capture_output=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout.decode()
