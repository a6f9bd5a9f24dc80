# SPDX-License-Identifier: Apache-2.0
"""What a point occupies and costs, on axes that cores and GPUs have in common."""

from __future__ import annotations

from statistics import median

from scaling.model.environment import environment_of, field_values
from scaling.model.point import Point
from scaling.model.study import Study


def unit_hours(point: Point) -> float:
    """Core-hours, or GPU-hours where GPUs compute, of one run."""
    return point.request.units * _run_s(point) / 3600


def _run_s(point: Point) -> float:
    """Seconds of the timed region; of a program, whose own time may leave out what it
    occupied its cores for, those of the whole launch, where it was seen."""
    if point.request.is_program and not point.request.imported:
        return median(point.launches.column("wall_s"))
    return point.run_s.value


def node_hours(study: Study, point: Point) -> float:
    """The nodes' share that it occupies, times the time of one run.

    The share is the larger one of cores and of GPUs, since either leaves to others only
    what it does not take; schedulers charge so too. A node has the cores that its
    manifest names, and as many GPUs as a point of the study used on one: where either
    is not known, the whole node counts.
    """
    return _nodes(study, point) * _run_s(point) / 3600


def _nodes(study: Study, point: Point) -> float:
    request = point.request
    cores, gpus = _cores_per_node(study, point), _gpus_per_node(study)
    shares = [request.devices / gpus] if request.devices else []
    if cores:
        shares.append(request.cores / cores)
    return min(float(request.nodes), max(shares, default=float(request.nodes)))


def _cores_per_node(study: Study, point: Point) -> int:
    """0 where the manifests of its launches do not say it."""
    fields = environment_of([point], study.manifests)
    found = field_values(fields, "cores_per_node", "machine.cores")
    return int(found[0]) if len(found) == 1 and found[0].isdecimal() else 0


def _gpus_per_node(study: Study) -> float:
    requests = (point.request for point in study.points if point.launches)
    return max((r.devices / r.nodes for r in requests), default=0.0)
