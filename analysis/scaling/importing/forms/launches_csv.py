# SPDX-License-Identifier: Apache-2.0
"""`launches.csv` of a report of ours: a row a launch, over its cores or GPUs."""

from __future__ import annotations

from dataclasses import replace

from scaling.importing.forms.delimited import split
from scaling.importing.lines import make_sheet
from scaling.importing.sheet import Sheet

ORDER = 8

_OURS = {"cores", "gpus", "time_s", "repetition_times_s", "journal_line"}


def read(file: str, text: str) -> Sheet | None:
    """What else tells points apart is asked for, as of every table."""
    heading = text.partition("\n")[0].strip().split(",")
    if not _OURS.issubset(heading):
        return None
    sheet = make_sheet(file, "launches.csv of assay", split(text, ","), ".")
    return replace(sheet, roles={"cores": "cores", "time": "time_s"})
