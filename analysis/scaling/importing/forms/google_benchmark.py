# SPDX-License-Identifier: Apache-2.0
"""JSON of Google Benchmark: a row for each repetition of each benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scaling.importing.json_rows import make_sheet, parse_json
from scaling.importing.sheet import Sheet

ORDER = 2

_SETTINGS = ("repeats", "min_time", "min_warmup_time", "iterations")
_CLOCKS = ("real_time", "process_time", "manual_time")


def read(file: str, text: str) -> Sheet | None:
    """Aggregates are used only where there are no repetitions, and the median then."""
    value = parse_json(text)
    if not isinstance(value, Mapping) or not {"context", "benchmarks"} <= value.keys():
        return None
    entries = list(enumerate(value["benchmarks"]))
    runs = [(i, x) for i, x in entries if x.get("run_type") != "aggregate"]
    medians = [(i, x) for i, x in entries if x.get("aggregate_name") == "median"]
    time = time_column(are_runs=bool(runs))
    rows = list(_rows(runs or medians, time))
    roles = roles_of(time, (row["threads"] for _, row in rows))
    return make_sheet(file, "JSON of Google Benchmark", rows, roles)


def time_column(*, are_runs: bool) -> str:
    """The heading of the times, which tells where they are medians of several runs."""
    return "real_time" if are_runs else "median real_time"


def roles_of(time: str, threads: Iterable[str]) -> dict[str, str]:
    """Threads are the axis where they are not the same everywhere."""
    return {"time": time, **({"cores": "threads"} if len({*threads}) > 1 else {})}


def _rows(
    entries: list[tuple[int, Mapping[str, Any]]], time: str
) -> Iterator[tuple[str, dict[str, str]]]:
    for index, entry in entries:
        unit = entry.get("time_unit", "ns")
        failed = bool(entry.get("error_occurred"))
        row = of_name(str(entry["name"]))
        row.setdefault("threads", entry.get("threads", "1"))
        for name, clock in ((time, "real_time"), ("cpu_time", "cpu_time")):
            row[name] = "" if failed else f"{entry.get(clock, '')} {unit}".strip()
        for rate in ("items_per_second", "bytes_per_second"):
            if rate in entry:
                row[rate] = entry[rate]
        yield f"benchmarks[{index}]", row


def of_name(name: str) -> dict[str, str]:
    """`copy/1024/real_time/threads:4` has an argument and a name of its own."""
    first, *parts = name.split("/")
    found = {"benchmark": first}
    for part in parts:
        key, colon, value = part.partition(":")
        if part in _CLOCKS or key in _SETTINGS:
            continue
        if colon:
            found[key] = (
                value.rpartition("_")[0] if value.endswith("_median") else value
            )
        else:
            found[f"argument {len(found)}"] = part.removesuffix("_median")
    return found
