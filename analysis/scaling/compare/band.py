# SPDX-License-Identifier: Apache-2.0
"""How far from 1 a ratio may be and mean nothing, as a user writes it."""

from __future__ import annotations

import argparse


def parse_band(text: str) -> float:
    """`2%` or `2`; raises ArgumentTypeError."""
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = 0.0
    if not 0 < value < 100:
        raise argparse.ArgumentTypeError(
            f"'{text}' is no percentage above 0, below 100"
        )
    return value / 100
