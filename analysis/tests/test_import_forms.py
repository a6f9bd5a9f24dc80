# SPDX-License-Identifier: Apache-2.0
"""Every public table, in every form in which people have such tables."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_import import D1, D2_SHARE, D3_SHARE, D5, assert_as_printed

from scaling.__main__ import main
from scaling.overview import read_overview
from scaling.zipped import zip_equal


@dataclass(frozen=True)
class Public:
    """A table of imported/README.md: `right` are speedups, or efficiencies in %."""

    axis: str
    counts: str
    values: str
    right: str
    unit: str = "s"
    is_weak: bool = False

    @property
    def is_rate(self) -> bool:
        return "/" in self.unit

    @property
    def rows(self) -> list[tuple[str, str]]:
        return list(zip_equal(self.counts.split(), self.values.split()))

    @property
    def seconds(self) -> list[tuple[int, float]]:
        factor = {"s": 1.0, "ms": 1e-3}[self.unit]
        return [(int(count), float(value) * factor) for count, value in self.rows]

    @property
    def heading(self) -> str:
        return f"{'rate' if self.is_rate else 'time'} ({self.unit})"


PUBLIC = {
    "d1": Public("cores", "24 48 96 192 384 768 1536 3072",
                 "2876.22 1488.54 794.762 454.81 220.925 121.548 79.3502 62.3691", D1),
    "d2": Public("nodes", "1 2 4 8 16 32 64 128 256",
                 "39.2468 77.731 155.258 308.775 615.037 1220.62 2420.95 4862.79 "
                 "9678.49", D2_SHARE, "GFLOP/s", is_weak=True),
    "d3": Public("nodes", "1 2 4 8 16", "204.5 214.1 315.9 398.1 412.4", D3_SHARE,
                 "ms", is_weak=True),
    "d5": Public("cores", "1 2 4 8 12 16",
                 "10558.23 5315.00 3141.86 1749.24 1198.63 1282.85", D5),
    "d6": Public("ranks", "2 4 8 16", "107.84 103.14 92.39 92.19",
                 "1 1.046 1.167 1.170"),
}  # fmt: skip

Files = dict[str, str]
"""What a tool or a person wrote, by names of files."""
Form = Callable[[Public], tuple[Files, str]]
"""Makes the files of a table, and the options that they need."""


def _joined(public: Public, mark: str, value: Callable[[str], str] = str) -> str:
    lines = [f"{count}{mark}{value(x)}" for count, x in public.rows]
    return "\n".join([f"{public.axis}{mark}{public.heading}", *lines]) + "\n"


def comma(public: Public) -> tuple[Files, str]:
    return {"t.csv": _joined(public, ",")}, ""


def tabs(public: Public) -> tuple[Files, str]:
    return {"t.tsv": _joined(public, "\t")}, ""


def decimal_commas(public: Public) -> tuple[Files, str]:
    return {"t.csv": _joined(public, ";", lambda x: x.replace(".", ","))}, ""


def byte_order_mark_and_quotes(public: Public) -> tuple[Files, str]:
    text = _joined(public, ",", lambda x: f'"{x}"').replace("\n", "\r\n")
    return {"t.csv": "\ufeff# of a run\r\n\r\n" + text + "\r\n"}, ""


def thousands_by_spaces(public: Public) -> tuple[Files, str]:
    text = _joined(public, ";", lambda x: f"{float(x):,.4f}".replace(",", "\u202f"))
    return {"t.csv": text}, ""


def clock(public: Public) -> tuple[Files, str]:
    def shown(seconds: float) -> str:
        minutes, rest = divmod(seconds, 60)
        return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}:{rest:09.6f}"

    rows = [f"{count},{shown(time_s)}" for count, time_s in public.seconds]
    return {"t.csv": "\n".join([f"{public.axis},elapsed", *rows])}, ""


def a_row_a_run(public: Public) -> tuple[Files, str]:
    runs = [f"{n},{run},{x}" for n, x in public.rows for run in (1, 2, 3)]
    heading = f"{public.axis},run,{public.heading}"
    return {"t.csv": "\n".join([heading, *runs])}, ""


def a_row_a_point(public: Public) -> tuple[Files, str]:
    rows = [f"{n},5,{x},0.3,{float(x) * 0.9},{float(x) * 1.2}" for n, x in public.rows]
    heading = f"{public.axis},n,mean ({public.unit}),std,min,max"
    return {"t.csv": "\n".join([heading, *rows])}, ""


def medians(public: Public) -> tuple[Files, str]:
    rows = [f"{n},{float(x) * 0.9},{x},{float(x) * 1.2}" for n, x in public.rows]
    heading = f"{public.axis},min [{public.unit}],median [{public.unit}],max"
    return {"t.csv": "\n".join([heading, *rows])}, ""


def wide(public: Public) -> tuple[Files, str]:
    rows = [f"{count},{x},{x}" for count, x in public.rows]
    heading = f"{public.axis},n=1000,n=2000"
    return {"t.csv": "\n".join([heading, *rows])}, f"--time n=* --unit {public.unit}"


def markdown(public: Public) -> tuple[Files, str]:
    rows = [f"| {count} | {x} |" for count, x in public.rows]
    head = [f"| {public.axis} | {public.heading} |", "|---:|---:|"]
    return {"t.md": "\n".join(["# Of 2024", "", *head, *rows, "", "So it is."])}, ""


def hyperfine(public: Public) -> tuple[Files, str]:
    results = [
        {"command": f"./a {n}", "mean": x, "times": [x, x], "exit_codes": [0, 0],
         "parameters": {public.axis: str(n)}}
        for n, x in public.seconds
    ]  # fmt: skip
    return {"t.json": json.dumps({"results": results})}, ""


def google_benchmark(public: Public) -> tuple[Files, str]:
    runs = [
        {"name": f"a/threads:{n}", "run_type": "iteration", "threads": int(n),
         "real_time": x * 1e3, "cpu_time": x, "time_unit": "ms"}
        for n, x in public.seconds
    ]  # fmt: skip
    return {"t.json": json.dumps({"context": {}, "benchmarks": runs})}, ""


def reframe_log(public: Public) -> tuple[Files, str]:
    rows = [f"pass|a|{n}|{x}|{public.unit}" for n, x in public.rows]
    heading = "result|name|num_tasks|P_value|P_unit"
    return {"t.log": "\n".join([heading, *rows])}, ""


def reframe_report(public: Public) -> tuple[Files, str]:
    cases = [
        {"name": "a", "result": "pass", "num_tasks": int(n),
         "perfvalues": {"s:p:P": [float(x), 0, None, None, public.unit, "pass"]}}
        for n, x in public.rows
    ]  # fmt: skip
    text = json.dumps({"session_info": {}, "runs": [{"testcases": cases}]})
    return {"t.json": text}, ""


def jube(public: Public) -> tuple[Files, str]:
    text = _joined(public, ",").replace(public.heading, f"result[{public.unit}]")
    return {"result.dat": text}, ""


def jube_printed(public: Public) -> tuple[Files, str]:
    text = _joined(public, " | ").replace(public.heading, f"result[{public.unit}]")
    return {"result.dat": "\n".join(f"| {x} |" for x in text.splitlines())}, ""


def extrap_text(public: Public) -> tuple[Files, str]:
    points = " ".join(count for count, _ in public.rows)
    data = [f"DATA {x}" for _, x in public.rows]
    head = [f"PARAMETER {public.axis}", f"POINTS {points}", "METRIC time"]
    return {"t.txt": "\n".join([*head, *data])}, f"--unit {public.unit}"


def extrap_lines(public: Public) -> tuple[Files, str]:
    lines = [
        json.dumps({"params": {public.axis: int(n)}, "metric": "m", "value": float(x)})
        for n, x in public.rows
    ]
    return {"t.jsonl": "\n".join(lines)}, f"--unit {public.unit}"


def plain_json(public: Public) -> tuple[Files, str]:
    rows = [{public.axis: int(n), public.heading: float(x)} for n, x in public.rows]
    return {"t.json": json.dumps(rows)}, ""


def logs(public: Public) -> tuple[Files, str]:
    named = "rate" if public.is_rate else "time"
    pattern = rf"took (?P<{named}>\S+ \S+)"
    axis = "nodes" if public.axis == "nodes" else "cores"
    return {
        f"out_{n}.log": f"begin\nit took {x} {public.unit}\nend\n"
        for n, x in public.rows
    }, f"--pattern {shlex.quote(pattern)} --in-name '_(?P<{axis}>\\d+)'"


BOTH = (
    comma, tabs, decimal_commas, byte_order_mark_and_quotes, thousands_by_spaces,
    a_row_a_run, a_row_a_point, medians, wide, markdown, reframe_log, reframe_report,
    jube, jube_printed, extrap_text, extrap_lines, plain_json, logs,
)  # fmt: skip
OF_TIMES = (clock, hyperfine, google_benchmark)


def cases() -> list:
    return [
        pytest.param(public, form, id=f"{name}-{form.__name__}")
        for name, public in PUBLIC.items()
        for form in (BOTH if public.is_rate else BOTH + OF_TIMES)
    ]


RATES = {
    a_row_a_point: "mean*", medians: "median*", wide: "n=*", extrap_text: "value",
    extrap_lines: "value", jube: "result", jube_printed: "result",
}  # fmt: skip
"""What --rate names; the forms of WITHOUT have it in them, others in their heading."""
WITHOUT = (reframe_log, reframe_report)


def options_of(public: Public, form: Form, named: str) -> list[str]:
    words = ["--weak"] if public.is_weak else []
    if public.is_rate and form not in WITHOUT:
        words += ["--rate", RATES.get(form, "rate")]
        named = named.replace("--time n=*", "")
    return [*words, *shlex.split(named)]


@pytest.mark.parametrize(("public", "form"), cases())
def test_every_form_of_every_table(tmp_path: Path, public: Public, form: Form) -> None:
    files, named = form(public)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    paths = [str(tmp_path / name) for name in files]
    words = [*paths, *options_of(public, form, named), "--study", "s"]
    assert main(["import", *words, "--no-report", "--results", str(tmp_path)]) == 0
    for curve in read_overview(tmp_path / "s").study.curves:
        assert [str(row.units) for row in curve.rows] == public.counts.split()
        shares = [100 * row.efficiency.value for row in curve.rows]
        speedups = [row.speedup.value for row in curve.rows]
        assert_as_printed(shares if public.is_weak else speedups, public.right)
        assert all(row.point.time_s.low is None for row in curve.rows)
