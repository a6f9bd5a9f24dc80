# SPDX-License-Identifier: Apache-2.0
"""Numbers that others measured: every form gives its answer, or says what is wrong."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from scaling.__main__ import main
from scaling.laws.fit import make_data
from scaling.model.study import Study
from scaling.overview import read_overview
from scaling.records.compact import whole_record
from scaling.report.method import method
from scaling.report.verdict import remarks, verdict
from scaling.zipped import zip_equal

FILES = Path(__file__).parent / "imported"
TOOLS = FILES / "tools"

D1 = "1 1.932 3.619 6.324 13.019 23.663 36.247 46.116"
D1_SHARE = "100 96.61 90.47 79.05 81.37 73.95 56.64 36.03"
D2_SHARE = "100 99.03 98.90 98.34 97.94 97.19 96.38 96.80 96.33"
D3_SHARE = "100 95.5 64.7 51.4 49.6"
D5 = "1 1.986 3.361 6.036 8.809 8.230"
"""Speedups and efficiencies of the tables in imported/README.md."""

SPEEDUPS = [
    ("d1.csv", "", D1),
    ("d1.tsv", "", D1),
    ("d1_clock.csv", "", D1),
    ("d1.jsonl", "", D1),
    ("d1_extrap.txt", "", D1),
    ("d5.csv", "", D5),
    ("d5_nbsp.csv", "", D5),
    ("tools/spreadsheet.csv", "", D5),
    ("d6.csv", "", "1 1.046 1.167 1.170"),
    ("d6.csv", "--base 288.15", "2.672 2.794 3.119 3.126"),
]
EFFICIENCIES = [
    ("d1.csv", "--cores cores --time loop*", D1_SHARE),
    ("d2.csv", "--weak --rate GFLOP/s", D2_SHARE),
    ("d2.csv", "--weak --cores nodes --rate rate", D2_SHARE),
    ("d2.json", "--weak --nodes nodes --rate rate", D2_SHARE),
    ("d3.md", "--weak", D3_SHARE),
    ("d3.txt", "--weak --unit ms", D3_SHARE),
]


def imported(results: Path, files: str, options: str = "", study: str = "s") -> Study:
    """The study of the files, which has to be accepted."""
    paths = [str(FILES / name) for name in files.split()]
    words = ["import", *paths, *options.split(), "--study", study, "--no-report"]
    assert main([*words, "--results", str(results)]) == 0
    return read_overview(results / study).study


def assert_as_printed(values: list[float], printed: str) -> None:
    """Equal to as many digits as were printed."""
    for value, text in zip_equal(values, printed.split()):
        decimals = len(text.partition(".")[2])
        assert f"{value:.{decimals}f}" == text, values


@pytest.mark.parametrize(("file", "options", "printed"), SPEEDUPS)
def test_speedups(tmp_path: Path, file: str, options: str, printed: str) -> None:
    (curve,) = imported(tmp_path, file, options).curves
    assert_as_printed([row.speedup.value for row in curve.rows], printed)


@pytest.mark.parametrize("base", ["120", "90"])
def test_a_base_of_another_program_stands_outside(tmp_path: Path, base: str) -> None:
    text = "cores,time\n1,100\n2,51\n4,27\n8,15\n16,9\n"
    (curve,) = of_text(tmp_path, text, f"--base {base}").curves
    assert [row.units for row in curve.rows] == [1, 2, 4, 8, 16]
    assert not any(row.is_base for row in curve.rows)
    speedups = [row.speedup.value for row in curve.rows]
    assert speedups[:2] == pytest.approx([float(base) / 100, float(base) / 51])
    assert make_data(curve).times_s[0] == 100
    overview = read_overview(tmp_path / "t")
    assert "base another program, 1 core;" in overview.tables[0].caption
    notes = [note for table in overview.form for note in table.notes]
    assert any("another program, 1 core, not the first row" in n for n in notes)
    said = " ".join([verdict(overview), *remarks(overview)])
    assert said.count(f"{base} s") == said.count(f"1 core, {base} s.")
    assert " times as fast as another program on 1 core" in said


@pytest.mark.parametrize(("file", "options", "printed"), EFFICIENCIES)
def test_efficiencies(tmp_path: Path, file: str, options: str, printed: str) -> None:
    (curve,) = imported(tmp_path, file, options).curves
    assert_as_printed([100 * row.efficiency.value for row in curve.rows], printed)


def test_no_interval_of_one_launch(tmp_path: Path) -> None:
    (curve,) = imported(tmp_path, "d1.csv").curves
    assert all(row.efficiency.low is None for row in curve.rows)
    assert all(row.point.time_s.low is None for row in curve.rows)


@pytest.mark.parametrize(
    ("files", "counts", "launches", "options"),
    [
        ("tools/hyperfine.json", [1, 2, 4, 8], 7, ""),
        ("tools/hyperfine.csv", [1, 2, 4, 8], 1, ""),
        ("tools/google_benchmark.json", [1, 2, 4, 8], 6, ""),
        ("tools/google_benchmark.csv", [1, 2, 4, 8], 6, ""),
        ("tools/google_benchmark.txt", [1, 2, 4, 8], 6, ""),
        ("tools/reframe_report.json", [1, 2, 4, 8], 1, ""),
        ("tools/reframe_perf.log", [1, 2, 4, 8], 1, ""),
        ("tools/jube.csv", [1, 2, 4, 8], 1, ""),
        ("tools/lammps.1.log tools/lammps.2.log tools/lammps.4.log", [1, 2, 4], 1, ""),
        ("tools/spreadsheet.csv", [1, 2, 4, 8, 12, 16], 1, ""),
    ],
)
def test_what_tools_wrote(
    tmp_path: Path, files: str, counts: list[int], launches: int, options: str
) -> None:
    (curve,) = imported(tmp_path, files, options).curves
    assert [row.units for row in curve.rows] == counts
    assert {len(row.point.launches) for row in curve.rows} == {launches}
    if "lammps" not in files:  # four ranks had no more than two cores there
        assert 0.3 < curve.rows[-1].efficiency.value < 1.1


def test_launches_of_hyperfine_make_intervals(tmp_path: Path) -> None:
    (curve,) = imported(tmp_path, "tools/hyperfine.json").curves
    raw = json.loads((TOOLS / "hyperfine.json").read_text())["results"]
    for row, result in zip_equal(curve.rows, raw):
        time = row.point.time_s
        assert time.value == pytest.approx(result["median"])
        assert (time.low, time.high) == pytest.approx((result["min"], result["max"]))
    assert all(row.efficiency.low is not None for row in curve.rows[1:])


def test_printed_digits_widen_intervals(tmp_path: Path) -> None:
    rows = "".join(f"{c},{8 / c + d / 10:.1f}\n" for c in (1, 2) for d in range(7))
    (curve,) = of_text(tmp_path, "cores,time (s)\n" + rows).curves
    time = curve.rows[0].point.time_s
    assert (time.low, time.value, time.high) == pytest.approx((7.9, 8.3, 8.7))


def of_text(folder: Path, text: str, options: str = "", name: str = "t.csv") -> Study:
    (folder / name).write_text(text)
    words = ["import", str(folder / name), *options.split(), "--no-report"]
    assert main([*words, "--study", "t", "--results", str(folder)]) == 0
    return read_overview(folder / "t").study


def test_launches_of_a_report_of_ours(tmp_path: Path) -> None:
    source = imported(tmp_path, "tools/hyperfine.json", study="source")
    words = ["report", str(tmp_path / "source"), "--format", "csv"]
    assert main(words) == 0
    path = tmp_path / "source" / "report" / "launches.csv"
    assert main(["import", str(path), "--results", str(tmp_path), "--no-report"]) == 0
    again = read_overview(tmp_path / "launches").study
    for old, new in zip_equal(source.points, again.points):
        assert new.times_s == pytest.approx(old.times_s)


def test_a_row_a_point_of_summaries(tmp_path: Path) -> None:
    text = "ranks,n,mean,std,min,max\n1,5,4.2,.1,4,5\n2,5,2.2,.1,2,3\n"
    (curve,) = of_text(tmp_path, text, "--unit s").curves
    assert [row.point.times_s for row in curve.rows] == [(4.2,), (2.2,)]


@pytest.mark.parametrize(
    ("heading", "summary"),
    [("mean", "mean"), ("avg time (s)", "mean"), ("Average [s]", "mean"),
     ("median", "median"), ("meantime", "")],
)  # fmt: skip
def test_a_mean_is_said_to_be_of_several_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture, heading: str, summary: str
) -> None:
    of_text(tmp_path, f"cores,{heading}\n1,10\n2,5\n", "--time 2 --unit s")
    said = f"a {summary} of several runs, whose scatter is not known"
    overview = read_overview(tmp_path / "t")
    topics = dict(method(overview.study))
    for words in (
        capsys.readouterr().out,
        " ".join(overview.tables[0].notes),
        topics["Values and launches"],
    ):
        assert (said in words) is bool(summary)
        assert ("several runs" in words) is bool(summary)


@pytest.mark.parametrize("spread", ["± 0.2", "+/- 0.2", "+- 2e-1", ""])
def test_a_value_with_a_spread_is_a_mean(
    tmp_path: Path, capsys: pytest.CaptureFixture, spread: str
) -> None:
    """Said where a heading does not; a plain number is a run."""
    said = "a mean of several runs, whose scatter is not known"
    of_text(tmp_path, f"cores,time (s)\n1,9.1 {spread}\n2,5.2\n")
    assert (f"'time (s)': {said}" in capsys.readouterr().out) is bool(spread)
    notes = " ".join(read_overview(tmp_path / "t").tables[0].notes)
    assert (f"Each value is {said}." in notes) is bool(spread)


def test_a_heading_says_what_a_spread_is_of(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    of_text(tmp_path, "cores,median (s)\n1,9.1 ± 0.2\n2,5.2 ± 0.1\n")
    assert "a median of several runs" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["hyperfine", "google_benchmark"])
def test_what_a_tool_summarised_is_no_launch(
    tmp_path: Path, capsys: pytest.CaptureFixture, name: str
) -> None:
    found = json.loads((TOOLS / f"{name}.json").read_text())
    for result in found.get("results", []):
        del result["times"]
    runs = found.get("benchmarks", [])
    runs[:] = [run for run in runs if run["run_type"] == "aggregate"]
    (curve,) = of_text(tmp_path, json.dumps(found), name="t.json").curves
    assert {len(row.point.launches) for row in curve.rows} == {1}
    assert "of several runs, whose scatter is not known" in capsys.readouterr().out


def test_printed_summaries_are_used_where_nothing_else_is(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    lines = (TOOLS / "google_benchmark.csv").read_text().splitlines()
    text = "\n".join(x for x in lines if not re.search(r"threads:\d+\"", x))
    (curve,) = of_text(tmp_path, text).curves
    assert {len(row.point.launches) for row in curve.rows} == {1}
    assert "a median of several runs" in capsys.readouterr().out


def google_benchmark(name: str, threads: int, real_time: float) -> dict:
    return {"name": name, "threads": threads, "real_time": real_time, "time_unit": "ms"}


@pytest.mark.parametrize(
    ("name", "threads"), [("copy/threads:{}/real_time", 1), ("copy/threads:{}", None)]
)
def test_threads_that_are_an_argument_are_the_axis(
    tmp_path: Path, name: str, threads: int | None
) -> None:
    runs = [google_benchmark(name.format(n), threads or n, 8 / n) for n in (1, 2, 4)]
    text = json.dumps({"context": {}, "benchmarks": runs})
    (curve,) = of_text(tmp_path, text, name="gb.json").curves
    assert_as_printed([row.speedup.value for row in curve.rows], "1 2 4")


def test_a_column_of_cpu_times_counts_no_cores(tmp_path: Path) -> None:
    text = "Name   Time   CPU\nx/1    80 ms  9 ms\nx/2    40 ms  8 ms\n"
    (curve,) = of_text(tmp_path, text, r"--from Name:/(?P<cores>\d)").curves
    assert [row.point.times_s for row in curve.rows] == [(0.08,), (0.04,)]
    (curve,) = of_text(tmp_path, "threads,time (s),CPU (s)\n1,8,7\n2,4,6\n").curves
    assert [row.units for row in curve.rows] == [1, 2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(tmp_path: Path, end: str) -> None:
    text = end.join(["# of 2024", "", "cores,time", '1,"8"', "2,4", ""])
    (tmp_path / "t.csv").write_bytes(text.encode())
    words = ["import", str(tmp_path / "t.csv"), "--results", str(tmp_path)]
    assert main([*words, "--no-report"]) == 0
    assert len(read_overview(tmp_path / "t").study.points) == 2


def test_a_wide_table_is_a_curve_for_each_column(tmp_path: Path) -> None:
    text = "cores,n=1000,n=2000,note\n1,4.0,9.0,x\n2,2.1,4.4,\n4,1.2,2.3,\n"
    study = of_text(tmp_path, text, "--time n=*")
    sizes = {dict(curve.like.parameters)["n"] for curve in study.curves}
    assert sizes == {"1000", "2000"}


def test_columns_of_runs_are_launches(tmp_path: Path) -> None:
    text = "cores\trun 1\trun 2\n1\t4.0\t4.2\n2\t2.1\t2.2\n"
    (curve,) = of_text(tmp_path, text, "--time run* --unit s").curves
    assert [len(row.point.launches) for row in curve.rows] == [2, 2]


def test_logs_are_read_by_a_pattern_and_their_names(tmp_path: Path) -> None:
    for cores in (1, 2, 4):
        log = f"start\nelapsed: {8 / cores:.2f} s\nend\n"
        (tmp_path / f"out_{cores}.log").write_text(log)
    files = [str(tmp_path / f"out_{cores}.log") for cores in (1, 2, 4)]
    words = ["import", *files, "--pattern", r"elapsed: (?P<time>\S+ s)"]
    words += ["--in-name", r"out_(?P<cores>\d+)\.log", "--study", "logs"]
    assert main([*words, "--results", str(tmp_path), "--no-report"]) == 0
    (curve,) = read_overview(tmp_path / "logs").study.curves
    assert_as_printed([row.speedup.value for row in curve.rows], "1 2 4")


@pytest.mark.parametrize(
    ("line", "pattern", "second_s"),
    [
        ("elapsed: 12 ms", r"elapsed: (?P<time>\S+)", 0.012),
        ("elapsed: 12ms.", r"elapsed: (?P<time>\d+)", 0.012),
        ("elapsed: 12 [ms], ok", r"elapsed: (?P<time>\d+)", 0.012),
        ("elapsed: 12 ms", r"elapsed: (?P<time>\S+) (?P<unit>\S+)", 0.012),
        ("(ms) elapsed: 12", r"\((?P<unit>\w+)\) elapsed: (?P<time>\S+)", 0.012),
        ("elapsed: 12 steps", r"elapsed: (?P<time>\S+)", 12.0),
        ("elapsed: 12 min 11 max 13", r"elapsed: (?P<time>\S+)", 12.0),
    ],
)
def test_units_beside_what_a_pattern_finds(
    tmp_path: Path, line: str, pattern: str, second_s: float
) -> None:
    (tmp_path / "o_1.log").write_text(line.replace("12", "7").replace("ms", "s"))
    (tmp_path / "o_2.log").write_text(line)
    words = [str(tmp_path / "o_1.log"), str(tmp_path / "o_2.log"), "--study", "logs"]
    words += ["--pattern", pattern, "--in-name", r"_(?P<cores>\d)", "--no-report"]
    assert main(["import", *words, "--results", str(tmp_path)]) == 0
    (curve,) = read_overview(tmp_path / "logs").study.curves
    assert [row.point.times_s[0] for row in curve.rows] == pytest.approx([7, second_s])


@pytest.mark.parametrize(
    ("heading", "options"),
    [
        ("time,unit", ""),
        ("time,Units", "--cores cores"),
        ("time,time_unit", ""),
        ("real_time,time_unit", ""),
        ("x,unit", "--time x"),
    ],
)
def test_a_column_of_units_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture, heading: str, options: str
) -> None:
    text = f"cores,{heading}\n1,10,s\n2,5000,ms\n2,5.1,s\n"
    (curve,) = of_text(tmp_path, text, options).curves
    assert curve.rows[0].point.times_s == (10.0,)
    assert curve.rows[1].point.times_s == (5.0, 5.1)
    assert "the time in s, ms\n" in capsys.readouterr().out


def test_the_axis_is_found_within_a_column(tmp_path: Path) -> None:
    study = imported(tmp_path, "tools/hyperfine.md", r"--from Command:(?P<cores>\d+)$")
    (curve,) = study.curves
    assert [row.units for row in curve.rows] == [1, 2, 4, 8]
    assert curve.rows[0].point.times_s == (0.4069,)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("cores,size,time\n1,10,8\n2,20,8.2\n4,40,8\n", "--weak"),
        ("cores,size,time\n1,10,8\n2,10,4.2\n4,10,2\n", ""),
        ("cores,size (kB),time\n1,10,8\n2,11,4.2\n4,12,2\n", ""),
        ("cores | time (s)\n--- | ---:\n1 | 8\n2 | 4\n4 | 2\n", ""),
        ("cores,time,time_err\n1,8,0.1\n2,4,0.1\n4,2,0.1\n", ""),
    ],
)
def test_what_leaves_no_doubt(tmp_path: Path, text: str, options: str) -> None:
    (curve,) = of_text(tmp_path, text, options).curves
    assert [row.units for row in curve.rows][:2] == [1, 2]


def test_by_makes_curves_and_launch_does_not(tmp_path: Path) -> None:
    text = "cores,app,time\n1,a,4\n2,a,2\n1,b,5\n2,b,3\n"
    assert len(of_text(tmp_path, text, "--by app").curves) == 2
    (curve,) = of_text(tmp_path, text, "--launch app").curves
    assert len(curve.rows[0].point.launches) == 2


@pytest.mark.parametrize("name", ["seed", "date", "when", "id"])
def test_what_is_of_each_row_tells_no_curves_apart(tmp_path: Path, name: str) -> None:
    text = f"cores,{name},time\n1,a,4\n1,b,4.1\n2,c,2\n2,d,2.1\n"
    (curve,) = of_text(tmp_path, text).curves
    assert [len(row.point.launches) for row in curve.rows] == [2, 2]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1-02:03:04", 93784.0),
        ("01:02:03.5", 3723.5),
        ("2:05.25", 125.25),
        ("1m2.345s", 62.345),
        ("1 234.5 ms", 1.2345),
        ("1'234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("3.5 min", 210.0),
        ("406.9 ± 3.7", 406.9),
        ("1.5e-3", 0.0015),
        ("4 us", 4e-6),
    ],
)
def test_times_as_people_write_them(tmp_path: Path, text: str, seconds: float) -> None:
    (curve,) = of_text(tmp_path, f"cores\ttime\n1\t{text}\n2\t{text}\n").curves
    assert curve.rows[0].point.time_s.value == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("options", "seconds"), [("--decimal .", 1234.0), ("--decimal ,", 1.234)]
)
def test_an_ambiguous_number_is_what_the_option_says(
    tmp_path: Path, options: str, seconds: float
) -> None:
    text = 'cores;time\n1;"1,234"\n2;"1,034"\n'
    (curve,) = of_text(tmp_path, text, options).curves
    assert curve.rows[0].point.time_s.value == seconds


def test_a_column_decides_what_one_number_leaves_open(tmp_path: Path) -> None:
    (curve,) = of_text(tmp_path, "cores;time\n1;1,234\n2;0,6\n").curves
    assert curve.rows[0].point.time_s.value == 1.234


REFUSED = [
    ("cores,time\n4,1\n4,2\n", "", ":1:1: 'cores' has one value, 4: nothing"),
    ("cores,n,time\n1,5,9\n2,5,5\n1,9,99\n2,9,50\n", "", ":1:7: rows of as many cores"
     " differ in 'n'. Say what it is: --by 'n'"),
    ("app,cores,time\nserial,1,14\nmpi,1,10\nmpi,2,5.2\n", "", ":1:1: rows of as many"
     " cores differ in 'app'. Say what it is: --by 'app'"),
    ("size,cores,time\n1,1,10\n1,2,5\n1,4,3\n8,4,8\n", "", "differ in 'size'"),
    ("app,cores,seed,time\nA,1,1,9\nB,1,2,14\nA,2,3,5\nB,2,4,9\n", "", ":1:1: rows of "
     "as many cores differ in 'app'"),
    ("cores,size,time\n1,10,5\n2,20,6\n4,40,7\n", "", ":1:7: 'size' grows with the "
     "cores, as in weak scaling. If each has the same work, say so: --weak"),
    ("cores,time\n1,9\n2,5\n1,99\n2,50\n", "", ":4:3: times of 1 cores are apart"),
    ("cores,time\n1,9 s\n2,5 GFLOP/s\n", "", ":3:3: '5 GFLOP/s' is a rate among"),
    ("cores,rate\n1,9 B/s\n2,5 s\n", "--rate rate", ":3:3: '5 s' is a time among"),
    ("cores,rate\n1,9 B/s\n2,5 F/s\n", "--rate rate", ":3:3: a rate in F/s among"),
    ("cores,GFLOP/s\n1,9\n2,5\n", "--time GFLOP/s", ":1:7: 'GFLOP/s' is a rate, not"),
    ("cores,time (s)\n1,9\n2,5\n", "--rate time", ":1:7: 'time (s)' is a time, not"),
    ("cores,time\n1,-9\n2,5\n", "", ":2:3: '-9' is not above 0"),
    ("cores,time\n1,0\n2,5\n", "", ":2:3: '0' is not above 0"),
    ("cores,time\n1,9\n2,fast\n", "", ":3:3: 'fast' is text where a"),
    ("cores,time\n1,9\n2.5,5\n", "", ":3:1: '2.5' is no number of cores"),
    ("cores,time\n1,9\n2 GB,5\n", "", ":3:1: '2 GB' is no number of cores"),
    ("cores,time\n1,9\n2 s,5\n", "--cores 1", ":3:1: '2 s' is no number of cores"),
    ("cores,time\n1,9\n,5\n", "", ":3:1: a value without its resources"),
    ("cores,efficiency\n1,100\n2,90\n", "--time efficiency", ":1:7: 'efficiency' is"),
    ("cores,E (%)\n1,100\n2,90\n", "--time 2", ":1:7: 'E (%)' is an efficiency"),
    ("cores,x\n1,100 %\n2,90 %\n", "--time x", ":2:3: '100 %' is a percentage"),
    ("cores,x\n1,1.0\n2,.95\n4,.9\n", "--time x", ":2:3: the values of the times look "
     "like efficiencies"),
    ("cores,x\n1,1.0\n2,1.9\n4,3.5\n", "--time x", "look like speedups or rates"),
    ('cores,time\n1,"1,234"\n2,"1,034"\n', "", ":2:3: '1,234' may be a number of thou"),
    ("cores,time,unit\n1,9,parsec\n2,5,s\n", "", ":2:3: 'parsec' behind '9 parsec' is"),
    ("cores;time\n1;1.234\n2;1.034\n", "", ":2:3: '1.234' may be a number of"),
    ("cores;time\n1;1,5\n2;1.25\n", "", ":2:3: '1,5' has another decimal"),
    ("cores;time\n1;1,5\n2;1,2\n", "--decimal .", ":2:3: '1,5' does not have the"),
    ("cores,time\n1,2:30\n2,1:20\n", "", ":2:3: '2:30' may be hours and minutes or"),
    ("cores,time\n1,1:75.5\n2,1:20.5\n", "", ":2:3: '1:75.5' counts beyond 59"),
    ("cores,time\n1,=A1*2\n2,3\n", "", ":2:3: '=A1*2' is a formula"),
    ("cores,time\n1,#DIV/0!\n2,3\n", "", ":2:3: '#DIV/0!' is a formula or its error"),
    ("cores,time,time\n1,2,3\n2,3,4\n", "", ":1:12: two columns are called 'time'"),
    ("cores,time\n1,2\n2,3,4\n4,5\n8,9\n16,7\n", "", ":3:5: 3 fields where the"),
    ("cores,time (s)\n1,9\n2,5\n", "--unit ms", ":1:7: 'time (s)' is in s, not in"),
    ("cores,time\n1,9\n2,5\n", "--decimal x", "--decimal 'x' is no decimal mark"),
    ("cores,time\n1,9\n2,5\n", "--unit parsec", "--unit 'parsec' is no unit of time"),
    ("cores,time\n1,9 parsec\n2,5\n", "", ":2:3: 'parsec' behind '9 parsec' is"),
    ("a,b\n1,9\n2,5\n", "", "no column plainly counts cores, nodes or GPUs"),
    ("ranks,threads,time\n1,4,9\n2,1,5\n", "", "columns 'ranks', 'threads' may all"),
    ("cores,time\n1,9\n2,5\n", "--time t", "--time: there is no column 't'. There are"),
    ("cores,time,rate\n1,9,1\n2,5,2\n", "--time time --rate rate", "--time and --rate"),
    ("cores,time\n1,-\n2,\n", "", "no row has a value"),
    ("PK\x03\x04", "", "a workbook or an archive, not text"),
    ("{]", "", "begins as JSON and is none"),
    ("one\ntwo words\n", "", "no table is seen in it"),
    ("\n\n", "", "the file is empty"),
    ("cores,time\n1,9\n2,5\n", "--base soon", "--base: 'soon' is text where"),
    ("cores,time\n1,9\n2,5\n", "--base 0", "--base: '0' is not above 0"),
    ("cores,time\n1,9\n2,5\n", "--pattern (", "--pattern: missing ), unterminated"),
    ("cores,time\n1,9\n2,5\n", "--from a:(?P<b>.)", "--from: there is no column 'a'"),
    ("cores,time\n1,9\n2,5\n", "--from time:(?P<b>x)", "--from: '(?P<b>x)' is nowhere"),
    ("cores,time\n1,9\n2,5\n", "--pattern cores", "--pattern names no column"),
    ("| cores | time |\n| 1 | 2 |\n\n| cores | time |\n", "", ":4:1: a second table"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "says"), REFUSED)
def test_refused_with_place_and_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture, text: str, options: str, says: str
) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text)
    words = ["import", str(file), *options.split(), "--results", str(tmp_path / "r")]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert (f"{file}{says}" if says.startswith(":") else says) in error, error
    assert all(". " in line for line in error.splitlines()), "the cure is missing"
    assert not (tmp_path / "r").exists()


def test_all_mistakes_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "t.csv").write_text("cores,time\n1,x\n2,-3\nmany,4\n4,5\n")
    assert main(["import", str(tmp_path / "t.csv"), "--results", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert [line.split(".csv:")[1][:3] for line in error.splitlines()] == [
        "2:3", "3:3", "4:1",
    ]  # fmt: skip


def test_every_file_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    missing = tmp_path / "missing.csv"
    assert main(["import", str(missing), str(tmp_path)]) == 2
    error = capsys.readouterr().err.splitlines()
    assert error[0].startswith(f"{missing}: No such file or directory. Check its path")
    assert error[1] == f"{tmp_path}: a directory. Name its files"


def test_what_was_taken_for_what_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    text = "cores,time,speedup\n1,9,1\n2,,2\n4,3,3\n"
    of_text(tmp_path, text)
    shown = capsys.readouterr().out
    for fact in (
        "t: imported, not proven",
        "1 file: fields between commas, decimal points, 3 rows",
        "'time': the time in s, as no unit is named (--unit names another)",
        "not used: 'speedup'",
        f"left out, as nothing stands there: 1 value ({tmp_path}/t.csv:3:3)",
        "strong scaling: 1 curve, 2 points, 1 launch a point",
    ):
        assert fact in shown


def test_a_measured_study_is_not_overwritten(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    shutil.copytree(demo, tmp_path / "demo")
    journal = (tmp_path / "demo" / "journal.jsonl").read_bytes()
    words = ["import", str(FILES / "d1.csv"), "--study", "demo"]
    assert main([*words, "--results", str(tmp_path)]) == 2
    assert "holds a study that was measured" in capsys.readouterr().err
    assert (tmp_path / "demo" / "journal.jsonl").read_bytes() == journal


def test_an_import_is_replaced_by_the_next(tmp_path: Path) -> None:
    imported(tmp_path, "d1.csv")
    assert len(imported(tmp_path, "d6.csv").points) == 4


def test_imports_of_several_names_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    for name in ("a", "b"):
        imported(tmp_path, "tools/hyperfine.json", study=name)
    capsys.readouterr()
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "imported, not proven" in shown
    assert "4 points" in shown
    sides = [str(tmp_path / "a"), str(tmp_path / "b")]
    for form, words in (("md", "not proven"), ("html", "not proven"), ("csv", "yes")):
        assert main(["compare", "--format", form, *sides]) == 0
        assert words in capsys.readouterr().out, form


def test_every_line_of_the_journal_is_one_of_ours(tmp_path: Path) -> None:
    study = imported(tmp_path, "tools/hyperfine.json")
    assert study.problems == ()
    lines = (tmp_path / "s" / "journal.jsonl").read_text().splitlines()
    values = [json.loads(text) for text in lines]
    shared = {x["id"]: x["value"] for x in values if x["kind"] == "shared"}
    records = [whole_record(x, shared) for x in values if x["kind"] == "record"]
    assert (len(records), len(shared)) == (28, 4)
    assert {record["requested"]["proof"] for record in records} == {"imported"}
    assert len({record["block"] for record in records}) == 28, "no pairs are known"
