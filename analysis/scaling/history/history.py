# SPDX-License-Identifier: Apache-2.0
"""A history: sessions in order, their levels, and the changes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaling.history.chosen import Chosen, Wish, choose
from scaling.history.order import in_order
from scaling.history.session import Session
from scaling.history.source import LeftOut, read_sources
from scaling.marks import MARKS, Mark
from scaling.model.environment import differing
from scaling.records.imports import FILES
from scaling.records.metric import COUNT, Metric
from scaling.records.request import Request
from scaling.statistics.change_points import FEWEST, Change, Changes, find_changes
from scaling.statistics.measured import Measured
from scaling.statistics.verdict import BAND
from scaling.words.names import metric_word
from scaling.words.text import clean, count, plural

WITHIN = 5
"""Sessions at the end in which a change is new."""


@dataclass(frozen=True)
class Step:
    """A change as people read it: `by` is the ratio of the metric's own values, and
    `changed` what else differs between the sessions before and after it."""

    change: Change
    by: Measured
    verdict: str
    is_worse: bool
    session: Session
    changed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class History:
    """`found` is of times, or of the reciprocals of rates: more is worse."""

    chosen: Chosen
    sessions: tuple[Session, ...]
    order: str
    found: Changes
    left_out: tuple[LeftOut, ...]
    last_given: str
    band: float = BAND

    @property
    def metric(self) -> Metric:
        return self.chosen.metric

    @property
    def request(self) -> Request:
        return self.chosen.request

    @property
    def has_intervals(self) -> bool:
        """A session's launches leave one."""
        return any(one.point.value.low is not None for one in self.sessions)

    @property
    def levels(self) -> tuple[float, ...]:
        """In the unit of the metric; none of too few sessions, or where they drift."""
        if self.drifts:
            return ()
        return tuple(self.metric.as_time(level) for level in self.found.levels)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._step(change) for change in self.found.changes)

    def _step(self, change: Change) -> Step:
        ratio = change.ratio
        by = ratio.divides(1) if self.metric.is_rate else ratio
        old, new = self.sessions[change.at - 1], self.sessions[change.at]
        changed = differing(old.environment, new.environment)
        if self.request.imported:  # each is of files of its own
            changed = tuple(found for found in changed if found[0] != FILES)
        verdict = self._verdict(ratio.value)
        return Step(change, by, verdict, self._is_worse(ratio.value), new, changed)

    def _verdict(self, ratio: float) -> str:
        words = ("SLOWER", "FASTER") if self.metric.makes_ratios else _OF_AMOUNTS
        if 1 / (1 + self.band) < ratio < 1 + self.band:
            return "SMALL"
        return words[0] if ratio > 1 else words[1]

    def _is_worse(self, ratio: float) -> bool:
        """More is not worse of a count, whatever it counts."""
        return ratio >= 1 + self.band and self.metric.kind != COUNT

    @property
    def drifts(self) -> bool:
        return self.found.drift is not None

    @property
    def is_drift_worse(self) -> bool:
        return self.drifts and self._is_worse(1 + self.found.drift.shift)

    def is_worse(self, within: int) -> bool:
        """A change for the worse is among the last sessions, or a drift goes on."""
        first = len(self.sessions) - within
        new = (s for s in self.steps if s.change.at >= first)
        return self.is_drift_worse or any(step.is_worse for step in new)

    @property
    def is_last_judged(self) -> bool:
        """The study that was given last is a session."""
        return any(s.label == self.last_given for s in self.sessions)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in MARKS if mark.concerns(self.request))

    @property
    def title(self) -> str:
        """`Time of pi on 4 cores: 4x1, 1e9 samples`."""
        request = self.request
        on = plural(request.units, request.unit)
        label = clean(self.chosen.label)
        is_told = request.counts_samples and not request.imported
        samples = f", {count(request.samples)} samples" * is_told
        word = metric_word(self.metric)
        of = "" if request.imported else f" of {clean(request.kernel)}"
        return (
            f"{word}{of} on {on}"
            f"{'' if label == str(request.units) else f': {label}'}"
            f"{'' if ' samples' in label else samples}"
        )

    def __str__(self) -> str:
        """What was found, in a sentence."""
        marks = "".join(f"{mark.word}. " for mark in self.marks)
        return f"{marks}{self._sentence()}"

    def _sentence(self) -> str:
        n = plural(len(self.sessions), "session")
        if not self.found.is_told:
            return f"{n}: no change can be told from noise in fewer than {FEWEST}"
        noise = f"{percent(self.found.noise)} noise"
        if self.drifts:
            by = signed(1 + self._own_drift)
            return f"A drift by {by} over {n} with {noise}: steps fit less well"
        if not self.steps:
            return f"No change in {n} with {noise}"
        told = "; ".join(map(self.in_words, self.steps))
        return f"{plural(len(self.steps), 'change')} in {n} with {noise}: {told}"

    @property
    def _own_drift(self) -> float:
        """Of the metric: a time up by a quarter is a rate down by 20 %."""
        shift = self.found.drift.shift
        return 1 / (1 + shift) - 1 if self.metric.is_rate else shift

    def in_words(self, step: Step) -> str:
        """`+4.1 % (2.6 to 5.7 %) since v1.4 (v1.3 to v1.6): SLOWER`."""
        low, high = (f"{100 * (end - 1):.1f}" for end in (step.by.low, step.by.high))
        change = f"{signed(step.by.value)} ({low} to {high} %)"
        label, places = step.session.label, self.places(step)
        sure = "" if places == label else f" ({places})"
        return f"{change} since {label}{sure}: {step.verdict}"

    def places(self, step: Step) -> str:
        """The sessions with one of which it began, in 95 %: `v1.3 to v1.6`."""
        ends = [self.sessions[i] for i in (step.change.first, step.change.last)]
        return " to ".join(dict.fromkeys(end.label for end in ends))


_OF_AMOUNTS = ("LARGER", "SMALLER")


def make_history(words: Sequence[str], wish: Wish, by: str, band: float) -> History:
    """Raises OSError where there is no such study, and SideError where none of them can
    be a session."""
    sources = read_sources(words)
    chosen = choose(sources.found, wish)
    sessions, order = in_order(chosen.sessions, by)
    found = find_changes(
        [s.point.time_s.value for s in sessions],
        [s.point.relative_error for s in sessions],
    )
    left_out = (*sources.left_out, *chosen.left_out)
    return History(chosen, tuple(sessions), order, found, left_out, sources.last, band)


def signed(ratio: float) -> str:
    """A ratio as a change: `+4.1 %`."""
    return f"{100 * (ratio - 1):+.1f} %"


def percent(share: float) -> str:
    return f"{100 * share:.2g} %"
