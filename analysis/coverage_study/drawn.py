# SPDX-License-Identifier: Apache-2.0
"""A strong curve of times that were drawn, as a journal of them would give it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scaling.arrays import Numbers
from scaling.model.curve import Curve, make_curves
from scaling.model.launches import Launches
from scaling.model.point import Point
from scaling.records.record import Record
from scaling.records.request import Request
from scaling.records.rows import Rows
from scaling.zipped import zip_equal

SAMPLES = 10**9


def drawn_curve(shapes: Sequence[tuple[int, int]], times_s: Numbers) -> Curve:
    """Of ranks and threads, and `times_s`, (shapes, launches): a column is a block."""
    points = []
    for (ranks, threads), times in zip_equal(shapes, times_s):
        request = Request(
            "pi", SAMPLES, 1, ranks, threads, "openmp", "mpiexec", "", 1, (), ()
        )
        launches = Launches((_rows(request, times),))
        points.append(Point(f"{ranks}x{threads}", request, ("strong",), launches))
    (curve,) = make_curves(points, "strong")
    return curve


def _rows(request: Request, times: Numbers) -> Rows:
    launch = np.arange(1, len(times) + 1)
    nothing = np.zeros(len(times))
    first = Record(
        line=1, point="", block=1, launch=1, attempt=1, verdict="ok", detail="",
        request=request, series=("strong",), argv=(), started_utc="", wall_s=0.0,
        manifest="", result=None,
    )  # fmt: skip
    return Rows(
        first, line=launch, block=launch, launch=launch, attempt=np.ones_like(launch),
        started_utc=np.full(len(times), b""), wall_s=nothing, total_s=nothing,
        overhead_s=nothing, noise={}, numbers={}, makespan_s=times[:, None],
        skew_bound_s=nothing[:, None], useful_sum_s=None, useful_max_s=None,
        reduction_s=None, slowest=None,
    )  # fmt: skip
