# SPDX-License-Identifier: Apache-2.0
"""Tables of the demonstration study, whole, in every form.

`python3 test_golden.py` writes the golden files anew: read their difference.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def render(directory: Path) -> dict[str, str]:
    from scaling.formats import table_formats
    from scaling.overview import read_overview
    from scaling.screen import Screen
    from scaling.show import show

    overview = read_overview(directory)
    files = {
        f"terminal-{width}.txt": show(overview, Screen(width)) for width in (80, 132)
    }
    for form in table_formats():
        for table in overview.tables:
            name = f"{table.slug}.{form.SUFFIX}"
            files[name] = form.render(table, overview.findings_of(table))
    return files


def test_golden(demo: Path) -> None:
    files = render(demo)
    assert set(files) == {path.name for path in GOLDEN.iterdir()}
    for name, content in files.items():
        assert content == (GOLDEN / name).read_text(), name


@pytest.mark.parametrize("width", range(60, 160, 7))
def test_nothing_is_wider_than_the_terminal(demo: Path, width: int) -> None:
    from scaling.overview import read_overview
    from scaling.screen import Screen
    from scaling.show import show

    lines = show(read_overview(demo), Screen(width)).splitlines()
    assert max(len(line) for line in lines) <= width


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from journals import demonstration

    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in render(demonstration().write(Path(folder))).items():
            (GOLDEN / name).write_text(content)
