# SPDX-License-Identifier: Apache-2.0
"""What docs/ says of faults and promises is held by tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [
    file.read_text()
    for folder in ("harness/tests", "kernels/tests", "witness/tests")
    for file in (ROOT / folder).rglob("*.cpp")
]
FILES = {
    file.name
    for folder in ("analysis/tests", "bootstrap/tests")
    for file in (ROOT / folder).iterdir()
}


def is_there(name: str) -> bool:
    """A test of GoogleTest, a file of tests, or a folder."""
    suite, _, case = name.partition(".")
    case = case or "*"
    if name in FILES or (ROOT / name).is_dir():
        return True
    wanted = rf"TEST(_F|_P)?\({suite}, " + (r"\w+" if case == "*" else case) + r"\)"
    return any(re.search(wanted, source) for source in SOURCES)


def rows(page: str) -> list[str]:
    """The rows of the page's table that names tests, or of its first."""
    text = (ROOT / "docs" / page).read_text()
    table = text.partition(" held by |\n|---")[2] or text.partition("\n|---")[2]
    lines = table.split("\n\n")[0].splitlines()[1:]
    return [line.rstrip("| ") for line in lines]


@pytest.mark.parametrize(
    ("page", "least"),
    [("faults.md", 22), ("promises.md", 11), ("slurm.md", 25), ("schedulers.md", 10)],
)
def test_every_row_is_held_by_a_test(page: str, least: int) -> None:
    found = rows(page)
    assert len(found) >= least
    for row in found:
        names = re.findall(r"`([^`]+)`", row.split(" | ")[-1])
        assert names, row
        assert [name for name in names if not is_there(name)] == [], row
