# SPDX-License-Identifier: Apache-2.0
"""The closing lines of `./assay test`: what failed, what was skipped and why, then the
counts.

Called with pairs REPORT STATUS: the JUnit file of a runner of tests, which may be missing
or cut short, and the runner's exit status. Exits with 0 when a test passed and none failed.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

NAMES_SHOWN = 3


@dataclass(frozen=True)
class Counts:
    """What one runner, or all of them, did; `failed` names tests, `skipped` maps a reason to
    names of tests."""

    passed: int
    failed: Sequence[str]
    skipped: Mapping[str, Sequence[str]]


def reason_of(case: ElementTree.Element) -> str:
    """Why a case was skipped: GoogleTest says it in the line after `file:line: Skipped`,
    our scripts in a line `skipped: ...`, pytest in the attribute `message`."""
    output = case.findtext("system-out") or ""
    said = re.search(r"^skipped: (.+)|: Skipped\n(.+)", output, re.MULTILINE)
    if said:
        return said[1] or said[2]
    return (case.find("skipped").get("message") or "no reason given").splitlines()[0]


def could_not_start(case: ElementTree.Element) -> str:
    """Why CTest could not start a case, which it counts as failed and reports as skipped:
    no executable, no directory, a fixture that failed. Empty for all others."""
    skip = case.find("skipped")
    if skip is None or case.get("status") != "notrun":
        return ""
    message = skip.get("message") or ""
    return "" if message.startswith("SKIP_") else message


def read_counts(report: str, status: int) -> Counts:
    """A runner that fails without a failed test counts as one failure. Disabled tests,
    which run only when they are asked for, are not counted."""
    try:
        found = ElementTree.parse(report).iter("testcase")
        cases = [case for case in found if case.get("status") != "disabled"]
    except (OSError, ElementTree.ParseError):
        cases = []
    skipped = defaultdict(list)
    failed = []
    for case in cases:
        name = case.get("name").split("  #")[0]
        if why := could_not_start(case):
            failed.append(f"{name}: {why}")
        elif case.find("skipped") is not None:
            skipped[reason_of(case)].append(name)
        elif case.find("failure") is not None or case.find("error") is not None:
            failed.append(name)
    passed = len(cases) - len(failed) - sum(map(len, skipped.values()))
    if status and not failed:
        failed.append(f"{Path(report).stem}: ended with exit status {status}")
    return Counts(passed, failed, skipped)


def added(parts: Sequence[Counts]) -> Counts:
    skipped = defaultdict(list)
    for part in parts:
        for reason, names in part.skipped.items():
            skipped[reason] += names
    failed = [name for part in parts for name in part.failed]
    return Counts(sum(p.passed for p in parts), failed, skipped)


def closing_lines(counts: Counts) -> list[str]:
    lines = ["", *(f"failed: {name}" for name in counts.failed)]
    for reason, names in counts.skipped.items():
        more = len(names) - NAMES_SHOWN
        shown = ", ".join(names[:NAMES_SHOWN]) + (
            f" and {more} more" if more > 0 else ""
        )
        lines.append(f"skipped: {shown}: {reason}")
    line = f"{counts.passed} passed, {len(counts.failed)} failed"
    count = sum(map(len, counts.skipped.values()))
    return [*lines, line + (f", {count} skipped" if count else "")]


def main(words: list[str]) -> int:
    if len(words) % 2:
        sys.exit("count_tests.py: a report without a status: pairs REPORT STATUS")
    pairs = zip(words[::2], words[1::2])
    counts = added([read_counts(report, int(status)) for report, status in pairs])
    print("\n".join(closing_lines(counts)))
    return int(bool(counts.failed) or counts.passed == 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
