# SPDX-License-Identifier: Apache-2.0
"""docs/ as a site: built without a warning where its generator is installed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_docs import PAGES

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ("mkdocs", "material")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not all(map(importlib.util.find_spec, GENERATOR)):
        pytest.skip("not installed: packaging/site/requirements.txt")
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder]
    done = subprocess.run(
        list(map(str, words)),
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_in_the_site(site: Path) -> None:
    inside = [page for page in PAGES if page.is_relative_to(ROOT / "docs")]
    made = {page.stem for page in site.rglob("*.html")}
    named = {page.stem.replace("README", "index") for page in inside}
    assert named - made == set()
    assert {"security", "coverage", "results"} <= made


def test_pages_are_called_by_their_headings(site: Path) -> None:
    assert ">Gpu<" not in re.sub(r"\s", "", (site / "index.html").read_text())
    assert ">GPUs<" in re.sub(r"\s", "", (site / "index.html").read_text())


def test_a_page_needs_no_network(site: Path) -> None:
    text = (site / "index.html").read_text()
    loaded = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="(https?:[^"]+)"', text)
    assert [url for url in loaded if "squidfunk" not in url] == []


def test_a_wrong_link_is_an_error(tmp_path: Path) -> None:
    if not all(map(importlib.util.find_spec, GENERATOR)):
        pytest.skip("not installed: packaging/site/requirements.txt")
    for name in ("docs", "packaging", "results", "analysis/coverage_study"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for page in [*ROOT.glob("*.md"), ROOT / "mkdocs.yml"]:
        shutil.copy(page, tmp_path)
    page = tmp_path / "docs" / "trust.md"
    page.write_text(page.read_text() + "\n[gone](gone.md)\n")
    words = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(
        words, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode != 0
    assert "gone.md" in done.stderr
