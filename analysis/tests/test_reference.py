# SPDX-License-Identifier: Apache-2.0
"""The pages that are made from the schema and from the help are what these say now."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pages import PROGRAM, ROOT

SOURCE = ROOT / "packaging" / "reference.py"
HOW = "run packaging/reference.py"


def load():
    """packaging/reference.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("reference", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference = load()
STUDY_FILE = ROOT / "docs" / "study-file.md"


def test_the_study_file_is_that_of_the_schema() -> None:
    assert reference.pages(None)[STUDY_FILE] == STUDY_FILE.read_text(), HOW


@pytest.mark.skipif(not PROGRAM.exists(), reason="assay is not built in build/release")
def test_commands_and_man_page_are_those_of_the_help() -> None:
    made = reference.pages(str(PROGRAM))
    assert len(made) == 3
    assert [path for path, text in made.items() if path.read_text() != text] == [], HOW


@pytest.mark.skipif(not PROGRAM.exists(), reason="assay is not built in build/release")
def test_help_is_no_wider_than_a_terminal_of_80_columns() -> None:
    lines = [
        x
        for text in reference.all_help(str(PROGRAM)).values()
        for x in text.split("\n")
    ]
    assert len(lines) > 300
    assert [line for line in lines if len(line) > 80] == []


def test_every_key_of_the_schema_has_a_row() -> None:
    text = (ROOT / "configs" / "study.schema.json").read_text()

    def keys(value: object) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(keys, value))
        if not isinstance(value, dict):
            return set()
        own = set(value.get("properties", {}))
        return own.union(*map(keys, value.values()))

    page = STUDY_FILE.read_text()
    named = {key for key in keys(json.loads(text)) if f"| `{key}` |" not in page}
    assert named == set()


def test_the_man_page_is_read_by_man(tmp_path: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    odd = reference.man_page({"": "Odd. \\n\n.SH x\n'y -z\n", "run": "Runs\n"})
    page = tmp_path / "odd.1"
    page.write_text(odd)
    words = ["groff", "-man", "-Tascii", "-ww", str(page)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    for shown in ("odd.", r"\n", ".SH x", "'y -z", "Runs"):
        assert shown in done.stdout
