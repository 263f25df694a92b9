"""docs/ontology.md says what the ontology says."""

import subprocess
import sys
from pathlib import Path

from kg.ontology import read_ontology
from kg.ontology.documentation import document_ontology

PROJECT = Path(__file__).resolve().parents[2]


def test_the_page_is_up_to_date():
    page = (PROJECT / "docs" / "ontology.md").read_text(encoding="utf-8")

    assert page == document_ontology(PROJECT / "ontology"), (
        "run: python -m kg.ontology.documentation ontology docs/ontology.md"
    )


def test_the_page_names_every_class_and_relation():
    ontology = read_ontology(PROJECT / "ontology")
    page = document_ontology(PROJECT / "ontology")

    assert all(f"**{name}**" in page for name in ontology.types)
    assert all(f"| `{name}` |" in page for name in ontology.relations)


def test_the_command_writes_the_page(tmp_path):
    target = tmp_path / "ontology.md"
    command = [sys.executable, "-m", "kg.ontology.documentation"]

    subprocess.run(
        [*command, str(PROJECT / "ontology"), str(target)], check=True, cwd=PROJECT
    )

    assert target.read_text(encoding="utf-8").startswith("# The ontology\n")
