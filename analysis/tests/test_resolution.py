# SPDX-License-Identifier: Apache-2.0
"""Times that a program prints with few digits: intervals hold what they stand for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from journals import JournalMaker, record, requested, result, stop

from coverage_study.chain import PROGRAM
from scaling.__main__ import main
from scaling.compare.difference import find_difference
from scaling.compare.side import read_side
from scaling.overview import Overview, read_overview
from scaling.report.method import method
from scaling.report.rules import no_normality_is_assumed
from scaling.statistics.level import TAIL
from scaling.statistics.mann_whitney import ratio_interval
from scaling.statistics.ratio import Compared, ratio_of_times, ratio_within
from scaling.statistics.within import within
from scaling.warnings import coarse_times

UNKNOWN = float("nan")


def test_a_time_is_off_by_a_step_to_either_side() -> None:
    known = within([0.013, 0.012], [0.001, 0.001])
    assert known.given == (0.013, 0.012)
    assert known.least == pytest.approx((0.012, 0.011))
    assert known.most == pytest.approx((0.014, 0.013))


def test_a_time_of_one_step_is_half_of_one_at_least() -> None:
    known = within([0.001], [0.001])
    assert (known.least, known.most) == ((0.0005,), (0.002,))


@pytest.mark.parametrize(
    "resolution", [[UNKNOWN, UNKNOWN], [0.0, -1.0], [1e-320, 1e-17]]
)
def test_without_a_resolution_a_time_is_what_it_is(resolution: list[float]) -> None:
    known = within([1.0, 2.0], resolution)
    assert known.is_exact
    assert known.map(list).is_exact
    assert known.most == (1.0, 2.0)


def test_a_step_is_no_more_than_the_time() -> None:
    """Whatever a journal says."""
    known = within([1.0, 2.0], [1e300, 1e-320])
    assert (known.least, known.most) == ((0.5, 1.0), (2.0, 4.0))


@pytest.mark.parametrize(
    ("times", "resolution", "steps"),
    [
        ([0.013, 0.01], [0.001, 0.01], [0.001, 0.001]),  # a zero was dropped
        ([9.99, 10.1], [0.01, 0.1], [0.01, 0.1]),  # three digits of each
        ([9.99, 10.1], [0.01, 0.01], [0.01, 0.01]),  # two decimals of each
        ([0.013, 0.2], [0.001, UNKNOWN], [0.001, 0.001]),
    ],
)
def test_the_step_is_that_of_the_point(
    times: list[float], resolution: list[float], steps: list[float]
) -> None:
    known = within(times, resolution)
    found = [most - given for most, given in zip(known.most, known.given)]
    assert found == pytest.approx(steps)


def program(ranks: int) -> dict:
    return requested(ranks, 1, 1000, kernel="app", repetitions=1, program=["app"])


def study_of(folder: Path, times: dict[int, list[float]], step_s: float) -> Path:
    """Launches of a program whose last digit is worth so much."""
    maker = JournalMaker(rule={"until": 0.02})
    for ranks, values in times.items():
        request = program(ranks)
        maker.point(request, ["strong"])
        for launch, time_s in enumerate(values, 1):
            given = {"resolution_s": step_s} if step_s else {}
            line = record(request, launch, [time_s])
            line["result"] = result(
                request, [time_s], tallies={}, estimate=None, repetitions=[], **given
            )
            maker.lines.append(line)
        maker.lines.append(stop(request, "ci"))
    return maker.write(folder)


TIMES = {1: [0.016, 0.017] * 3, 2: [0.009] * 6}


@pytest.fixture
def overview(tmp_path: Path) -> Overview:
    return read_overview(study_of(tmp_path / "s", TIMES, 0.001))


def test_the_time_is_known_to_a_step(overview: Overview) -> None:
    base, point = (one.time_s for one in overview.study.points)
    assert (base.value, base.low, base.high) == pytest.approx((0.0165, 0.015, 0.018))
    assert (point.low, point.high) == pytest.approx((0.008, 0.01))
    assert point.value == 0.009


def test_the_ratio_is_known_to_a_step_of_both(overview: Overview) -> None:
    (curve,) = overview.study.curves
    speedup = curve.rows[1].speedup
    assert (speedup.low, speedup.high) == pytest.approx((15 / 10, 18 / 8))
    assert 16 / 9 < speedup.value < 17 / 9


def test_the_ends_of_a_ratio_are_compared_as_the_times_given_are() -> None:
    """By themselves the longest times of the base would be compared in pairs."""
    base, point = (
        within(times, [1.0] * 6).map(lambda found: dict(enumerate(found)))
        for times in ([10.0, 13, 9, 14, 14, 14], [5.0, 5, 7, 4, 5, 6])
    )
    longest = ratio_of_times(base.most, point.least)
    assert longest is not None
    assert longest.compared is Compared.PAIRS
    found = ratio_within(base, point, TAIL)
    assert found is not None
    assert found.compared is Compared.BLOCKS
    a, b = ([*times.values()] for times in (base.most, point.least))
    assert found.measured.high == ratio_interval(a, b).high < longest.measured.high


def test_what_is_exact_stays_as_narrow(tmp_path: Path) -> None:
    exact = read_overview(study_of(tmp_path / "s", TIMES, 0.0))
    base, point = (one.time_s for one in exact.study.points)
    assert (base.low, base.high) == (0.016, 0.017)
    assert (point.low, point.high) == (0.009, 0.009)


def test_w29_few_digits_are_told(overview: Overview, tmp_path: Path) -> None:
    (finding,) = coarse_times.find(overview.study)
    assert finding.id == "W29"
    assert finding.text == (
        "times are printed to 1 ms, up to 11 % of them: print more digits or run "
        "longer at 2 points (1x1, 2x1)"
    )
    for name, step_s in (("fine", 5e-5), ("exact", 0.0)):
        study = read_overview(study_of(tmp_path / name, TIMES, step_s)).study
        assert coarse_times.find(study) == []


STUDY = """\
study: coarse
program: [sh, ./app.sh]
scaling: strong
ranks: [1]
metrics: {loop: {pattern: 'loop (\\S+)', unit: s}}
time: loop
proof: none
launches: 2
"""


@pytest.mark.skipif(not PROGRAM.exists(), reason="assay is not built")
def test_w29_few_digits_of_a_real_program_are_told(tmp_path: Path) -> None:
    (tmp_path / "app.sh").write_text("echo loop 0.013\n")
    (tmp_path / "coarse.yaml").write_text(STUDY)
    run = [PROGRAM, "run", "coarse.yaml", "--no-report"]
    subprocess.run(run, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    study = read_overview(tmp_path / "results" / "coarse").study
    (finding,) = coarse_times.find(study)
    assert finding.text.startswith("times are printed to 1 ms, up to 8 % of them")


def test_more_launches_are_not_asked_for(overview: Overview) -> None:
    """The harness stops by the times as they are given: none makes digits finer."""
    (point,) = [p for p in overview.study.points if p.request.ranks == 2]
    assert point.time_s.half_width > 0.02
    wide = [f for f in overview.findings if f.text.startswith("launches ended before")]
    assert [labels for f in wide for labels in f.labels] == ["1x1"]


def test_the_report_says_it(overview: Overview) -> None:
    assert (
        "a step of the last digit" in dict(method(overview.study))["Time of programs"]
    )
    assert no_normality_is_assumed(overview) == ""


@pytest.mark.parametrize(
    ("step_s", "verdict"), [(0.001, "UNDECIDED"), (1e-5, "SLOWER")]
)
def test_a_step_is_no_difference(step_s: float, verdict: str, tmp_path: Path) -> None:
    a = study_of(tmp_path / "a", {1: [0.016] * 6}, step_s)
    b = study_of(tmp_path / "b", {1: [0.017] * 6}, step_s)
    (pair,) = find_difference(read_side(str(a)), read_side(str(b))).pairs
    assert pair.verdict == verdict


def test_a_step_of_a_second_is_a_plain_number(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("cores,time\n1,40\n2,5.5\n")
    assert main(["import", str(table), "--results", str(tmp_path)]) == 0
    findings = read_overview(tmp_path / "t").findings
    (found,) = [finding for finding in findings if finding.id == "W29"]
    assert found.text.startswith("times are printed to 100 or 1,000 ms, ")
