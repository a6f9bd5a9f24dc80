# SPDX-License-Identifier: Apache-2.0
"""Logs of LAMMPS: a row for each loop that it timed."""

from __future__ import annotations

from scaling.importing.matching import read_matches
from scaling.importing.sheet import Sheet

ORDER = 6

PATTERN = (
    r"Loop time of (?P<loop_time_s>\S+) on (?P<procs>\d+) procs"
    r" for (?P<steps>\d+) steps with (?P<atoms>\d+) atoms"
)


def read(file: str, text: str) -> Sheet | None:
    """Loops of a log are numbered, so that those of several runs can be told apart."""
    if "Loop time of" not in text:
        return None
    roles = {"time": "loop_time_s", "cores": "procs"}
    return read_matches(file, text, PATTERN, "log of LAMMPS", roles)
