# SPDX-License-Identifier: Apache-2.0
"""Instants as the journal writes them, 2026-01-01T12:00:00.123Z."""

from __future__ import annotations

from datetime import datetime


def seconds_since_1970(utc: str) -> float:
    """Seconds from 1970 to the instant; a ValueError where the text is none."""
    # Before Python 3.11 fromisoformat knows no Z.
    try:
        return datetime.fromisoformat(utc.replace("Z", "+00:00")).timestamp()
    except OverflowError as error:
        raise ValueError(f"{utc} is beyond the calendar") from error
