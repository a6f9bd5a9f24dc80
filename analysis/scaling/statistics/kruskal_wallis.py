# SPDX-License-Identifier: Apache-2.0
"""Whether several groups come from one distribution."""

from __future__ import annotations

from collections.abc import Sequence


def kruskal_wallis(groups: Sequence[Sequence[float]]) -> float:
    """The p value, corrected for ties; 1 where nothing differs or nothing compares."""
    from scipy.stats import kruskal

    filled = [group for group in groups if group]
    if len(filled) < 2 or len({value for group in filled for value in group}) < 2:
        return 1.0
    return float(kruskal(*filled).pvalue)
