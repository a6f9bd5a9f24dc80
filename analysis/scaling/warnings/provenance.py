# SPDX-License-Identifier: Apache-2.0
"""Provenance that is incomplete, or not clean."""

from __future__ import annotations

from scaling.finding import Finding
from scaling.model.environment import environment, slow_build
from scaling.model.study import Study
from scaling.words.text import listed

ID = "W25"

_REQUIRED = {
    "the processor": ("machine.cpu_model",),
    "the binary's hash": ("build.binary_sha256", "build.workers"),
    "the compiler": ("worker.compiler",),
    "the flags": ("worker.flags",),
    "the commit": ("worker.commit",),
    "the MPI library": ("worker.mpi",),
    "the environment": ("environment",),
}


def find(study: Study) -> list[Finding]:
    """Names what a reader would miss; a study of a model has no provenance to miss."""
    measured = [point for point in study.points if point.launches]
    if not measured or all(point.request.is_simulated for point in measured):
        return []
    known = environment(study)
    missing = [what for what, names in _REQUIRED.items() if not _is_known(known, names)]
    texts = [f"not recorded: {listed(missing, 9)}"] if missing else []
    if "true" in known.get("worker.dirty", []):
        texts.append("built from a tree with uncommitted changes")
    worker = {k.removeprefix("worker."): v for k, v in known.items()}
    if any(
        slow_build({"build_type": build, "flags": flags})
        for build in worker.get("build_type", [""])
        for flags in worker.get("flags", [""])
    ):
        texts.append("built without optimisation")
    return [Finding(ID, "warning", text) for text in texts]


def _is_known(known: dict[str, list[str]], names: tuple[str, ...]) -> bool:
    return any(
        any(values) and (field == name or field.startswith(f"{name}."))
        for name in names
        for field, values in known.items()
    )
