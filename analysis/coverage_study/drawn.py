# SPDX-License-Identifier: Apache-2.0
"""Strong curves of times that were drawn, as a journal of them would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scaling.arrays import Numbers
from scaling.model.curve import Curve, make_curves
from scaling.model.launches import Launches
from scaling.model.point import Point
from scaling.model.study import with_copies
from scaling.records.record import Record
from scaling.records.request import Request
from scaling.records.rows import Rows
from scaling.zipped import zip_equal

SAMPLES = 10**9


def drawn_curve(shapes: Sequence[tuple[int, int]], times_s: Numbers) -> Curve:
    """Of ranks and threads, and `times_s`, (shapes, launches): a column is a block."""
    points = [
        _point(_request(1, ranks, threads), times)
        for (ranks, threads), times in zip_equal(shapes, times_s)
    ]
    (curve,) = make_curves(points, "strong")
    return curve


def curve_in_jobs(
    shapes: Sequence[tuple[int, int]], times_s: Numbers, copies_s: Mapping[int, Numbers]
) -> Curve:
    """Of nodes and ranks, the base first: each node count has a job of its own, which
    may have a copy of the base, of these times by its nodes."""
    asked = [_request(nodes, ranks, 1) for nodes, ranks in shapes]
    launched = [_point(*one) for one in zip_equal(asked, times_s)]
    for nodes, times in copies_s.items():
        launched.append(_point(replace(asked[0], job_nodes=nodes), times))
    (curve,) = make_curves(with_copies(launched)[0], "strong")
    return curve


def _request(nodes: int, ranks: int, threads: int) -> Request:
    return Request(
        "pi", SAMPLES, nodes, ranks, threads, "openmp", "mpiexec", "", 1, (), ()
    )


def _point(request: Request, times: Numbers) -> Point:
    job = request.job_nodes or request.nodes
    launches = Launches((_rows(request, times, str(job)),))
    id = f"{request.nodes}x{request.ranks}x{request.threads}-{job}"
    return Point(id, request, ("strong",), launches)


def _rows(request: Request, times: Numbers, job: str) -> Rows:
    launch = np.arange(1, len(times) + 1)
    nothing = np.zeros(len(times))
    first = Record(
        line=1, point="", block=1, launch=1, attempt=1, verdict="ok", detail="",
        request=request, series=("strong",), argv=(), started_utc="", wall_s=0.0,
        manifest="", result=None, job=job,
    )  # fmt: skip
    return Rows(
        first, line=launch, block=launch, launch=launch, attempt=np.ones_like(launch),
        started_utc=np.full(len(times), b""), wall_s=nothing, total_s=nothing,
        overhead_s=nothing, noise={}, numbers={}, makespan_s=times[:, None],
        skew_bound_s=nothing[:, None], useful_sum_s=None, useful_max_s=None,
        reduction_s=None, slowest=None,
    )  # fmt: skip
