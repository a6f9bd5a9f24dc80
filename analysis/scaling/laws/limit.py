# SPDX-License-Identifier: Apache-2.0
"""How far a law may be drawn beyond the data."""

from __future__ import annotations

from dataclasses import dataclass

from scaling.model.curve import Curve
from scaling.model.study import Study

MOST = 4
"""The largest factor that a law is drawn beyond the most cores or GPUs measured."""


@dataclass(frozen=True)
class Limit:
    """The most cores or GPUs, and why it is not more."""

    cores: float
    why: str


def limit(study: Study, curve: Curve) -> Limit:
    """Data from one node know nothing of the network: they end where the node does."""
    largest = curve.largest.units
    if len({row.point.request.nodes for row in curve.measured}) > 1:
        return Limit(MOST * largest, f"{MOST} times the largest measured")
    per_node = _cores_per_node(study, curve) if curve.unit == "core" else 0
    if per_node:
        nodes = curve.largest.point.request.nodes
        edge = max(largest, nodes * per_node)
        if edge < MOST * largest:
            return Limit(edge, "more nodes than measured lie beyond")
        return Limit(MOST * largest, f"{MOST} times the largest measured")
    return Limit(largest, "the size of a node is not known")


def _cores_per_node(study: Study, curve: Curve) -> int:
    """The smallest that the manifests name; 0 where none does."""
    ids = {
        kind.first.manifest
        for row in curve.measured
        for kind in row.point.launches.kinds
    }
    machines = (
        study.manifests[id].content.get("machine") for id in ids & set(study.manifests)
    )
    found = []
    for machine in machines:
        content = machine if isinstance(machine, dict) else {}
        cores = content.get("cores_per_node", content.get("cores"))
        found.append(cores if isinstance(cores, int) else 0)
    return min(found, default=0)
