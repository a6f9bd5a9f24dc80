# SPDX-License-Identifier: Apache-2.0
"""`python3 -m coverage_study [TRIALS [PART ...]]`, in analysis/: counts, and writes the
table. With parts (`machines sessions`) only their sections are made anew.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from coverage_study import (
    alarms,
    chain,
    comparisons,
    curves,
    histories,
    intervals,
    jobs,
    lasting,
    laws,
    machines,
    sessions,
    ties,
)
from coverage_study.rate import Rate

PARTS = (
    intervals, laws, alarms, comparisons, chain, machines, ties, curves, histories,
    sessions, lasting, jobs,
)  # fmt: skip
TRIALS = 1000
SEED = 20_260_101
TABLE = Path(__file__).with_name("README.md")
HEADING = ("Claim", "Where", "Rate", "Before", "Known within", "Promised", "Of", "")


def rates(trials: int, names: Sequence[str] = ()) -> Iterator[Rate]:
    """Every part with a stream of its own: one more in a part changes no other."""
    for index, part in enumerate(PARTS):
        if not names or part.__name__.rpartition(".")[2] in names:
            yield from part.study(trials, np.random.default_rng([SEED, index]))


def table(found: list[Rate], trials: int) -> str:
    """Markdown, a section for each kind of claim."""
    lines = [
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        "# How often the analysis is right",
        "",
        f"Made by `python3 -m coverage_study {trials}` in `analysis/`: studies are",
        "drawn from noise whose truth is known, and what the analysis claims of them",
        "is held against it. A promise is broken where the rate cannot be chance (3.3",
        "standard errors). `tests/test_coverage.py` does the same with fewer studies.",
    ]
    return "\n".join([*lines, *_sections(found).values()]) + "\n"


def _sections(found: list[Rate]) -> dict[str, str]:
    """Each of them by its name."""
    head = [_row(HEADING), _row(["---"] * len(HEADING))]
    return {
        section: "\n".join(["", f"## {section}", "", *head, *map(_row, cells)])
        for section, group in groupby(found, key=lambda rate: rate.section)
        for cells in [[rate.cells for rate in group]]
    }


def replaced(text: str, found: list[Rate]) -> str:
    """The table with the sections that were made anew, a new one at its end."""
    head, *old = text.rstrip("\n").split("\n\n## ")
    sections = {one.partition("\n")[0]: f"\n## {one}" for one in old}
    return "\n".join([head, *(sections | _sections(found)).values()]) + "\n"


def _row(cells) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS
    names = sys.argv[2:]
    begin = time.perf_counter()
    found = []
    for rate in rates(trials, names):
        found.append(rate)
        print(" | ".join(rate.cells), flush=True)
    TABLE.write_text(
        replaced(TABLE.read_text(), found) if names else table(found, trials)
    )
    broken = [rate for rate in found if not rate.is_kept]
    print(f"{time.perf_counter() - begin:.0f} s; {len(broken)} promises broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
