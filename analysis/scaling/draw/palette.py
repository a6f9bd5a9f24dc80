# SPDX-License-Identifier: Apache-2.0
"""Colours that stay apart in print, and where a legend goes."""

from __future__ import annotations

from typing import Any

COLOURS = BLUE, VERMILION, GREEN, PURPLE, SKY, ORANGE = (
    "C0", "C1", "C2", "C3", "C4", "C5",
)  # fmt: skip
"""Those of the style, in its order; the names are of ours."""
MOST_CURVES = len(COLOURS)
"""Of one figure: as many as can be told apart, in black and white too."""
GREY = "#555555"
PALE = "#DDDDDD"


def legend_below(
    axes: Any, columns: int, offset: float = -0.2, source: Any = None
) -> None:
    """Under the axes, where it covers no data; of the axes `source` if given."""
    axes.legend(
        *(source or axes).get_legend_handles_labels(),
        loc="upper center",
        bbox_to_anchor=(0.5, offset),
        ncol=columns,
        frameon=False,
        handlelength=1.8,
        columnspacing=1.2,
    )
