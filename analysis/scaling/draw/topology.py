# SPDX-License-Identifier: Apache-2.0
"""Draws a node as a grid of its CPUs; imported only to make figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.colors import to_rgb
from matplotlib.patches import FancyBboxPatch, Rectangle

from scaling.draw.intervals import COLOURS
from scaling.model.topology import Node
from scaling.words.text import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PALE = 0.55
"""The share of white in the squares, on which black text is read."""
GAP = 0.08


def draw_topology(figure: Figure, node: Node) -> None:
    """Squares in rows; the colours repeat, so every square names its rank."""
    axes = figure.add_subplot()
    across = _across(node.cpus)
    down = math.ceil(node.cpus / across)
    _frame(axes, across, down)
    size = 200 / max(across, 6) / 4.2
    for cpu in range(node.cpus):
        x, y = cpu % across, down - 1 - cpu // across
        _square(axes, node, cpu, (x, y), size)
    title = f"{clean(node.host) or 'node'}: {len(node.on_cpu)} of {node.cpus} CPUs used"
    axes.set_title(title, loc="left")


def _across(cpus: int) -> int:
    """A power of two or the lot: rows of what people count cores in."""
    if cpus <= 4:
        return cpus
    return 2 ** math.ceil(math.log2(math.sqrt(cpus)))


def _frame(axes: Axes, across: int, down: int) -> None:
    axes.set_xlim(-0.3, across + 0.3)
    axes.set_ylim(-0.3, down + 0.3)
    axes.set_aspect("equal")
    axes.axis("off")
    box = FancyBboxPatch(
        (-0.05, -0.05), across + 0.1, down + 0.1, boxstyle="round,pad=0.12",
        facecolor="#F4F4F4", edgecolor="#555555", linewidth=0.8,
    )  # fmt: skip
    axes.add_patch(box)


def _square(
    axes: Axes, node: Node, cpu: int, corner: tuple[int, int], size: float
) -> None:
    x, y = corner
    ranks = node.ranks_on(cpu)
    shared = len(ranks) > 1
    axes.add_patch(
        Rectangle(
            (x + GAP, y + GAP), 1 - 2 * GAP, 1 - 2 * GAP,
            facecolor=_pale(COLOURS[ranks[0] % len(COLOURS)]) if ranks else "white",
            edgecolor="#B00000" if shared else "#777777",
            linewidth=1.6 if shared else 0.6,
            hatch="////" if shared else None,
        )
    )  # fmt: skip
    axes.text(
        x + GAP + 0.05, y + 1 - GAP - 0.04, str(cpu), fontsize=size * 0.6,
        color="black", ha="left", va="top",
    )  # fmt: skip
    axes.text(
        x + 0.5, y + 0.42, _words(node, cpu), fontsize=size, ha="center", va="center"
    )


def _words(node: Node, cpu: int) -> str:
    """`r0` over `t1`; of many only how many they are."""
    places = node.on_cpu.get(cpu, ())
    ranks = node.ranks_on(cpu)
    if not places:
        return ""
    names = "r" + ",".join(str(rank) for rank in ranks)
    if len(ranks) > 2:
        return f"{len(ranks)} r"
    threads = sorted({thread for _, thread in places})
    if len(threads) > 2:
        return f"{names}\nt{threads[0]}-{threads[-1]}"
    return f"{names}\nt" + ",".join(str(thread) for thread in threads)


def _pale(colour: str) -> tuple[float, ...]:
    return tuple(part * (1 - PALE) + PALE for part in to_rgb(colour))
