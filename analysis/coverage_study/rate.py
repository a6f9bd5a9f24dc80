# SPDX-License-Identifier: Apache-2.0
"""A counted rate beside what is promised of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

CERTAIN = 3.3
"""Standard deviations: one good rate in a thousand is called bad by chance."""


@dataclass(frozen=True)
class Promise:
    """The rates that are as they should be, both ends included."""

    least: float = 0.0
    most: float = 1.0

    def __str__(self) -> str:
        if self.most == 1.0:
            return f"at least {_percent(self.least)}"
        if self.least == 0.0:
            return f"at most {_percent(self.most)}"
        return f"{_percent(self.least)} to {_percent(self.most)}"


CALIBRATED = Promise(0.93, 0.985)
"""95 %, within what is left to an interval of few launches."""
COVERS = Promise(0.93)
"""An exact interval of few values must cover more than 95 %: ranks are whole."""


@dataclass(frozen=True)
class Rate:
    """`hits` of `trials`; `setting` is what was drawn, `what` what was asked of it."""

    section: str
    what: str
    setting: str
    hits: int
    trials: int
    promise: Promise
    before: Sequence[bool] | None = None
    """Whether the way before this one held, where it is drawn beside it."""

    @property
    def value(self) -> float:
        return self.hits / self.trials

    @property
    def is_kept(self) -> bool:
        """The promise is within what chance makes of so many trials.

        Wilson's interval at three standard deviations and a bit, so that a quick study
        of few trials seldom calls a good method bad, and a long one is strict.
        """
        low, high = self.interval(CERTAIN)
        return low <= self.promise.most and high >= self.promise.least

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """Wilson's (1927), which never leaves 0 to 1."""
        n, p = self.trials, self.value
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)

    @property
    def cells(self) -> tuple[str, ...]:
        """The rate as a row of the table."""
        low, high = self.interval()
        return (
            self.what,
            self.setting,
            _percent(self.value),
            _percent(sum(self.before) / len(self.before)) if self.before else "",
            f"{_percent(low)} to {_percent(high)}",
            str(self.promise),
            f"{self.trials:,}",
            "kept" if self.is_kept else "**broken**",
        )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
