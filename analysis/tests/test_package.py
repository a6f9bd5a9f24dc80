# SPDX-License-Identifier: Apache-2.0
"""What an installation of the analysis alone has to hold."""

from __future__ import annotations

import re
from pathlib import Path

ANALYSIS = Path(__file__).parents[1]
SCALING = ANALYSIS / "scaling"


def test_every_template_and_style_is_installed() -> None:
    """Modules are found by themselves, other files by the patterns of pyproject.toml,
    which Python 3.9 has nothing to read with."""
    text = (ANALYSIS / "pyproject.toml").read_text("utf-8")
    section = text.split("[tool.setuptools.package-data]\n")[1].split("\n[")[0]
    assert section.startswith('"*" = '), "one list of patterns, for all packages"
    patterns = re.findall(r'"(\*\.\w+)"', section)
    files = [
        file
        for file in SCALING.rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc")
    ]
    left_out = [f for f in files if not any(f.match(one) for one in patterns)]
    assert len(files) > 9
    assert left_out == []


def test_every_file_names_the_version_of_the_project() -> None:
    home = ANALYSIS.parent
    project = (home / "CMakeLists.txt").read_text("utf-8")
    found = re.search(r"project\(assay VERSION ([\d.]+)", project)
    assert found
    version = found[1]
    for name, words in (
        ("analysis/pyproject.toml", f'\nversion = "{version}"\n'),
        ("CITATION.cff", f"\nversion: {version}\n"),
        ("CHANGELOG.md", f"\n## {version} ("),
        ("docs/install.md", f" assay-{version}-py3-none-manylinux"),
    ):
        assert words in (home / name).read_text("utf-8"), name
    (recipe,) = (home / "packaging/easybuild").glob("assay-*.eb")
    assert recipe.name.startswith(f"assay-{version}-")
    assert f"\nversion = '{version}'\n" in recipe.read_text("utf-8")
