# SPDX-License-Identifier: Apache-2.0
"""One of the two things that are compared: a study, or one commit within it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scaling.model.environment import Fields, environment_of
from scaling.model.point import Point, make_point
from scaling.model.study import leading_first, make_study
from scaling.records.journal import Journal, read_journal
from scaling.records.metric import MAKESPAN, WALL, Metric
from scaling.records.record import Manifest, Record
from scaling.records.request import Request
from scaling.records.rows import Rows
from scaling.words.text import clean, listed
from scaling.zipped import zip_equal


class SideError(ValueError):
    """What was named holds nothing that could be compared; says why."""


@dataclass(frozen=True)
class Side:
    """`name` is what the user wrote; one point for each thing that was requested, by
    the first of `metrics`, which are those with curves."""

    name: str
    points: tuple[Point, ...]
    manifests: Mapping[str, Manifest]
    metrics: tuple[Metric, ...] = (MAKESPAN,)
    others: tuple[Side, ...] = ()
    """Further sessions of the same side."""
    partners: Mapping[str, Request] = field(default_factory=dict)
    """By a point's id what was asked of A, where both sides are of one run."""

    @property
    def sessions(self) -> tuple[Side, ...]:
        return (self, *self.others)

    def gives(self, metric: Metric) -> bool:
        """The launches of each session do, whether it has a curve there or not."""
        return all(session._gives(metric) for session in self.sessions)

    def _gives(self, metric: Metric) -> bool:
        if metric in (MAKESPAN, WALL):
            return metric in self.metrics
        found = (m for point in self.points for m in point.recorded_metrics)
        return any(other.column == metric.column for other in found)

    @property
    def by_request(self) -> dict[Request, tuple[Point, ...]]:
        """In each session; how often a launch repeats itself does not change what it
        measures."""
        found: dict[Request, list[Point]] = defaultdict(list)
        for session in self.sessions:
            for key, point in session._by_request.items():
                found[key].append(point)
        return {key: tuple(points) for key, points in found.items()}

    @property
    def _by_request(self) -> dict[Request, Point]:
        partners = self.partners
        return {asked(partners.get(p.id, p.request)): p for p in self.points}

    @property
    def environment(self) -> Fields:
        """What is known of the launches of all sessions."""
        points = [point for session in self.sessions for point in session.points]
        manifests = {k: x for one in self.sessions for k, x in one.manifests.items()}
        return environment_of(points, manifests)


def asked(request: Request) -> Request:
    """The part of a request by which points are matched.

    What others measured is called by its study, which is no part of it.
    """
    kernel = "" if request.imported else request.kernel
    return replace(request, repetitions=0, kernel=kernel)


def read_sessions(text: str) -> Side:
    """A side of one session, or of several: `STUDY_DIR,STUDY_DIR`; raises as
    `read_side`."""
    if "," not in text or (Path(text) / "journal.jsonl").exists():
        return read_side(text)
    first, *others = map(read_side, text.split(","))
    return replace(first, name=text, others=tuple(others))


def read_one_run(directory: Path) -> tuple[Side, Side]:
    """A and B of a study that measured both; raises as `read_side`."""
    journal = read_journal(directory / "journal.jsonl")
    study = make_study(journal, directory.resolve().name)
    if not study.start or not study.start.pairs:
        raise SideError(f"{directory} holds no comparison that was measured in one run")
    points = {point.id: point for point in study.points}
    pairs = [pair for pair in study.start.pairs if all(id in points for id in pair)]
    partners = {
        id: replace(points[a].request, side="") for a, b in pairs for id in (a, b)
    }

    def side(name: str, ids: Iterable[str]) -> Side:
        found = tuple(points[id] for id in ids)
        return Side(name, found, study.manifests, study.metrics, partners=partners)

    return tuple(map(side, study.start.sides, zip_equal(*pairs)))


def read_side(text: str) -> Side:
    """`STUDY_DIR`, or `STUDY_DIR@COMMIT` for the launches of one commit's worker.

    Raises OSError where the journal cannot be read, and SideError where it has no such
    commit.
    """
    directory, commit = _split(text)
    journal = read_journal(directory / "journal.jsonl")
    if not commit:
        study = make_study(journal, directory.resolve().name)
        return Side(text, study.points, study.manifests, study.metrics)
    metrics = leading_first(journal.starts)
    points = tuple(p.led_by(metrics[0]) for p in _points_of(journal, commit))
    if not points:
        there = sorted(_commits(journal))
        raise SideError(
            f"{text}: no launch that ended well is of commit {clean(commit)}; the "
            f"journal has {clean(listed(there)) or 'none with a commit'}"
        )
    return Side(text, points, journal.manifests, metrics)


def _split(text: str) -> tuple[Path, str]:
    """A directory whose own name holds an @ is taken as it is."""
    if "@" not in text or (Path(text) / "journal.jsonl").exists():
        return Path(text), ""
    directory, _, commit = text.rpartition("@")
    return Path(directory), commit


@dataclass
class _Build:
    """What one build of a commit answered to one request; `line` is its latest."""

    first: Record
    line: int = 0
    records: list[Record] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)


def _points_of(journal: Journal, commit: str) -> tuple[Point, ...]:
    """Points of the latest build of a commit: builds are never mixed in a point."""
    builds: dict[Request, dict[str, _Build]] = defaultdict(dict)

    def build_of(record: Record, line: int) -> _Build | None:
        if record.verdict != "ok" or not _commit(record).startswith(commit):
            return None
        of_request = builds[asked(record.request)]
        found = of_request.setdefault(record.point, _Build(record))
        found.line = max(found.line, line)
        return found

    for record in journal.records:
        if build := build_of(record, record.line):
            build.records.append(record)
    for rows in journal.rows:
        if build := build_of(rows.first, int(rows.line.max())):
            build.rows.append(rows)
    latest = [max(found.values(), key=lambda b: b.line) for found in builds.values()]
    return tuple(
        make_point(b.first.point, b.first.request, b.first.series, b.records, b.rows)
        for b in latest
    )


def _commits(journal: Journal) -> set[str]:
    records = (*journal.records, *(rows.first for rows in journal.rows))
    return {found[:12] for record in records if (found := _commit(record))}


def _commit(record: Record) -> str:
    return dict(record.result.worker).get("commit", "") if record.result else ""
