# SPDX-License-Identifier: Apache-2.0
"""Figures in a style of the user's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from journals import demonstration

from scaling.__main__ import main
from scaling.draw.style import NAMES, StyleError, read_style

BLUE = "#0072b2"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return demonstration(2).write(tmp_path / "demo")


def drawn(study: Path, *options: str) -> str:
    """The first figure that has a curve."""
    assert main(["report", str(study), "--format", "svg", *options]) == 0
    files = sorted((study / "report").glob("*.svg"))
    return next(t for t in (f.read_text() for f in files) if "Speedup" in t)


def width_inches(svg: str) -> float:
    return float(re.search(r'width="([\d.]+)pt"', svg)[1]) / 72


def test_figures_are_as_wide_as_the_style_says(study: Path) -> None:
    assert NAMES == ("one-column", "two-columns")
    assert width_inches(drawn(study)) == pytest.approx(3.5)
    assert width_inches(drawn(study, "--style", "two-columns")) == pytest.approx(7.2)


def test_a_file_has_its_fonts_and_colours(study: Path, tmp_path: Path) -> None:
    style = tmp_path / "paper.mplstyle"
    style.write_text(
        "font.size: 11\naxes.prop_cycle: cycler('color', ['123456'] * 6)\n"
    )
    assert BLUE in drawn(study)
    svg = drawn(study, "--style", str(style))
    assert "#123456" in svg
    assert BLUE not in svg


def test_a_mistake_is_told_with_its_line(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    style = tmp_path / "bad.mplstyle"
    style.write_text("font.size: 11\nfont.sice: 9\nfigure.figsize: wide\n")
    assert main(["report", str(study), "--style", str(style)]) == 2
    error = capsys.readouterr().err
    assert "font.sice" in error
    assert "line 3" in error
    with pytest.raises(StyleError, match="one-column or two-columns"):
        read_style(str(tmp_path / "missing"))
