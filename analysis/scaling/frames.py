# SPDX-License-Identifier: Apache-2.0
"""A study as data frames: everything that its report shows, for other programs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scaling.figures import figure_kinds
from scaling.frame import Frame, joined, make_frame
from scaling.marks import mark_figure
from scaling.model.study import make_study
from scaling.notebook import DrawnFrame, study_html
from scaling.overview import Overview, make_overview
from scaling.records.journal import read_journal
from scaling.report.method import method
from scaling.table import Table
from scaling.tidy import (
    curves_table,
    failed_table,
    launch_metrics_table,
    launches_table,
    metrics_table,
    points_table,
)
from scaling.tidy_parts import factors_table, kernels_table, phases_table
from scaling.words.text import clean, plural


@dataclass(frozen=True)
class StudyFrames:
    """The frames of a study, each made when it is asked for.

    `points`, `launches`, `failed`, `metrics`, `launch_metrics`, `curves`, `factors`,
    `phases` and `kernels` are tidy: a row a point, launch, attempt, and so on. `tables`
    and `figures` are those of the report, by the names of their CSV files.
    """

    overview: Overview

    @property
    def name(self) -> str:
        return clean(self.overview.study.name)

    @property
    def is_simulated(self) -> bool:
        """A model answered: nothing was measured."""
        return self.overview.study.is_simulated

    @property
    def is_imported(self) -> bool:
        """The numbers are those of others, and not proven."""
        return self.overview.study.is_imported

    @cached_property
    def points(self) -> Frame:
        """A row a planned point: times in seconds, whatever metric leads."""
        return make_frame(points_table(self.overview.study))

    @cached_property
    def launches(self) -> Frame:
        """A row a launch that ended well, with the times of its repetitions."""
        return make_frame(launches_table(self.overview.study))

    @cached_property
    def curves(self) -> Frame:
        """A row a point of a curve: value, speedup and efficiency with their intervals;
        of every metric that has curves, in the unit of `metric_unit`."""
        return make_frame(curves_table(self.overview.study))

    @cached_property
    def metrics(self) -> Frame:
        """A row a point and metric that its launches gave, in the unit of `unit`."""
        return make_frame(metrics_table(self.overview.study))

    @cached_property
    def launch_metrics(self) -> Frame:
        """A row a launch and metric, in the unit of `unit`."""
        return make_frame(launch_metrics_table(self.overview.study))

    @cached_property
    def factors(self) -> Frame:
        """A row a point of a curve and factor of its efficiency (POP), 1 at best."""
        return make_frame(factors_table(self.overview.study))

    @cached_property
    def phases(self) -> Frame:
        """A row a point and phase of its program (MPI_Pcontrol), in seconds."""
        return make_frame(phases_table(self.overview.study))

    @cached_property
    def kernels(self) -> Frame:
        """A row a point and kernel of Kokkos of its program, in seconds."""
        return make_frame(kernels_table(self.overview.study))

    @cached_property
    def failed(self) -> Frame:
        """A row an attempt that did not end ok, with its verdict."""
        return make_frame(failed_table(self.overview.study))

    @cached_property
    def laws(self) -> Frame:
        """A row a law and curve; empty where no curve has points enough for one."""
        found = {k: v for k, v in self.tables.items() if k.startswith("laws-")}
        return joined("Laws (fitted, not measured)", "table", found)

    @cached_property
    def warnings(self) -> Frame:
        """A row a warning; `points` are the ids that it concerns."""
        found = self.overview.findings
        columns = {
            "id": [one.id for one in found],
            "grade": [one.grade for one in found],
            "text": [one.text for one in found],
            "points": [" ".join(one.where) for one in found],
        }
        return Frame("Warnings", columns, dict.fromkeys(columns, ""))

    @cached_property
    def tables(self) -> dict[str, Frame]:
        """Those of the report, by the names of their files."""
        found: tuple[Table, ...] = (*self.overview.tables, *self.overview.form)
        return {table.slug: make_frame(table) for table in found}

    @cached_property
    def figures(self) -> dict[str, DrawnFrame]:
        """What the figures of the report draw, by the names of their files; a notebook
        shows the drawing."""
        study = self.overview.study
        made = (figure for kind in figure_kinds() for figure in kind.make(study))
        marked = (mark_figure(figure, study) for figure in made)
        return {f.slug: DrawnFrame(make_frame(f.data), f) for f in marked}

    @cached_property
    def method(self) -> dict[str, str]:
        """The method paragraph of the report, by topic."""
        return dict(method(self.overview.study))

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return study_html(self.overview)

    def __repr__(self) -> str:
        marks = [" simulated" * self.is_simulated, " imported" * self.is_imported]
        about = "".join(f", {mark.strip()}" for mark in marks if mark)
        return f"<study {self.name}: {plural(self.points.rows, 'point')}{about}>"


def read_frames(study: str | os.PathLike[str]) -> StudyFrames:
    """The frames of a study's directory, or of its journal.

    Raises FileNotFoundError where there is none.
    """
    path = Path(study)
    file = path if path.name.endswith(".jsonl") else path / "journal.jsonl"
    name = file.resolve().parent.name
    return StudyFrames(make_overview(make_study(read_journal(file), name)))
