# SPDX-License-Identifier: Apache-2.0
"""JSON of Google Benchmark, for its compare.py and for dashboards that read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scaling.finding import Finding
from scaling.json_by_lines import by_lines
from scaling.model.environment import field_values
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.metric import MAKESPAN, Metric
from scaling.words.text import clean

FILE = "benchmark.json"
FORMAT = "json"


def render(study: Study, findings: Sequence[Finding]) -> bytes:  # noqa: ARG001
    """A launch is what Google Benchmark calls a repetition, one iteration each.

    `cpu_time` is the wall time too: its readers want it, and we do not measure it.
    """
    measured = [point for point in study.points if point.launches]
    benchmarks = (
        entry
        for family, point in enumerate(measured)
        for entry in _entries(family, point)
    )
    return by_lines({"context": _context(study)}, {"benchmarks": benchmarks})


def _context(study: Study) -> dict[str, Any]:
    fields = study.environment
    cores = field_values(fields, "cores_per_node", "machine.cores")
    host = field_values(fields, "host", "hostname", "hosts")
    build = field_values(fields, "worker.build_type")
    return {
        "date": study.start.started_utc if study.start else "",
        "host_name": clean(host[0]) if host else "",
        "executable": "assay",
        "num_cpus": int(cores[0]) if cores and cores[0].isdecimal() else 0,
        "mhz_per_cpu": 0,
        "cpu_scaling_enabled": False,
        "caches": [],
        "load_avg": [],
        "library_build_type": "debug" if build == ["Debug"] else "release",
        "assay_study": clean(study.name),
        "assay_simulated": study.is_simulated,
        "assay_imported": study.is_imported,
    }


def _entries(family: int, point: Point) -> Iterator[dict[str, Any]]:
    name, point = _name(point), point.by(MAKESPAN)
    metrics = {m: point.launches.values(m) for m in point.recorded_metrics}
    for index, time_s in enumerate(point.times_s):
        yield {
            "name": name,
            "family_index": family,
            "per_family_instance_index": 0,
            "run_name": name,
            "run_type": "iteration",
            "repetitions": len(point.launches),
            "repetition_index": index,
            "threads": point.request.cores,
            "iterations": 1,
            "real_time": time_s * 1e9,
            "cpu_time": time_s * 1e9,
            "time_unit": "ns",
            **_rate(point, time_s),
            **_counters({m: values[index] for m, values in metrics.items()}),
        }


def _counters(values: Mapping[Metric, float]) -> dict[str, float]:
    """What Google Benchmark calls user counters: further numbers of an entry, beside
    its own names."""
    return {
        f"metric:{clean(metric.name)} ({clean(metric.unit)})": value
        for metric, value in values.items()
        if value == value
    }


def _rate(point: Point, time_s: float) -> dict[str, float]:
    if not point.counts_samples:
        return {}
    return {"items_per_second": point.request.samples / time_s}


def _name(point: Point) -> str:
    """Everything that was requested: points of one name would be taken for one."""
    request = point.request
    parts = [request.kernel, f"samples:{request.samples}", f"nodes:{request.nodes}"]
    parts += [f"ranks:{request.ranks}", f"threads:{request.threads}"]
    parts += [request.backend, request.launcher, f"seed:{request.seed}"]
    parts += [f"{name}:{value}" for name, value in (*request.parameters, *request.env)]
    return "/".join(clean(part) for part in parts if part)
