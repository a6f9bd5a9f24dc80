# SPDX-License-Identifier: Apache-2.0
"""Says what gcovr's JSON comes to: coverage.py LINES.JSON, called by coverage.sh."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

LEAST_LINES, LEAST_BRANCHES = 0.95, 0.85
VERDICTS = Path("tests/contract/names.json")
SHOWN = 15


def counts(file: dict[str, Any]) -> tuple[int, int, int, int]:
    """Lines run, lines, branches taken and branches of a file."""
    lines = file["lines"]
    branches = [b for line in lines for b in line["branches"] if not b.get("throw")]
    return (
        sum(line["count"] > 0 for line in lines),
        len(lines),
        sum(b["count"] > 0 for b in branches),
        len(branches),
    )


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def reached_verdicts(files: list[dict[str, Any]]) -> set[str]:
    """Named in a statement that was run, but for those that only turn them into words. A
    line within a statement may have no count of its own: the last before it holds."""
    reached = set()
    for file in files:
        path = Path(file["file"])
        if path.name == "verdict.cpp":
            continue
        counts_by_line = {line["line_number"]: line["count"] for line in file["lines"]}
        last = 0
        for number, text in enumerate(path.read_text().splitlines(), 1):
            last = counts_by_line.get(number, last)
            if last > 0:
                reached |= set(re.findall(r"VerdictClass::(\w+)", text))
    return reached


def main(path: str) -> int:
    files = json.loads(Path(path).read_text())["files"]
    totals = [sum(column) for column in zip(*map(counts, files))]
    lines, branches = share(*totals[:2]), share(*totals[2:])
    worst = sorted(files, key=lambda file: counts(file)[0] - counts(file)[1])
    for file in worst[:SHOWN]:
        run, of, taken, ways = counts(file)
        print(f"{of - run:5} lines of {of:4} not run, {ways - taken:4} branches of "
              f"{ways:4} not taken: {file['file']}")  # fmt: skip
    verdicts = json.loads(VERDICTS.read_text())["verdicts"]
    missing = sorted(set(verdicts) - reached_verdicts(files))
    print(f"lines {lines:.1%} of {totals[1]} (at least {LEAST_LINES:.0%}), "
          f"branches {branches:.1%} of {totals[3]} (at least {LEAST_BRANCHES:.0%}), "
          f"verdicts not reached: {', '.join(missing) or 'none'}")  # fmt: skip
    return int(lines < LEAST_LINES or branches < LEAST_BRANCHES or bool(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
