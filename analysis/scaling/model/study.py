# SPDX-License-Identifier: Apache-2.0
"""A study as its journal tells it: points, curves, answers, and what was left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scaling.model.answers import settle
from scaling.model.correctness import Agreement, Question, make_agreements, question
from scaling.model.curve import FEWEST, Curve, diagonals, make_curves
from scaling.model.environment import Fields, environment_of
from scaling.model.placement import Placement, make_placement
from scaling.model.point import Point, make_point
from scaling.records.journal import Journal, Problem
from scaling.records.metric import MAKESPAN, Metric, leading
from scaling.records.record import (
    DISTURBED,
    TARGET,
    LeftOut,
    Manifest,
    Planned,
    Record,
    Start,
)
from scaling.records.request import Request
from scaling.records.rows import Rows, group_alike
from scaling.statistics.looks import FIXED, MOST_LAUNCHES, Looks, looks_of
from scaling.words.label import Labels
from scaling.words.text import plural

KINDS = ("strong", "weak")

MANY_LAUNCHES = 100_000
"""Launches for which processes of their own pay."""


@dataclass(frozen=True)
class Study:
    """Everything a table, a figure or a warning may ask for.

    `points` were to be measured here; `beside` are those of others, whose numbers were
    imported into a study that measures.
    `unplanned` counts the records of points that the latest plan does not hold: the
    study file or the worker's binary has changed since. `copies` are bases that were
    measured in the jobs of other points too, for these.
    """

    name: str
    start: Start | None
    points: tuple[Point, ...]
    curves: tuple[Curve, ...]
    skipped: tuple[Planned, ...]
    agreements: Mapping[Question, Agreement]
    manifests: Mapping[str, Manifest]
    unplanned: Counter[str]
    problems: tuple[Problem, ...]
    file: str
    left_out: tuple[LeftOut, ...] = ()
    beside: tuple[Point, ...] = ()
    metrics: tuple[Metric, ...] = (MAKESPAN,)
    copies: tuple[Point, ...] = ()

    @property
    def metric(self) -> Metric:
        """What points and curves are of: the leading one."""
        return self.metrics[0]

    @property
    def target(self) -> float:
        """The efficiency that a recommended job size stays above."""
        return self.start.target if self.start else TARGET

    @property
    def has_many_launches(self) -> bool:
        """Whether what looks at each launch should do so in processes of its own."""
        return sum(len(point.launches) for point in self.points) > MANY_LAUNCHES

    @cached_property
    def further(self) -> tuple[Curve, ...]:
        """The curves once more for each of the other metrics."""
        found = (curve.by(m) for m in self.metrics[1:] for curve in self.curves)
        return tuple(found)

    def further_of(self, curve: Curve) -> tuple[Curve, ...]:
        """The same curve by each of the other metrics."""
        at = next(i for i, other in enumerate(self.curves) if other is curve)
        return self.further[at :: len(self.curves)]

    @cached_property
    def environment(self) -> Fields:
        """What is known about the launches that count."""
        return environment_of(self.points, self.manifests)

    @cached_property
    def placement(self) -> Placement:
        """How the launches that count were placed."""
        return make_placement(self.points)

    def agreement(self, point: Point) -> Agreement | None:
        """How the point's answer compares; None where it gave none."""
        return self.agreements.get(question(point.request))

    def label(self, request: Request) -> str:
        """A point in words: no longer than it takes to tell it from the others."""
        return (self._labels_beside if request.imported else self._labels).of(request)

    @cached_property
    def _labels(self) -> Labels:
        return Labels(point.request for point in self.points)

    @cached_property
    def _labels_beside(self) -> Labels:
        return Labels(p.request for p in self.all_points if p.request.imported)

    @property
    def failed(self) -> tuple[Record, ...]:
        """Every attempt that is in no number, in journal order: it failed, or others
        disturbed it."""
        launched = (*self.points, *self.copies)
        found = (record for point in launched for record in point.failed)
        return tuple(sorted(found, key=lambda record: record.line))

    @property
    def in_no_number(self) -> str:
        """How many attempts failed, and how many others disturbed, in words: `more`
        of these where points show the numbers of some."""
        disturbed = self.failures_by_class[DISTURBED]
        failed = len(self.failed) - disturbed
        more = "more " if any(point.is_disturbed for point in self.points) else ""
        parts = [plural(failed, "failed attempt")] if failed else []
        parts += (
            [plural(disturbed, f"{more}disturbed {'one' if failed else 'attempt'}")]
            if disturbed
            else []
        )
        return " and ".join(parts)

    @property
    def failures_by_class(self) -> Counter[str]:
        return Counter(record.verdict for record in self.failed)

    @property
    def is_simulated(self) -> bool:
        return any(point.request.is_simulated for point in self.points)

    @property
    def own_curves(self) -> tuple[Curve, ...]:
        """Those of its points; of others' stand none beside."""
        others = {point.id for point in self.beside}
        return tuple(c for c in self.curves if c.rows[0].point.id not in others)

    @property
    def is_imported(self) -> bool:
        """The whole of it: nothing was measured here."""
        return any(point.request.imported for point in self.points)

    @property
    def all_points(self) -> tuple[Point, ...]:
        """With those of others."""
        return (*self.points, *self.beside)


def make_study(journal: Journal, name: str) -> Study:
    """`name` is used where no usable line of the journal names the study."""
    start = journal.starts[-1] if journal.starts else None
    planned = _planned(journal, start)
    records: dict[str, list[Record]] = defaultdict(list)
    quiet = [found for found in journal.rows if found.first.verdict != DISTURBED]
    settled = settle(quiet, planned)
    for record in [*journal.records, *settled.wrong]:
        records[record.point].append(record)
    rows: dict[str, list[Rows]] = defaultdict(list)
    disturbed = [found for found in journal.rows if found.first.verdict == DISTURBED]
    for found in [*settled.rows, *disturbed]:
        rows[found.first.point].append(found)
    stops = {stop.point: stop.reason for stop in journal.stops}
    metrics = leading_first(journal.starts)
    launched = tuple(
        make_point(
            p.point,
            p.request,
            p.series,
            records[p.point],
            rows[p.point],
            stops.get(p.point, ""),
            _looks(start),
        )
        for p in planned.values()
    )
    points, copies = (
        tuple(point.led_by(metrics[0]) for point in found)
        for found in with_copies(launched)
    )
    beside = _imported(start, metrics[0]) if start else ()
    return Study(
        name=start.study if start else name,
        start=start,
        points=points,
        curves=_curves((*points, *beside), start),
        skipped=start.skipped if start else (),
        agreements=make_agreements(points, settled.open),
        manifests=journal.manifests,
        unplanned=_unplanned(journal, set(planned)),
        problems=tuple(journal.problems),
        file=journal.file,
        left_out=tuple(journal.left_out),
        beside=beside,
        metrics=metrics,
        copies=copies,
    )


def with_copies(launched: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """The points of a study, each with its copies in the jobs of others, and these."""
    copies = [point for point in launched if point.request.is_copy]
    of_request: dict[Request, list[Point]] = defaultdict(list)
    for copy in copies:
        of_request[replace(copy.request, job_nodes=0)].append(copy)
    points = [
        replace(point, copies=tuple(of_request.get(point.request, ())))
        for point in launched
        if not point.request.is_copy
    ]
    return points, copies


def _imported(start: Start, metric: Metric) -> tuple[Point, ...]:
    """What others measured, as points: each of its rows is a launch."""
    points: dict[str, list[Rows]] = defaultdict(list)
    for imported in start.imports:
        for rows in group_alike(imported.records):
            points[rows.first.point].append(rows)
    return tuple(
        make_point(id, rows[0].first.request, rows[0].first.series, [], rows).led_by(
            metric
        )
        for id, rows in points.items()
    )


def leading_first(starts: Sequence[Start]) -> tuple[Metric, ...]:
    """The metrics that have curves, by the last start, each once."""
    found = tuple(dict.fromkeys(starts[-1].curves if starts else ()))
    return tuple(dict.fromkeys((leading(found), *found)))


def _looks(start: Start | None) -> Looks:
    """By the rule of the last start; a fixed number where no line tells one."""
    rule = start.launches if start else None
    if rule is None or rule.minimum is None or rule.maximum is None:
        return FIXED
    if not rule.minimum <= rule.maximum <= MOST_LAUNCHES:  # no study that ran
        return FIXED
    return looks_of(rule.minimum, rule.maximum)


def _curves(points: tuple[Point, ...], start: Start | None) -> tuple[Curve, ...]:
    rule, target = (start.base, start.target) if start else (FEWEST, TARGET)
    planned = [curve for kind in KINDS for curve in make_curves(points, kind, rule)]
    found = (*planned, *diagonals(points, planned, rule))
    time = start.time if start else ""
    return tuple(
        replace(curve, target=target, time=time if _is_of_program(curve.like) else "")
        for curve in found
    )


def _is_of_program(like: Request) -> bool:
    return like.is_program and not like.imported


def _planned(journal: Journal, start: Start | None) -> dict[str, Planned]:
    """The latest plan; where it is lost, what the records themselves say."""
    if start:
        return {planned.point: planned for planned in start.points}
    found = [*journal.records, *(rows.first for rows in journal.rows)]
    found.sort(key=lambda record: record.line)
    return {r.point: Planned(r.point, r.request, r.series) for r in found}


def _unplanned(journal: Journal, planned: set[str]) -> Counter[str]:
    found = Counter(r.point for r in journal.records if r.point not in planned)
    for rows in journal.rows:
        if rows.first.point not in planned:
            found[rows.first.point] += len(rows)
    return found
