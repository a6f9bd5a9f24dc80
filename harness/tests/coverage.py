# SPDX-License-Identifier: Apache-2.0
"""Says what several of gcovr's reports come to together: coverage.py JSON..., called by
coverage.sh."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

LEAST_LINES, LEAST_BRANCHES = 0.95, 0.85
VERDICTS = Path("tests/contract/names.json")
SHOWN = 15


def together(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """One line in all reports. Which of its branches are of exceptions gcov says only
    where the line was run: the other reports have them all, and none that was taken."""
    ran = [x for x in lines if x["count"] > 0] or [min(lines, key=branch_count)]
    taken: Counter[int] = Counter()
    for line in ran:
        for branch in line["branches"]:
            if not (branch.get("throw") or branch.get("gcovr/excluded")):
                taken[branch["branchno"]] += branch["count"]
    return {
        "line_number": lines[0]["line_number"],
        "count": sum(x["count"] for x in ran),
        "branches": [{"count": count} for count in taken.values()],
    }


def branch_count(line: dict[str, Any]) -> int:
    return len(line["branches"])


def merged(reports: list[str]) -> list[dict[str, Any]]:
    """The files of all reports, each with its lines."""
    found: dict[str, dict[tuple[int, str], list[dict[str, Any]]]] = {}
    for report in reports:
        for file in json.loads(Path(report).read_text())["files"]:
            lines = found.setdefault(file["file"], {})
            for line in file["lines"]:
                key = line["line_number"], line.get("function_name", "")
                lines.setdefault(key, []).append(line)
    return [
        {"file": file, "lines": [together(same) for same in lines.values()]}
        for file, lines in found.items()
    ]


def counts(file: dict[str, Any]) -> tuple[int, int, int, int]:
    """Lines run, lines, branches taken and branches of a file."""
    lines = file["lines"]
    branches = [branch for line in lines for branch in line["branches"]]
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
        counts_by_line: Counter[int] = Counter()
        for line in file["lines"]:
            counts_by_line[line["line_number"]] += line["count"]
        last = 0
        for number, text in enumerate(path.read_text().splitlines(), 1):
            last = counts_by_line.get(number, last)
            if last > 0:
                reached |= set(re.findall(r"VerdictClass::(\w+)", text))
    return reached


def main(reports: list[str]) -> int:
    files = merged(reports)
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
    sys.exit(main(sys.argv[1:]))
