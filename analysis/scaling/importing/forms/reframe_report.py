# SPDX-License-Identifier: Apache-2.0
"""Report of ReFrame in JSON: a row for each test case that passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaling.importing.json_rows import Digits, make_sheet, parse_json
from scaling.importing.sheet import Sheet
from scaling.importing.units import SECONDS, is_rate

ORDER = 3

_OWN = ("time_", "job", "build_", "session_")
"""What begins so is about the run of ReFrame, not about the test."""


def read(file: str, text: str) -> Sheet | None:
    """Performance variables are columns, each value with its unit."""
    value = parse_json(text)
    if not isinstance(value, Mapping) or not {"session_info", "runs"} <= value.keys():
        return None
    rows, units = [], {}
    for path, case in _cases(value["runs"]):
        measured = dict(_measured(case))
        units.update({name: unit for name, (_, unit) in measured.items()})
        values = {name: f"{x} {unit}".strip() for name, (x, unit) in measured.items()}
        rows.append((path, {**_about(case), **values}))
    times = [name for name, unit in units.items() if unit.casefold() in SECONDS]
    rates = [name for name, unit in units.items() if is_rate(unit)]
    roles = {"cores": "num_tasks"}
    if len(times) == 1:
        roles["time"] = times[0]
    elif len(rates) == 1 and not times:
        roles["rate"] = rates[0]
    return make_sheet(file, "JSON report of ReFrame", rows, roles)


def _cases(runs: list[Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for i, run in enumerate(runs):
        for j, case in enumerate(run.get("testcases", [])):
            if case.get("result") in ("pass", "success"):
                yield f"runs[{i}].testcases[{j}]", case


def _measured(case: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Those of releases from 4.7 on, or of earlier ones."""
    for name, found in (case.get("perfvalues") or {}).items():
        unit = found[4] if len(found) > 4 else ""
        yield name.rpartition(":")[2], (str(found[0]), str(unit or ""))
    for found in case.get("perfvars") or []:
        yield str(found["name"]), (str(found["value"]), str(found.get("unit") or ""))


def _about(case: Mapping[str, Any]) -> dict[str, str]:
    """What tells tests apart: their parameters and tasks, which are plain numbers."""
    named = {
        name: str(case[name])
        for name in ("name", "system", "partition", "environ")
        if case.get(name)
    }
    numbers = {
        name: str(value)
        for name, value in case.items()
        if isinstance(value, Digits)
        and not name.startswith(_OWN)
        and name != "run_index"
    }
    return named | numbers
