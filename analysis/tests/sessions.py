# SPDX-License-Identifier: Apache-2.0
"""Makes the studies of a history: the same points, measured on many days.

`python3 sessions.py DIRECTORY` writes thirty, with a step of 4 % from the 16th on.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from journals import JournalMaker, launches, manifest, requested, worker

SAMPLES = 8 * 10**9


def session(
    folder: Path,
    day: int,
    factor: float = 1.0,
    shapes: Mapping[int, float] | None = None,
    machine: str = "",
    samples: int = SAMPLES,
    **more: Any,
) -> Path:
    """A study of 1 and 4 ranks on this day, `factor` times as slow as usual; `more`
    replaces fields of what is requested."""
    maker = JournalMaker(name=folder.name)
    for ranks, time_s in (shapes or {1: 4.0, 4: 1.0}).items():
        request = requested(ranks, 1, samples, **more)
        times_s = launches(factor * time_s, 8, 1000 * day + ranks)
        maker.measure(request, times_s, started_utc=_date(day))
    for one in maker.lines:
        if "result" in one:
            one["result"]["worker"] = worker(1) | {"commit": f"{day:07x}"}
    if machine:
        model = manifest()["machine"] | {"cpu_model": machine}
        maker.lines.insert(0, manifest(machine=model))
    return maker.write(folder)


def _date(day: int) -> str:
    return f"2026-{1 + day // 28:02}-{1 + day % 28:02}T12:00:00.000Z"


def series(folder: Path, factors: Sequence[float], **more: Any) -> list[str]:
    """One study a day, called v1, v2 and so on; returns their paths."""
    return [
        str(session(folder / f"v{day}", day, factor, **more))
        for day, factor in enumerate(factors, start=1)
    ]


def noisy(n: int, seed: int, sd: float = 0.02, step: float = 1.0, at: int = 0) -> list:
    """Factors of n sessions, `step` times as much from session `at` on."""
    rng = random.Random(seed)
    return [rng.lognormvariate(0, sd) * (step if i >= at else 1.0) for i in range(n)]


if __name__ == "__main__":
    series(Path(sys.argv[1]), noisy(30, 4, step=1.04, at=15))
