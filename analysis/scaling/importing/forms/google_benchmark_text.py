# SPDX-License-Identifier: Apache-2.0
"""What Google Benchmark prints, as columns or as CSV: a row for each repetition."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from scaling.importing.forms.google_benchmark import of_name, roles_of, time_column
from scaling.importing.problems import Place
from scaling.importing.sheet import Cell, Sheet

ORDER = 2

_CSV = "name,iterations,real_time,"
_HEADING = re.compile(r"^Benchmark +Time +CPU +Iterations\b", re.MULTILINE)
_PRINTED = re.compile(r"(\S.*?) +([0-9.e+]+ [num]?s) +[0-9.e+]+ [num]?s +\d+\b")
_SUMMARIES = ("mean", "median", "stddev", "cv")


class _Found(NamedTuple):
    """A line, the benchmark that it is of, and its time; empty where it failed."""

    line: int
    name: str
    time: str


def read(file: str, text: str) -> Sheet | None:
    """Summaries are used only where there are no repetitions, and the median then."""
    if f"\n{_CSV}" in f"\n{text}":
        found = list(_of_csv(text.split("\n")))
    elif _HEADING.search(text):
        found = list(_printed(text.split("\n")))
    else:
        return None
    names = {one.name for one in found}
    runs = [one for one in found if not _is_summary(one.name, names)]
    medians = [one for one in found if one.name.endswith("_median")]
    column = time_column(are_runs=bool(runs))
    rows = [
        {
            name: Cell(value, Place(file, one.line, 1))
            for name, value in {**of_name(one.name), column: one.time}.items()
        }
        for one in runs or medians
    ]
    heading = {name: Place(file) for row in rows for name in row}
    rows = [{n: row.get(n, Cell("", heading[n])) for n in heading} for row in rows]
    threads = [row["threads"].text for row in rows if "threads" in heading]
    roles = roles_of(column, threads)
    return Sheet(file, "text of Google Benchmark", heading, rows, roles, ".")


def _is_summary(name: str, names: set[str]) -> bool:
    """`copy/8_mean`, or another statistic beside the runs that it is of."""
    of, _, word = name.rpartition("_")
    return word in _SUMMARIES or of in names


def _of_csv(lines: list[str]) -> Iterator[_Found]:
    """Above the heading the machine may be described."""
    first = next(i for i, line in enumerate(lines) if line.startswith(_CSV))
    for at, row in enumerate(csv.DictReader(lines[first:]), start=first + 2):
        failed = row.get("error_occurred") == "true"
        time = f"{row['real_time']} {row.get('time_unit') or 'ns'}"
        yield _Found(at, row["name"], "" if failed else time)


def _printed(lines: list[str]) -> Iterator[_Found]:
    for at, line in enumerate(lines, start=1):
        if found := _PRINTED.match(line):
            yield _Found(at, found[1], found[2])
