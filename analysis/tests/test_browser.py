# SPDX-License-Identifier: Apache-2.0
"""The report in a real browser: nothing broken, nothing fetched, nothing cut off."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import CHROMIUM, Seen, look, print_to_pdf
from journals import (
    JournalMaker,
    demonstration,
    launches,
    phases,
    record,
    requested,
    result,
    witnessed,
)

from scaling.__main__ import main
from scaling.overview import read_overview
from scaling.write import write_report

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

DARK = "--blink-settings=preferredColorScheme=0"
PHONE, DESKTOP = 390, 1280
IMPORTED = Path(__file__).parent / "imported"
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


def quickstart(folder: Path) -> Path:
    return demonstration().write(folder / "quickstart")


def models(folder: Path) -> Path:
    """Programs of several models beside each other, of one of which nothing scales."""
    maker = JournalMaker("models")
    for name, serial in (("mpi4py", 0.05), ("threading", 1.0), ("dask", 0.6)):
        for cores in (1, 2, 4):
            request = requested(
                cores, 1, 10**6, kernel=name, repetitions=1, program=[name]
            )
            seconds = launches(serial + (1 - serial) / cores, 10, cores)
            maker.measure(request, seconds)
    return maker.write(folder / "models")


def simulated(folder: Path) -> Path:
    """Strong and weak to 4,096 ranks, whose efficiency falls below the target."""
    maker = JournalMaker("simulated")
    for power in range(13):
        ranks = 2**power
        slow = 1 + (ranks / 4096) ** 1.5
        for kind, work in (("strong", 4096), ("weak", 3 * ranks)):
            request = requested(
                ranks, 1, 10**6 * work,
                nodes=max(1, ranks // 64), launcher="simulate",
            )  # fmt: skip
            times = launches(slow * work / ranks, 10, ranks)
            maker.measure(request, times, series=[kind])
    return maker.write(folder / "simulated")


def table(folder: Path) -> Path:
    """Imported, a launch a point, so that there is no interval."""
    words = ["import", str(IMPORTED / "d1.csv"), "--results", str(folder)]
    assert main([*words, "--no-report"]) == 0
    return folder / "d1"


def program(folder: Path) -> Path:
    """A program whose ranks the witness saw, so that there are factors of POP."""
    maker = JournalMaker("program")
    for ranks in (1, 2, 4, 8):
        request = requested(
            ranks, 1, 1000, kernel="app", repetitions=1, program=["app"]
        )
        maker.point(request, ["strong"])
        for launch, time_s in enumerate(launches(1 / ranks + 0.04, 8, ranks), start=1):
            one = record(request, launch, [time_s])
            one["result"] = result(request, [time_s], tallies={}, estimate=None)
            one["witness"] = witnessed(ranks, time_s, max(0.0, time_s - 1 / ranks))
            maker.lines.append(one)
    return maker.write(folder / "program")


KINDS = {
    "quickstart": (quickstart, "Use at least 8 cores", "1 rank x 1 thread"),
    "models": (models, "use at least 4 cores", "1 rank x 1 thread"),
    "simulated": (simulated, "Use 2,048 cores", "1 rank x 1 thread"),
    "table": (table, "Use 768 cores", "24 cores"),
    "program": (program, "Use at least 8 cores", "1 rank x 1 thread"),
}


@pytest.fixture(scope="module", params=KINDS)
def report(request, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The kind and the page of one of five studies."""
    folder = KINDS[request.param][0](tmp_path_factory.mktemp(request.param))
    page = write_report(read_overview(folder), folder / "report", frozenset({"html"}))
    return request.param, page


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 800, 400])
def test_each_kind_of_report(
    report: tuple[str, Path], width: int, colours: str, tmp_path: Path
) -> None:
    """The first screen has job size, speedup, efficiency with its interval, base, and
    what limits; nothing is cut off, pale, or told to the console."""
    kind, page = report
    _, size, base = KINDS[kind]
    flags = (DARK,) if colours == "dark" else ()
    found = look(page.read_text(), tmp_path, width, *flags)
    assert (found.wide, found.cut, found.pale, found.console) == ([], [], [], [])
    assert (found.requests, found.uneven) == ([], [])
    words = found.first_screen.replace("\xa0", " ")
    assert size in words
    assert re.search(r"[\d.,]+ times as fast as \d+ cores?, at \d+ % efficiency", words)
    assert f"Base: {base}" in words
    assert re.search(r"limits|No limit was reached|is lost", words)
    if kind != "table":
        assert re.search(r"% efficiency \[[\d.]+, [\d.]+\]", words)
    assert len(found.keyboard) == 3
    assert all(re.search(r"\d", told) for told in found.keyboard)
    factors = "Where the efficiency goes" in page.read_text()
    assert factors == (kind != "table")


PAPER = 688
"""CSS pixels of the width of A4 within its margins."""


def test_each_kind_of_report_on_paper(report: tuple[str, Path], tmp_path: Path) -> None:
    """Its style in a window as wide: nothing is wider, covered, or torn."""
    _, page = report
    found = look(
        page.read_text().replace("@media print", "@media all"), tmp_path, PAPER
    )
    assert (found.wide, found.cut, found.uneven) == ([], [], [])
    assert found.torn == []


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


def test_drawings_follow_dark_and_light(page: Path, tmp_path: Path) -> None:
    light = look(page.read_text(), tmp_path, DESKTOP).filters
    dark = look(page.read_text(), tmp_path, DESKTOP, DARK).filters
    assert len(light) == len(dark) > 5
    assert set(light) == {"none"}
    assert {"invert" in found for found in dark} == {True}


@pytest.fixture(scope="module")
def printed(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pdf = tmp_path_factory.mktemp("printed") / "report.pdf"
    print_to_pdf(page, pdf)
    return pdf


def words_of(pdf: Path) -> str:
    """Where they stand; a page begins with a form feed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the words were not looked at")
    done = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_print(printed: Path) -> None:
    assert printed.stat().st_size > 50_000
    text = words_of(printed)
    assert "Use at least " in text
    for folded in ("Method", "Rules of benchmarking", "Reproduce"):
        assert re.search(rf"^[ \f]*{folded}\b", text, re.M), folded
    assert re.search(r"–\s+crash", text), "the last column of the table is cut off"
    assert "this table as CSV" not in text


def test_no_page_ends_with_a_heading(page: Path, printed: Path, tmp_path: Path) -> None:
    """What stands below it may be whole, as a figure, or words that can be parted."""
    study = table(tmp_path)
    other = write_report(read_overview(study), study / "report", frozenset({"html"}))
    print_to_pdf(other, tmp_path / "report.pdf")
    for shown, pdf in ((page, printed), (other, tmp_path / "report.pdf")):
        titles = re.findall(r"<summary><h2[^>]*>([^<]+)<", shown.read_text())
        assert len(titles) > 5
        ends = [part.rstrip().rsplit("\n", 1)[-1] for part in words_of(pdf).split("\f")]
        assert [x for x in ends if x.strip().startswith(tuple(titles))] == []


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
        (
            '<table><tbody><tr style="display:block;height:20.5px">'
            '<td style="background:#fff">x</tbody></table>',
            "uneven",
        ),
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
