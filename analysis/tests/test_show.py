# SPDX-License-Identifier: Apache-2.0
"""What a terminal shows: few columns, colours that mean something, one sentence."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from journals import JournalMaker, demonstration, launches, requested

from scaling.brief_table import brief_table
from scaling.overview import Overview, read_overview
from scaling.report.lead import leading_curves
from scaling.report.verdict import remarks
from scaling.screen import Screen
from scaling.show import show
from scaling.terminal import wrapped

ANALYSIS = Path(__file__).parent.parent
W = 1_000_000


@pytest.fixture(scope="module")
def overview(overview_of) -> Overview:
    """Good to four cores, poor on eight, with a launch that failed."""
    maker = JournalMaker()
    for ranks, efficiency in ((1, 1.0), (2, 0.98), (4, 0.9), (8, 0.4)):
        request = requested(ranks, 1, W)
        maker.measure(request, launches(10 / ranks / efficiency, 10, ranks))
    return overview_of(maker)


@pytest.fixture(scope="module")
def demo_overview(demo: Path) -> Overview:
    return read_overview(demo)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return demonstration(4).write(tmp_path / "a study")


def test_the_last_lines_say_what_to_do(overview: Overview) -> None:
    *_, sentence, counts = show(overview, Screen(200)).splitlines()
    assert re.fullmatch(
        r"Use 4 cores: 3\.\d+ times as fast as 1 core, at 9\d(\.\d)? % efficiency "
        r"\[\S+, \S+\]\.",
        sentence,
    )
    assert re.fullmatch(r"\d+ notes?\.", counts)


def test_a_table_has_at_most_seven_columns(demo_overview: Overview) -> None:
    for curve in leading_curves(demo_overview):
        table = brief_table(demo_overview.study, curve)
        assert 4 <= len(table.columns) <= 7


def test_a_ratio_has_as_many_decimals_in_every_row(demo_overview: Overview) -> None:
    lines = show(demo_overview, Screen(132)).splitlines()
    rows = [x for x in lines[3:] if x and re.match(r" +\d", x)][:8]
    of_speedup = [re.search(r"\]\s+(\d+)\.?(\d*)\s", row) for row in rows]
    assert len({len(found.group(2)) for found in of_speedup if found}) == 1


def test_what_is_not_shown_is_counted_not_listed(demo_overview: Overview) -> None:
    shown = show(demo_overview, Screen(60))
    assert "Not shown" not in shown
    assert "W16" not in shown
    assert re.search(r"4 failed attempts are in no number; \d+ notes", shown)


def test_a_point_without_a_number_says_why(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), launches(10, 10, 1))
    why = "2 ranks asked, 2 processes called no MPI"
    for ranks in (2, 4):
        maker.measure(requested(ranks, 1, W), [5.0], verdict="world", detail=why)
    shown = show(overview_of(maker), Screen(200))
    assert "Not measured:\n  2x1 (and 1 more point): world: 2 ranks asked, 2 p" in shown


def test_colour_marks_the_job_and_the_grades(overview: Overview) -> None:
    plain = show(overview, Screen(80))
    assert "\x1b" not in plain
    colour = show(overview, Screen(80, is_rich=True, has_colour=True))
    (chosen,) = re.findall(r"\x1b\[1m *(\d+) .*\x1b\[0m", colour)
    assert chosen == "4"
    assert re.sub(r"\x1b\[\d*m", "", colour) == plain


def on_terminal(study: Path, *words: str, **environment: str) -> str:
    """Standard output of `report` where that is a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "scaling", "report", str(study), "--format", "html",
         *words],
        env={**os.environ, "PYTHONPATH": str(ANALYSIS), "TERM": "xterm", **environment},
        stdout=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the last one has closed it
            break
        if not part:
            break
        shown += part
    assert done.wait() == 0
    os.close(ours)
    return shown.decode()


def test_the_path_is_a_link_on_a_terminal_only(study: Path) -> None:
    link = f"\x1b]8;;{(study / 'report' / 'report.html').resolve().as_uri()}\x1b\\"
    shown = on_terminal(study, NO_COLOR="")
    assert link in shown
    assert "\x1b[33mThe number is uncertain:\x1b[0m" in shown
    assert "\x1b[3" not in on_terminal(study, NO_COLOR="1")
    assert "\x1b" not in on_terminal(study, TERM="dumb")


def test_open_shows_the_page(study: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >{tmp_path}/opened\n')
    browser.chmod(0o755)
    on_terminal(study, "--open", BROWSER=f"{browser} %s")
    opened = (tmp_path / "opened").read_text().strip()
    assert opened == (study / "report" / "report.html").resolve().as_uri()


@pytest.mark.parametrize("width", range(40, 80))
def test_no_line_ends_within_a_percentage_or_an_interval(width: int) -> None:
    note = "Use 8 cores: 4.1 times as fast as 1 core, at 52 % efficiency [50, 55], so."
    lines = wrapped(note, width, "")
    assert " ".join(line.strip() for line in lines) == note
    assert any("52 %" in line for line in lines)
    assert any("[50, 55]" in line for line in lines)
    assert max(map(len, lines)) <= width


def test_a_heading_says_nothing_twice(overview_of) -> None:
    """Of programs beside each other, each with its own work and parameters."""
    maker = JournalMaker()
    for name, samples in (("pi", 3 * 10**8), ("other", 10**6)):
        for cores in (1, 2):
            request = requested(cores, 1, samples, kernel=name)
            maker.measure(request, launches(1 / cores, 10, cores))
    said = show(overview_of(maker), Screen(120, False))
    assert "pi, strong scaling: 3e8 samples, base 1 core\n" in said
    assert "\nStrong scaling of pi: use at least 2 cores: " in said


def test_a_time_that_is_known_badly_has_two_digits_of_its_interval(overview_of) -> None:
    maker = JournalMaker()
    for cores, times in ((1, (0.37, 0.40, 0.42, 0.43, 0.45, 0.65)), (2, (0.3,) * 6)):
        maker.measure(requested(cores, 1, W), list(times))
    overview = overview_of(maker)
    assert "0.42 [0.37, 0.65]" in show(overview, Screen(80))
    assert "0.42 [0.37, 0.65]" in " ".join(remarks(overview))


def test_no_option_is_torn_at_its_hyphens() -> None:
    told = "Launch again on a quiet machine (assay run --retry-failed)."
    for width in range(40, 80):
        lines = wrapped(told, width, "  ")
        assert any("--retry-failed" in line for line in lines), width
