# SPDX-License-Identifier: Apache-2.0
"""docs/faults.md names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    line
    for line in (ROOT / "docs" / "faults.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith(("| what", "|---"))
]
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
    if name in FILES or (ROOT / name).is_dir():
        return True
    wanted = rf"TEST(_F|_P)?\({suite}, " + (r"\w+" if case == "*" else case) + r"\)"
    return any(re.search(wanted, source) for source in SOURCES)


def test_every_fault_is_held_by_a_test() -> None:
    assert len(ROWS) >= 18
    for row in ROWS:
        names = re.findall(r"`([^`]+)`", row.split(" | ")[-1])
        assert names, row
        assert [name for name in names if not is_there(name)] == [], row
