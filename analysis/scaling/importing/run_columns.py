# SPDX-License-Identifier: Apache-2.0
"""Headings of columns that hold one run of each point: `run 1`, `run 2`, ..."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaling.importing import units

_RUN = re.compile(
    r"(run|rep|repetition|trial|launch|time|t)[ _#-]*(\d+)(?=$|[^\w.]|_)",
    re.IGNORECASE,
)
"""A column of one run of each point, with or without its unit."""


def run_of(name: str) -> tuple[str, int] | None:
    """`run` and 1 of `Run 1 (s)`, `time` and 1 of `time_1_ms`; else None."""
    found = _RUN.match(name)
    rest = name[found.end() :].strip(" _") if found else name
    is_unit = not units.without_unit(rest) or rest == units.unit_of(name)
    return (found[1].casefold(), int(found[2])) if found and is_unit else None


def are_runs(names: Sequence[str]) -> bool:
    """Several, by their word; `time 100` and `time 200` may be of two sizes."""
    found = [run_of(name) for name in names]
    known = sorted(one[1] for one in found if one)
    if len(names) < 2 or len(known) < len(names):
        return False
    are_times = any(one and one[0] in ("t", "time") for one in found)
    return not are_times or known == list(range(known[0], known[0] + len(known)))
