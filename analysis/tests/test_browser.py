# SPDX-License-Identifier: Apache-2.0
"""The report in a real browser: nothing broken, nothing fetched, nothing cut off."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import CHROMIUM, Seen, look, print_to_pdf
from journals import JournalMaker, demonstration, launches, phases, requested

from scaling.overview import read_overview
from scaling.write import write_report

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

DARK = "--blink-settings=preferredColorScheme=0"
PHONE, DESKTOP = 390, 1280
MARGIN_POINTS = 14 / 25.4 * 72 - 1
"""That of the style sheet, less what its rounding takes."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the widest tables that there are: with ceilings and energies."""
    maker = demonstration()
    for one in maker.lines:
        for measurement in one.get("result", {}).get("measurements", ()):
            measurement |= {"ceiling_samples_per_s": 2e10, "energy_j": 1234.5}
    study = maker.write(tmp_path_factory.mktemp("browser") / "demo")
    return write_report(read_overview(study), study / "report", frozenset({"html"}))


@pytest.fixture(scope="module", params=[PHONE, DESKTOP])
def seen(request, page: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    found = look(page.read_text(), tmp_path_factory.mktemp("seen"), request.param)
    assert found.width == request.param
    return found


def test_no_console_message(seen: Seen) -> None:
    assert seen.console == []


def test_no_request(seen: Seen) -> None:
    assert seen.requests == []


def test_every_figure_is_visible(seen: Seen, page: Path) -> None:
    expected = re.findall(r'<figure id="([^"]*)"', page.read_text())
    assert [name for name, *_ in seen.figures] == expected
    assert len(expected) >= 7
    assert len(seen.drawings) == len(expected)
    for width, height in seen.drawings:
        assert width > 250
        assert height > 150


def test_nothing_is_wider_than_the_window(seen: Seen) -> None:
    assert seen.wide == []
    assert seen.cut == []
    assert seen.scroll_width <= seen.width


def test_every_text_can_be_read(seen: Seen) -> None:
    assert seen.pale == []


def test_the_keyboard_gives_values(seen: Seen) -> None:
    first, second, third = seen.keyboard
    assert re.match(r"strong, 1 core: [0-9.]+ .*speedup 1.00, efficiency 100 %", first)
    assert second.startswith("strong, 2 cores: ")
    assert third == first


def test_each_button_leaves_both_charts(seen: Seen) -> None:
    assert [words for words, _ in seen.views] == [
        "cores", "core-hours a run", "logarithmic", "linear",
    ]  # fmt: skip
    assert {shown for _, shown in seen.views} == {2}


def a_cluster() -> JournalMaker:
    """Strong and weak to 256 cores, whose efficiency falls below the target."""
    maker = JournalMaker()
    for power in range(9):
        ranks = 2**power
        nodes = max(1, ranks // 16)
        slow = 1 + (ranks / 256) ** 1.5
        for kind, work in (("strong", 256), ("weak", 3 * ranks)):
            request = requested(
                ranks, 1, 10**6 * work, nodes=nodes, launcher="simulate"
            )
            times = launches(slow * work / ranks, 10, ranks)
            maker.measure(request, times, series=[kind])
    return maker


def a_table() -> JournalMaker:
    """A launch a point, so that there is no interval."""
    maker = JournalMaker()
    for ranks in (24, 48, 96, 192):
        request = requested(ranks, 1, 10**6)
        maker.measure(request, launches(1 / ranks + ranks * 2e-6, 1, ranks))
    return maker


STUDIES = {
    "demo": (demonstration, "Use at least 8 cores", "Base: 1 rank x 1 thread"),
    "cluster": (a_cluster, "Use 128 cores", "Base: 1 rank x 1 thread"),
    "table": (a_table, "Use at least 192 cores", "Base: 24 ranks x 1 thread"),
    "program": (
        lambda: phases(("solve", "wall")), "cores", "Base: 1 rank x 1 thread",
    ),
}  # fmt: skip


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize("width", [1200, 800, 400])
def test_the_first_screen_answers(study: str, width: int, tmp_path: Path) -> None:
    """Job size, speedup, efficiency with its interval, base, and what limits."""
    make, size, base = STUDIES[study]
    folder = make().write(tmp_path / study)
    page = write_report(read_overview(folder), folder / "report", frozenset({"html"}))
    found = look(page.read_text(), tmp_path, width)
    assert (found.wide, found.cut, found.pale, found.console) == ([], [], [], [])
    words = found.first_screen.replace("\xa0", " ")
    assert size in words
    assert re.search(r"[\d.,]+ times as fast as \d+ cores?, at \d+ % efficiency", words)
    assert base in words
    assert re.search(r"limits|No limit was reached|is lost", words)
    if study != "table":
        assert re.search(r"% efficiency \[[\d.]+, [\d.]+\]", words)


@pytest.mark.parametrize("width", [400, 800, 1400])
def test_metrics_beside_each_other_fit(
    tmp_path_factory: pytest.TempPathFactory, width: int
) -> None:
    maker = phases(("rate", "mesh", "assembly", "solve"))
    study = maker.write(tmp_path_factory.mktemp("metrics") / "study")
    page = write_report(read_overview(study), study / "report", frozenset({"html"}))
    found = look(page.read_text(), study, width)
    assert (found.wide, found.console, found.requests) == ([], [], [])
    assert found.scroll_width <= width
    drawn = {name for name, *_ in found.figures}
    assert {"metrics-efficiency-strong-app", "metrics-time-strong-app"} <= drawn


def test_dark_and_light(page: Path, tmp_path: Path) -> None:
    def lightness(colour: str) -> int:
        return sum(int(part) for part in re.findall(r"\d+", colour)[:3])

    light = look(page.read_text(), tmp_path, DESKTOP).colours
    dark = look(page.read_text(), tmp_path, DESKTOP, DARK).colours
    assert lightness(light[1]) - lightness(light[0]) > 500
    assert lightness(dark[0]) - lightness(dark[1]) > 500


@pytest.fixture(scope="module")
def printed(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pdf = tmp_path_factory.mktemp("printed") / "report.pdf"
    print_to_pdf(page, pdf)
    return pdf


def test_print(printed: Path) -> None:
    assert printed.stat().st_size > 50_000
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the words were not looked at")
    text = subprocess.run(
        ["pdftotext", "-layout", printed, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Use at least " in text
    for folded in ("Method", "Rules of benchmarking", "Reproduce"):
        assert re.search(rf"^ *{folded}\b", text, re.M), folded
    assert re.search(r"–\s+crash", text), "the last column of the table is cut off"
    assert "this table as CSV" not in text


def test_nothing_is_beyond_the_margin_of_the_paper(
    printed: Path, tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the words were not looked at")
    words = tmp_path / "words.html"
    subprocess.run(["pdftotext", "-bbox", printed, words], check=True)
    found = words.read_text()
    edge = float(re.search(r'page width="([0-9.]+)"', found)[1]) - MARGIN_POINTS
    ends = re.findall(r'xMax="([0-9.]+)" yMax="[0-9.]+">([^<]*)<', found)
    assert len(ends) > 1000
    assert [word for end, word in ends if float(end) > edge] == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<p style="width:2000px">x</p>', "wide"),
        ('<img src="http://127.0.0.1:9/x.png">', "requests"),
        ("<script>nothing.at.all()</script>", "console"),
        ('<p style="color:#ccc;background:#fff">x</p>', "pale"),
        (
            '<div style="width:50px;overflow:hidden"><p style="width:90px">x</p></div>',
            "cut",
        ),
        (
            '<div class="view"><svg width="90" height="90"><text x="9" y="2">128</text>'
            "</svg></div>",
            "cut",
        ),
    ],
)
def test_the_probe_sees_what_is_wrong(tmp_path: Path, body: str, what: str) -> None:
    broken = f"<!DOCTYPE html><html><body>{body}</body></html>"
    assert getattr(look(broken, tmp_path, PHONE), what)
