# SPDX-License-Identifier: Apache-2.0
"""JSON of hyperfine: a row for each run of each command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaling.importing.json_rows import make_sheet, parse_json
from scaling.importing.sheet import Sheet

ORDER = 1


def read(file: str, text: str) -> Sheet | None:
    """Times are in seconds; runs that failed have none."""
    value = parse_json(text)
    results = value.get("results") if isinstance(value, Mapping) else None
    if not isinstance(results, list) or not all(map(_is_result, results)):
        return None
    are_runs = all(result.get("times") for result in results)
    time = "time_s" if are_runs else "mean time_s"
    rows = (row for i, result in enumerate(results) for row in _rows(i, result, time))
    return make_sheet(file, "JSON of hyperfine", rows, {"time": time})


def _is_result(value: Any) -> bool:
    return isinstance(value, Mapping) and {"command", "mean"} <= value.keys()


def _rows(
    index: int, result: Mapping[str, Any], column: str
) -> Iterator[tuple[str, dict[str, str]]]:
    shared = {str(k): str(v) for k, v in (result.get("parameters") or {}).items()}
    shared["command"] = str(result["command"])
    times = result.get("times")
    if not times:
        yield f"results[{index}].mean", {**shared, column: result["mean"]}
        return
    codes = result.get("exit_codes") or []
    for run, time in enumerate(times):
        failed = run < len(codes) and codes[run] not in ("0", None)
        yield (
            f"results[{index}].times[{run}]",
            {**shared, column: "" if failed else time},
        )
