# SPDX-License-Identifier: Apache-2.0
"""Instants as the journal writes them, 2026-01-01T12:00:00.123Z."""

from __future__ import annotations

import re
from datetime import datetime

_TO_A_MINUTE = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$")


def seconds_since_1970(utc: str) -> float:
    """Seconds from 1970 to the instant; a ValueError where the text is none."""
    # Before Python 3.11 fromisoformat knows no Z.
    try:
        return datetime.fromisoformat(utc.replace("Z", "+00:00")).timestamp()
    except OverflowError as error:
        raise ValueError(f"{utc} is beyond the calendar") from error


def minute_of(utc: str) -> str:
    """`2026-01-01 12:00 UTC`; a text that is no instant as it stands."""
    return _TO_A_MINUTE.sub(r"\1 \2 UTC", utc)
