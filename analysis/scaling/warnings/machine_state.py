# SPDX-License-Identifier: Apache-2.0
"""Settings of the machine that times may depend on."""

from __future__ import annotations

from scaling.finding import INFORMATION, Finding
from scaling.model.study import Study

ID = "W31"
GRADE = INFORMATION
FIRES = (
    "a frequency governor other than `performance`, a clock source that is slow to read"
)
MEANS = "the clock speed may change while the study runs"
CURE = (
    "ask the administrators for the governor performance, or say in the text that it "
    "was not set"
)


def find(study: Study) -> list[Finding]:
    """A governor that may lower the clock, and a clock that is slow to read."""
    known = study.environment
    texts = []
    governors = [g for g in known.get("machine.governor", []) if g != "performance"]
    if governors:
        texts.append(f"the frequency governor is {', '.join(governors)}")
    x86 = "x86_64" in known.get("machine.architecture", [])
    sources = [s for s in known.get("machine.clocksource", []) if s != "tsc"]
    if x86 and sources:
        texts.append(f"the clock source is {', '.join(sources)}, not tsc: slow to read")
    return [Finding(ID, GRADE, text) for text in texts]
