# SPDX-License-Identifier: Apache-2.0
"""Provenance that is incomplete, or not clean."""

from __future__ import annotations

from scaling.finding import INFORMATION, Finding
from scaling.model.study import Study
from scaling.words.text import listed

ID = "W25"
GRADE = INFORMATION
FIRES = "a processor or a commit that is not recorded, a tree with uncommitted changes"
MEANS = "the numbers cannot be traced to one state of the source or one machine"
CURE = "commit before you measure, and measure where the processor can be read"

_OF_ALL = {"the processor": "machine.cpu_model"}
_OF_KERNELS = {"the commit": "worker.commit"}
"""What the harness leaves out where it cannot know it; the rest it always writes."""


def find(study: Study) -> list[Finding]:
    """Names what a reader would miss; a model has no provenance to miss, and of what
    was imported all is said to be unknown."""
    measured = [point for point in study.points if point.launches]
    if all(p.request.is_simulated or p.request.imported for p in measured):
        return []
    known = study.environment
    has_kernels = not all(point.request.is_program for point in measured)
    required = _OF_ALL | (_OF_KERNELS if has_kernels else {})
    missing = [what for what, name in required.items() if not any(known.get(name, []))]
    texts = [f"not recorded: {listed(missing)}"] if missing else []
    if "true" in known.get("worker.dirty", []):
        texts.append("built from a tree with uncommitted changes")
    return [Finding(ID, GRADE, text) for text in texts]
